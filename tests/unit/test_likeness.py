"""Which descriptions are of one organisation: the signs one by one, then 3,150 messy pairs."""

from dataclasses import replace
from typing import Final

import pytest

from app.organisations.likeness import Description, core_name, keys, score
from app.organisations.models import UNKNOWN
from bench.likeness import told
from bench.likeness_pairs import pairs

HOI: Final = Description(
    "Công ty TNHH Hồi Xứ Lạng",
    commune_code="05977",
    representative="Hoàng Thị Mai",
    phone="0912345678",
    email="mai@hoi.vn",
)
CODE, OTHER = "4909900005", "4909900012"


def level(**changes: str) -> str:
    return score(HOI, replace(HOI, **changes)).level


@pytest.mark.parametrize(
    "name",
    [
        "Cty TNHH MTV Hồi Xứ Lạng", "CÔNG TY CỔ PHẦN HỒI XỨ LẠNG", "CTCP hoi xu lang",
        "C.ty TNHH Hồi Xứ Lạng", "H.T.X Hồi Xứ Lạng", "Hợp tác sã Hồi Xứ Lạng",
        "Hồi Xứ Lạng, Công ty TNHH", "Hộ kinh doanh cá thể Hồi Xứ Lạng", "DNTN Hồi Xứ Lạng",
        "Công ty trách nhiệm hữu hạn một thành viên Hồi Xứ Lạng", "Chi nhánh Cty CP Hồi Xứ Lạng",
    ],
)  # fmt: skip
def test_the_legal_form_is_no_part_of_the_core_name(name: str) -> None:
    assert core_name(name) == "hoi xu lang"


def test_abbreviated_trades_are_written_out() -> None:
    assert core_name("HTX DVNN Na Sầm") == core_name("Hợp tác xã dịch vụ nông nghiệp Na Sầm")


def test_same_name_place_and_person_is_sure() -> None:
    assert level(name="CTCP hoi xu lang") == "sure"


def test_the_same_code_is_sure_whatever_the_name() -> None:
    found = score(replace(HOI, code=CODE), Description("Tên đã đổi", code=CODE))
    assert (found.level, found.reasons[0]) == ("sure", "Cùng mã số thuế")


def test_a_code_whose_leading_zero_a_spreadsheet_ate_is_the_same() -> None:
    assert score(replace(HOI, code="0100233488"), Description("X", code="100233488")).level == (
        "sure"
    )


def test_a_slip_in_a_code_helps_a_name_that_is_near() -> None:
    found = score(replace(HOI, code=CODE), Description(HOI.name, code="4909900006"))
    assert found.level == "sure"
    assert "chỉ khác một chữ số" in found.reasons[0]


def test_different_valid_codes_are_possible_at_most_and_said_first() -> None:
    found = score(replace(HOI, code=CODE), replace(HOI, code=OTHER))
    assert (found.level, found.reasons[0]) == ("possible", "Mã số thuế khác nhau")


def test_a_branch_is_related_and_no_more() -> None:
    found = score(replace(HOI, code=CODE), replace(HOI, code=f"{CODE}001"))
    assert (found.level, found.reasons[0]) == ("possible", "Chi nhánh cùng mã gốc")


@pytest.mark.parametrize(("one", "other"), [("số 1", "số 2"), ("I", "II"), ("01", "3")])
def test_another_number_in_the_name_is_another_cooperative(one: str, other: str) -> None:
    a = replace(HOI, name=f"HTX Nông nghiệp Tân Liên {one}")
    found = score(a, replace(a, name=f"HTX NN Tân Liên {other}"))
    assert (found.level, found.reasons[0]) == ("possible", "Số thứ tự trong tên khác nhau")


def test_one_name_in_two_communes_is_possible_unless_one_person_leads_both() -> None:
    assert level(commune_code="05980", representative="Vi Văn Sơn") == "possible"
    assert level(commune_code="05980", representative="") == "possible"
    assert level(commune_code="05980") == "likely"


def test_an_unknown_commune_says_nothing() -> None:
    assert level(commune_code=UNKNOWN, representative="", phone="", email="") == "likely"


def test_a_shared_phone_or_address_alone_is_possible_at_most() -> None:
    found = score(HOI, Description("HTX Chè Đình Lập", phone=HOI.phone, email=HOI.email))
    assert (found.level, found.reasons) == ("possible", ("Cùng điện thoại hoặc thư điện tử",))


def test_a_name_that_only_says_a_trade_needs_place_and_person() -> None:
    a = replace(HOI, name="HTX dịch vụ nông nghiệp")
    assert score(a, replace(a, name="HTX DVNN")).level == "likely"
    assert score(a, Description("HTX DVNN", commune_code=a.commune_code)).level == "possible"


def test_marks_that_differ_make_another_name_and_lost_marks_do_not() -> None:
    a = replace(HOI, name="Công ty TNHH Minh Anh", representative="", phone="", email="")
    assert score(a, replace(a, name="Cong ty TNHH Minh Anh")).value > (
        score(a, replace(a, name="Công ty TNHH Minh Ánh")).value
    )


def test_strangers_have_nothing_in_common() -> None:
    found = score(HOI, Description("HTX Chè Đình Lập", representative="Vi Văn Sơn"))
    assert (found.level, found.reasons) == ("none", ())


def test_who_is_alike_shares_a_key() -> None:
    lost = [
        pair
        for pair in pairs(40)
        if score(pair.a, pair.b).level in ("sure", "likely") and not keys(pair.a) & keys(pair.b)
    ]
    assert lost == []


def test_likeness_is_symmetric_and_of_itself_never_none() -> None:
    for pair in pairs(40):
        assert score(pair.a, pair.b) == score(pair.b, pair.a)
        assert score(pair.a, pair.a).level == "sure"
        assert 0 <= score(pair.a, pair.b).value <= 1


def test_the_levels_keep_what_they_promise_on_messy_pairs() -> None:
    found = told()
    assert found.count(True, "sure", "likely", "possible", "none") >= 1_500
    assert found.count(False, "sure", "likely", "possible", "none") >= 1_000
    assert found.precision("sure") >= 0.99
    assert found.precision("sure", "likely") >= 0.95
    assert found.recall("sure", "likely") >= 0.95
