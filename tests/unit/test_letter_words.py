"""The office's own words of letters: fields only, nothing owed taken out, text prints literally."""

import pytest

from app.outbox import letters, rendering, wording
from app.outbox.letters import LETTERS

FOLDERS = {path.name for path in rendering.TEMPLATES.iterdir() if path.is_dir()}


def test_every_letter_of_the_house_is_in_the_list() -> None:
    assert set(LETTERS) == FOLDERS
    for kind in LETTERS.values():
        assert kind.sort in letters.SORTS
        assert bool(kind.law) == (kind.sort == letters.REQUIRED), kind.name
        assert len({field.name for field in kind.fields}) == len(kind.fields), kind.name


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_the_words_an_edit_begins_with_say_what_the_system_says(name: str) -> None:
    kind = LETTERS[name]
    subject, body = rendering.start(name)
    assert wording.faults(kind, subject, body, body) == {}
    sample = kind.sample()
    own = rendering.in_words(kind, subject, body, sample)
    given = rendering.given(name, sample)
    assert own.subject == given.subject
    assert _lines(own.text) == _lines(given.text)


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def test_words_are_refused_with_the_line_where_they_are_wrong() -> None:
    kind = LETTERS["application_accepted"]
    subject, body = rendering.start(kind.name)
    broken = body.replace("{ten_don_vi}", "{ten_giam_doc}").replace("{ngay_hen_tra}", "sau")
    found = wording.faults(kind, "{{ 7*7 }}", broken.replace("Xem hồ sơ:", "Xem"), body)
    assert found["subject"] == ["dấu { } chỉ dùng cho tên trường, ví dụ {ma_ho_so}."]
    assert found["body"][0] == "Dòng 1: không có trường {ten_giam_doc} trong thư này."
    assert "Thiếu {ngay_hen_tra}" in found["body"][1]
    assert "dòng 5" in found["body"][1]
    assert "tên nút" in found["body"][2]
    for taken in ("{thong_tin_ho_so}", "{duong_dan}"):
        assert wording.faults(kind, subject, body.replace(taken, ""), body)["body"]
    inside = body.replace("{thong_tin_ho_so}", "Xem {thong_tin_ho_so} nhé")
    assert "đứng riêng" in wording.faults(kind, subject, inside, body)["body"][0]


def test_what_people_typed_prints_literally() -> None:
    kind = LETTERS["application_declined"]
    said = {**kind.sample(), "organisation": "<b>{ma_ho_so}</b>", "reason": "{{ 7*7 }} & <i>"}
    subject, body = rendering.start(kind.name)
    made = rendering.in_words(kind, subject, "<script>\n\n" + body, said)
    assert "{{ 7*7 }} & <i>" in made.text
    assert "<b>{ma_ho_so}</b>" in made.text
    assert "&lt;script&gt;" in made.html
    assert "&lt;b&gt;{ma_ho_so}&lt;/b&gt;" in made.html
    assert "<script>" not in made.html
    assert "Sở không ủy quyền" in made.html
