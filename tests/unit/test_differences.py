"""What changed between two texts, word by word."""

from app.applications.differences import LONGEST, Difference, between


def said(found: Difference | None) -> tuple[str, str, str]:
    assert found is not None
    before = "".join(f"[{each.kind}:{each.text}]" for each in found.before)
    return found.word, before, "".join(f"[{each.kind}:{each.text}]" for each in found.after)


def test_the_same_text_has_not_changed() -> None:
    assert between("Mục", "Một hai", "Một hai") is None


def test_a_word_that_changed_is_marked_and_the_others_are_kept() -> None:
    assert said(between("Mục", "áp dụng tại xưởng một", "áp dụng tại xưởng hai ba")) == (
        "đã sửa",
        "[kept:áp dụng tại xưởng ][removed:một]",
        "[kept:áp dụng tại xưởng ][added:hai ba]",
    )


def test_what_came_and_what_went_is_said_so() -> None:
    assert said(between("Mục", "", "mới")) == ("thêm", "", "[added:mới]")
    assert said(between("Mục", "cũ", "")) == ("bỏ", "[removed:cũ]", "")


def test_very_long_texts_are_compared_as_a_whole() -> None:
    long = "từ " * LONGEST
    assert said(between("Mục", long, long + "thêm"))[1] == f"[removed:{long}]"
