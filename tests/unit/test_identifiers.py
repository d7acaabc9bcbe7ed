"""Numbers organisations go by, and passwords that are refused: pure rules."""

import unicodedata

import pytest

from app import text
from app.accounts import addresses, passwords
from app.errors import Invalid
from app.organisations import identifiers


@pytest.mark.parametrize(
    "typed", ["0100233488", "01 0023 3488", "01.00.233.488", "0100233488 ", "0100-233-488"]
)
def test_spaces_dots_and_hyphens_in_a_tax_code_are_forgiven(typed: str) -> None:
    assert identifiers.parse("doanh_nghiep", typed) == ("mst", "0100233488")


@pytest.mark.parametrize("typed", ["0314409058-002", "0314409058002", "0314 409 058 - 002"])
def test_a_branchs_code_has_one_form_and_its_parents_root(typed: str) -> None:
    scheme, value = identifiers.parse("doanh_nghiep", typed)

    assert (scheme, value) == ("mst", "0314409058002")
    assert identifiers.root(scheme, value) == "0314409058"
    assert identifiers.display(value) == "0314409058-002"


@pytest.mark.parametrize(
    "typed", ["0100233480", "010023348", "01002334881", "0000000000", "0314409058000", "mã số", ""]
)
def test_a_wrong_tax_code_is_refused_in_words_next_to_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        identifiers.parse("hop_tac_xa", typed)
    assert refusal.value.field == "code"
    assert refusal.value.message.startswith("Mã số")


def test_digits_of_another_script_are_not_digits_here() -> None:
    with pytest.raises(Invalid):
        identifiers.parse("doanh_nghiep", "٠١٠٠٢٣٣٤٨٨")


@pytest.mark.parametrize("kind", ["co_so_sxkd", "co_so_dich_vu"])
def test_a_household_business_goes_by_a_personal_number(kind: str) -> None:
    scheme, value = identifiers.parse(kind, "020 090 001 234")

    assert (scheme, value) == ("so_dinh_danh", "020090001234")
    assert identifiers.root(scheme, value) == value


@pytest.mark.parametrize("kind", ["doanh_nghiep", "hop_tac_xa", "to_chuc_dgsph", "co_so_gdnn"])
def test_other_kinds_may_not_go_by_a_personal_number(kind: str) -> None:
    with pytest.raises(Invalid):
        identifiers.parse(kind, "020090001234")


def test_a_personal_number_is_masked_except_to_members_and_handling_staff() -> None:
    number = "020090001234"

    assert identifiers.mask(number) == "020•••••••34"
    assert identifiers.shown(number, 1, member_of={1}, handling=False) == number
    assert identifiers.shown(number, 1, member_of={2}, handling=True) == number
    assert identifiers.shown(number, 1, member_of={2}, handling=False) == "020•••••••34"
    assert identifiers.mask("0100233488") == "0100233488"


@pytest.mark.parametrize(
    "password",
    ["12345678", "0912345678", "matkhau123", "Password1", "aaaaaaaa", "abababab", "langson2026",
     "1 2 3 4 5 6 7 8", "qwertyuiop"],
)  # fmt: skip
def test_a_common_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    ["4909900005", "tu.4909900005", "hoixulang", "tu@hoixulang.vn", "hoixulang99"],
)
def test_the_own_tax_code_address_or_name_is_refused_as_a_password(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check(password, own=("4909900005", "tu@hoixulang.vn", "hoixulang"))


def test_seven_characters_are_too_few_and_129_too_many() -> None:
    for password in ("bảy kýt", "ắ b" * 43 + "c"):
        with pytest.raises(Invalid):
            passwords.check(password)


def test_64_unicode_characters_are_taken_whole() -> None:
    password = "Ộ ẫ ữ đ 山 " * 6 + "kết"
    assert len(password[:64]) >= 63
    passwords.check(password)

    kept = passwords.hash_password(password)

    assert passwords.verify(kept, password)
    assert not passwords.verify(kept, password[:-1] + "x")


def test_a_password_typed_decomposed_is_the_same_password() -> None:
    kept = passwords.hash_password("mười hai ngọn núi")
    decomposed = unicodedata.normalize("NFD", "mười hai ngọn núi")

    assert decomposed != text.nfc(decomposed)
    assert passwords.verify(kept, decomposed)


def test_spaces_around_a_password_belong_to_it() -> None:
    assert not passwords.verify(passwords.hash_password(" một hai ba bốn "), "một hai ba bốn")


def test_a_megabyte_as_password_is_refused_at_once() -> None:
    with pytest.raises(Invalid):
        passwords.check("a\u0301" * 500_000)


@pytest.mark.parametrize("typed", ["  Tu@HoiXuLang.VN ", "tu@hoixulang.vn"])
def test_an_address_has_one_form(typed: str) -> None:
    assert addresses.canonical(typed) == "tu@hoixulang.vn"


@pytest.mark.parametrize(
    "typed",
    ["tu@hoixulang", "tu@hоixulang.vn", "tú@hoixulang.vn", "a@b.vn\r\nBcc: x@y.vn", "@", "",
     "a" * 100_000 + "@b.vn", "tu@[127.0.0.1]"],
)  # fmt: skip
def test_a_strange_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        addresses.canonical(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0912 345 678", "0912345678"), ("+84 912.345.678", "0912345678"),
     ("0205 3812 345", "02053812345")],
)  # fmt: skip
def test_a_mobile_or_landline_number_has_one_form(typed: str, kept: str) -> None:
    assert addresses.phone(typed) == kept


@pytest.mark.parametrize("typed", ["1900 1234", "1800 1234", "12345", "+1 212 555 0100", "gọi tôi"])
def test_numbers_that_reach_nobody_in_person_are_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        addresses.phone(typed)
