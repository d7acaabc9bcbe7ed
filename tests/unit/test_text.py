"""Words as people read them and as search compares them."""

import unicodedata
from datetime import UTC, date, datetime

import pytest

from app import text


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đồng Đăng", "dong dang"),
        ("ĐƠN VỊ  thụ\thưởng\n", "don vi thu huong"),
        ("Thẩm định", "tham dinh"),
        ("ﬁle", "file"),
        ("5Ｓ", "5s"),
        ("", ""),
    ],
)
def test_folding_drops_marks_case_and_spare_space(typed: str, folded: str) -> None:
    assert text.fold(typed) == folded


def test_composed_and_decomposed_text_fold_and_compose_alike() -> None:
    composed = "Nguyễn Thị Ế"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert text.nfc(decomposed) == text.nfc(composed)
    assert text.fold(decomposed) == text.fold(composed)


def test_words_are_single_folded_and_in_order() -> None:
    assert text.words("ISO-9001: Áp dụng ISO 9001, 5S!") == ["iso", "9001", "ap", "dung", "5s"]
    assert text.words("%_'\";--") == []


def test_squeezed_names_keep_letters_and_digits_only() -> None:
    assert text.squeeze("GLOBALG.A.P.") == text.squeeze("GlobalGAP") == "globalgap"
    assert text.squeeze("  -- ") == ""


def test_dates_are_shown_in_vietnam() -> None:
    assert text.format_date(date(2021, 4, 5)) == "05/04/2021"
    assert text.format_date(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == "23/11/2026"
    assert text.format_datetime(datetime(2021, 4, 5, 7, 30, tzinfo=UTC)) == "05/04/2021 14:30"
    assert text.format_date(None) == text.format_datetime(None) == ""


def test_money_is_whole_dong_with_dots() -> None:
    assert text.format_money(1_500_000) == "1.500.000\u00a0₫"
    assert text.format_money(0) == "0\u00a0₫"
    assert text.format_money(None) == text.format_number(None) == ""


def test_a_message_without_parameters_may_hold_a_percent_sign() -> None:
    assert text._("Đạt 100% mục tiêu") == "Đạt 100% mục tiêu"
    assert text._("Hạn %(day)s", day="05/04/2021") == "Hạn 05/04/2021"
