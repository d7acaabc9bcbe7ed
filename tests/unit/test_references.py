"""References like NSCL-26-00042-K: the last character catches a slip of the pen."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from app.applications.services.submit import format_reference

YEARS, NUMBERS = st.integers(2026, 2099), st.integers(1, 99_999)


def valid(reference: str) -> bool:
    return bool(mod_37_36.is_valid(reference.replace("-", "")))


@given(YEARS, NUMBERS)
def test_a_reference_has_its_shape_and_checks(year: int, number: int) -> None:
    reference = format_reference(year, number)
    prefix, short_year, digits, check = reference.split("-")
    assert (prefix, short_year, digits) == ("NSCL", f"{year % 100:02d}", f"{number:05d}")
    assert len(check) == 1
    assert valid(reference)


@given(YEARS, NUMBERS, st.integers(0, 12), st.sampled_from("0123456789ABCXYZ"))
def test_one_wrong_character_is_noticed(year: int, number: int, place: int, wrong: str) -> None:
    reference = format_reference(year, number).replace("-", "")
    place = min(place, len(reference) - 1)
    if reference[place] != wrong:
        assert not valid(reference[:place] + wrong + reference[place + 1 :])


def test_nearly_every_exchange_of_two_neighbouring_digits_is_noticed() -> None:
    noticed = []
    for number in range(1, 3000):
        reference = format_reference(2026, number).replace("-", "")
        for place, (left, right) in enumerate(pairwise(reference)):
            if left != right and left.isdigit() and right.isdigit():
                noticed.append(not valid(reference[:place] + right + left + reference[place + 2 :]))
    assert sum(noticed) / len(noticed) > 0.97  # ISO 7064 hybrids miss a few by design


@pytest.mark.parametrize("number", [1, 99_999, 100_000, 1_234_567])
def test_a_year_with_many_dossiers_only_gets_longer_numbers(number: int) -> None:
    assert valid(format_reference(2026, number))
