"""The pure parts of the content builder: what is asked, what differs, keys, digests."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.programmes.asking import asked, condition_words
from app.programmes.keys import key_for
from app.programmes.services import catalogue
from app.programmes.shapes import CellKind, ColumnShape, ConditionShape, QuestionKind, QuestionShape
from app.programmes.texts import digest
from app.programmes.yaml_file import Fault


@dataclass
class Question:
    key: str
    label: str
    kind: str
    show_when: dict[str, Any] | None = None


def waits(key: str, on: str, answer: str, kind: str = "short_text") -> Question:
    return Question(key, f"Câu {key}", kind, {"question": on, "answer": answer})


SIGNED = Question("a", "Đã ký hợp đồng chưa?", "yes_no")
HOW = waits("b", "a", "co", "choices")
WHO = waits("c", "b", "Tư vấn")
CHAIN = [SIGNED, HOW, WHO]


@pytest.mark.parametrize(
    ("answers", "called_for"),
    [
        ({}, "a"),
        ({"a": False, "b": ["Tư vấn"]}, "a"),  # what depends on a hidden answer is hidden too
        ({"a": True}, "ab"),
        ({"a": True, "b": ["Đào tạo"]}, "ab"),
        ({"a": True, "b": ["Đào tạo", "Tư vấn"]}, "abc"),
        ({"a": "co", "b": "Tư vấn"}, "abc"),
        ({"a": True, "b": [{"x": 1}]}, "ab"),
    ],
)
def test_a_question_is_asked_once_all_it_waits_for_is_answered_so(
    answers: dict[str, Any], called_for: str
) -> None:
    assert asked(CHAIN, answers) == set(called_for)


def test_the_condition_is_said_in_words() -> None:
    assert condition_words(HOW, CHAIN) == "Chỉ trả lời khi mục “Đã ký hợp đồng chưa?” là “Có”."
    assert condition_words(WHO, CHAIN) == "Chỉ trả lời khi mục “Câu b” là “Tư vấn”."
    assert condition_words(SIGNED, CHAIN) == ""


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Hiện trạng, khó khăn", "hien_trang_kho_khan"),
        ("Đã có 5S chưa?", "da_co_5s_chua"),
        ("5S", "m_5s"),
        ("???", "m"),
        ("Mới", "moi_2"),  # the address of a new question
        ("Tên", "ten_2"),
    ],
)
def test_a_key_is_made_of_the_words_and_taken_once(label: str, key: str) -> None:
    assert key_for(label, {"ten"}) == key


def test_a_long_label_has_a_key_of_at_most_forty_characters() -> None:
    assert len(key_for("dài " * 60, {key_for("dài " * 60, ())})) <= 40


def test_a_column_that_came_later_changes_no_digest_until_it_says_something() -> None:
    shape = catalogue.shipped()
    plain = {
        "name": "Tên",
        "questions": [catalogue.question(shape.common_questions[0])],
        "documents": [catalogue.document(shape.common_documents[0])],
    }
    first = {
        "name": "Tên",
        "questions": [dict(plain["questions"][0])],
        "documents": [dict(plain["documents"][0])],
    }
    for later in ("columns", "show_when"):
        del first["questions"][0][later]
    del first["documents"][0]["accepts"]
    assert digest(first) == digest(plain | {"guidance": "", "checklist": []})
    assert digest(first) != digest(plain | {"guidance": "Đọc trước"})
    first["documents"][0]["accepts"] = ["office"]
    assert digest(first) != digest(plain)


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (QuestionKind.TABLE, ()),
        (QuestionKind.DATE, (ColumnShape("a", "A", CellKind.DATE),)),
        (QuestionKind.TABLE, tuple(ColumnShape(f"c{n}", "C") for n in range(9))),
        (QuestionKind.TABLE, (ColumnShape("a", "A"), ColumnShape("a", "B"))),
    ],
)
def test_columns_stand_in_a_table_only_few_and_each_once(
    kind: QuestionKind, columns: tuple[ColumnShape, ...]
) -> None:
    with pytest.raises(Fault, match="columns"):
        QuestionShape("q", "Câu", kind, required=True, columns=columns)


def test_a_file_may_say_when_a_question_is_asked() -> None:
    waiting = ConditionShape("a", "co")
    shape = QuestionShape("q", "Câu", QuestionKind.DATE, required=True, show_when=waiting)
    assert catalogue.question(shape)["show_when"] == {"question": "a", "answer": "co"}
