"""The next version of a content is drafted on screen and published."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import transactions
from app.access import SYSTEM, Actor, Role
from app.errors import Conflict, DomainError, Invalid
from app.programmes import comparing
from app.programmes import texts as words
from app.programmes.services import builder, catalogue, contents, draft_checks, edit_contents
from tests.factories import FIVE_S, ISO9001
from tests.shared.drafted_contents import ADMIN, MACHINES, SIGNED, USUAL, publish, question


def to_the_top(key: str, code: str = ISO9001) -> None:
    for _each in builder.of(code).texts["questions"]:
        builder.move(builder.of(code), draft_checks.QUESTIONS, key, -1, ADMIN)


def test_a_published_version_is_new_and_those_before_it_stay(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        before = contents.current_version(contents.get(ISO9001))
        question(MACHINES)
        draft = builder.of(ISO9001)
        assert draft.is_changed
        assert contents.current_version(draft.content) is before
        assert comparing.compare(words.of(before), draft.texts) == [
            "Thêm câu hỏi “Máy móc hiện có”."
        ]
        assert publish() == before.number + 1
        now = contents.current_version(contents.get(ISO9001))
        assert (now.published_by, now.note) == (ADMIN.name, "Công văn số 12/SKHCN")
        assert now.questions[-1].columns == MACHINES["columns"]
        assert "Máy móc hiện có" not in [each.label for each in before.questions]
        assert not builder.of(ISO9001).is_changed


def test_the_changes_are_told_in_words() -> None:
    before = words_of_two()
    after = words_of_two()
    after["name"] = "Tên mới"
    after["questions"][0]["label"] = "Câu một rõ hơn"
    after["questions"].reverse()
    after["questions"].append(USUAL | {"key": "c", "label": "Câu ba", "kind": "date"})
    after["documents"] = []
    after["checklist"] = [{"key": "k", "label": "Có chữ ký"}]
    assert comparing.compare(before, after) == [
        "Tên nội dung: “Tên” thành “Tên mới”.",
        "Sửa câu hỏi “Câu một”: tên.",
        "Thêm câu hỏi “Câu ba”.",
        "Đổi thứ tự các câu hỏi.",
        "Bỏ giấy tờ “Phiếu”.",
        "Thêm mục kiểm tra “Có chữ ký”.",
    ]


def words_of_two() -> dict[str, Any]:
    plain = dict.fromkeys(words.PLAIN, "")
    return {
        **plain,
        "name": "Tên",
        "asks_products": False,
        "checklist": [],
        "questions": [
            USUAL | {"key": "a", "label": "Câu một", "kind": "yes_no"},
            USUAL | {"key": "b", "label": "Câu hai", "kind": "date"},
        ],
        "documents": [{"key": "don", "label": "Phiếu", "kind": "signed_form"}],
    }


def test_two_editors_at_once_are_told(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        seen = builder.of(ISO9001)
        question(MACHINES)
        with pytest.raises(Conflict, match="vừa được người khác sửa"):
            builder.put(seen, draft_checks.QUESTIONS, None, SIGNED, ADMIN, seen=seen.version)
        with pytest.raises(Conflict):
            edit_contents.save(seen.content, {}, ADMIN, seen=seen.version)


def test_a_draft_that_says_what_is_in_force_is_none_and_cannot_be_published(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        question(MACHINES)
        added = builder.of(ISO9001).texts["questions"][-1]["key"]
        builder.remove(builder.of(ISO9001), draft_checks.QUESTIONS, added, ADMIN)
        assert not builder.of(ISO9001).is_changed
        with pytest.raises(Conflict, match="không có gì để công bố"):
            publish()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (USUAL | {"label": "", "kind": "date"}, "label"),
        (USUAL | {"label": "Giá", "kind": "rẻ"}, "kind"),
        (USUAL | {"label": "Dài", "kind": "date", "help": "x" * 1001}, "help"),
        (USUAL | {"label": "Chọn", "kind": "choice", "options": ["x" * 301]}, "options"),
        (USUAL | {"label": "Chọn", "kind": "choice"}, "options"),
        (USUAL | {"label": "Bảng", "kind": "table"}, "columns"),
        (SIGNED | {"show_when": {"question": "khong_co", "answer": "co"}}, "show_when"),
        (SIGNED | {"show_when": {"question": "da_ky_tu_van", "answer": "x"}}, "show_when"),
        (SIGNED | {"show_when": {"question": "hien_trang", "answer": "co"}}, "show_when"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(
    app: Flask, values: dict[str, Any], field: str
) -> None:
    with app.app_context(), transactions.writing():
        with pytest.raises(Invalid) as refused:
            question(values)
        assert refused.value.field == field


def test_a_question_stays_behind_the_one_it_waits_for(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        question(SIGNED)
        with pytest.raises(Invalid, match="không đứng trước"):
            to_the_top("ten_don_vi_tu_van")
        keys = [row["key"] for row in builder.of(ISO9001).texts["questions"]]
        assert keys.index("ten_don_vi_tu_van") == keys.index("da_ky_tu_van") + 1
        with pytest.raises(Invalid, match="không đứng trước"):
            builder.remove(builder.of(ISO9001), draft_checks.QUESTIONS, "da_ky_tu_van", ADMIN)


def test_a_copy_stands_behind_with_a_key_of_its_own_and_common_ones_come_back(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        builder.copy(builder.of(ISO9001), draft_checks.QUESTIONS, "hien_trang", ADMIN)
        rows = builder.of(ISO9001).texts["questions"]
        assert [row["label"] for row in rows[:2]] == [
            "Hiện trạng và khó khăn",
            "Hiện trạng và khó khăn (bản sao)",
        ]
        assert rows[0]["key"] != rows[1]["key"]
        builder.remove(builder.of(ISO9001), draft_checks.QUESTIONS, "doi_ung", ADMIN)
        draft = builder.of(ISO9001)
        assert [each["key"] for each in builder.common(draft)["questions"]] == ["doi_ung"]
        builder.include(draft, draft_checks.QUESTIONS, "doi_ung", ADMIN)
        assert builder.of(ISO9001).texts["questions"][-1]["key"] == "doi_ung"


def test_an_officer_sets_up_nothing(app: Flask) -> None:
    officer = Actor(2, "Chuyên viên", frozenset({Role.OFFICER}))
    with app.app_context(), transactions.writing(), pytest.raises(DomainError) as refused:
        builder.discard(builder.of(ISO9001), officer)
    assert refused.value.status == 403


def test_a_new_content_has_the_common_parts_and_is_not_offered(app: Flask) -> None:
    values = {"group_code": "nong_nghiep", "group_name": "Nông nghiệp", "unit": "product"}
    with app.app_context(), transactions.writing():
        edit_contents.create("NN-MOI", "Nội dung mới", values, ADMIN)
        made = contents.get("NN-MOI")
        version = contents.current_version(made)
        assert not made.offered
        assert version.asks_products
        assert len(version.questions) == len(catalogue.shipped().common_questions)
        with pytest.raises(Invalid, match="đã có"):
            edit_contents.create("NN-MOI", "Nội dung mới", values, ADMIN)


def test_excluding_is_said_on_both_sides_and_taken_back_on_both(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        content = contents.get(FIVE_S)
        kept = {name: getattr(content, name) for name in edit_contents.SETTINGS}
        kept["group_name"] = content.group_name
        edit_contents.save(content, kept | {"exclude_with": [ISO9001]}, ADMIN)
        assert contents.get(ISO9001).exclude_with == [FIVE_S]
        edit_contents.save(contents.get(FIVE_S), kept | {"exclude_with": []}, ADMIN)
        assert contents.get(ISO9001).exclude_with == []
        with pytest.raises(Invalid, match="chính nội dung này"):
            edit_contents.save(contents.get(FIVE_S), kept | {"exclude_with": [FIVE_S]}, ADMIN)


def test_the_file_leaves_what_was_published_or_set_on_screen_unless_forced(
    app: Flask, tmp_path: Path
) -> None:
    with app.app_context(), transactions.writing():
        question(MACHINES)
        publish()
        content = contents.get(FIVE_S)
        kept = {name: getattr(content, name) for name in edit_contents.SETTINGS}
        kept["group_name"] = content.group_name
        edit_contents.save(content, kept | {"synonyms": ["năm chữ S"]}, ADMIN)
        left = catalogue.load(catalogue.SHIPPED, SYSTEM)
        assert left.kept == [ISO9001]
        assert (left.changed, left.new_versions) == (0, 0)
        assert contents.get(FIVE_S).synonyms == ["năm chữ S"]
        forced = catalogue.load(catalogue.SHIPPED, SYSTEM, force=True)
        assert (forced.kept, forced.changed, forced.new_versions) == ([], 1, 1)
        assert contents.get(FIVE_S).synonyms != ["năm chữ S"]
