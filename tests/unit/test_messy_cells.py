"""What a cell of an old list means."""

from datetime import date

import pytest
import yaml

from app.imports import besides, cells, words
from app.imports.headers import by_headings
from app.imports.tables import Field
from app.spreadsheets.read import Cell
from tests.shared.old_lists import CATALOGUE, content_words


@pytest.mark.parametrize(
    ("cell", "value", "scheme"),
    [
        ("0100233488", "0100233488", "mst"),
        (100233488, "0100233488", "mst"),
        (100233488.0, "0100233488", "mst"),
        ("'0100 233.488", "0100233488", "mst"),
        ("MST: 0314409058-002", "0314409058002", "mst"),
        (314409058002, "0314409058002", "mst"),
        ("020099000123", "020099000123", "so_dinh_danh"),
        (20099000123, "020099000123", "so_dinh_danh"),
        (None, "", ""),
        ("chưa có", "", ""),
    ],
)
def test_a_tax_code_is_read_whatever_excel_made_of_it(cell: Cell, value: str, scheme: str) -> None:
    code = cells.tax_code(cell)
    assert (code.value, code.scheme, code.wrong) == (value, scheme, "")


def test_a_lost_zero_is_told_and_a_wrong_number_keeps_its_reason() -> None:
    assert "số 0" in cells.tax_code(100233488).notes[0]
    wrong = cells.tax_code("0100233489")
    assert wrong.value == "0100233489"
    assert "không khớp" in wrong.wrong
    assert "7 chữ số" in cells.tax_code("1234567").wrong
    assert "không phải chữ số" in cells.tax_code("01A0233488").wrong


@pytest.mark.parametrize(
    ("cell", "year", "day"),
    [
        (2022, 2022, None),
        (2022.0, 2022, None),
        ("năm 2022", 2022, None),
        ("T3/2021", 2021, None),
        ("quý II/2019", 2019, None),
        ("05/4/2021", 2021, date(2021, 4, 5)),
        ("5.4.21", 2021, date(2021, 4, 5)),
        ("ngày 05 tháng 4 năm 2021", 2021, date(2021, 4, 5)),
        ("2021-04-05", 2021, date(2021, 4, 5)),
        (44_291, 2021, date(2021, 4, 5)),
        (date(2021, 4, 5), 2021, date(2021, 4, 5)),
        ("năm 21", 2021, None),
        (21, 2021, None),
        ("2021-2022", 2022, None),
    ],
)
def test_a_year_or_a_date_is_read_as_people_write_it(
    cell: Cell, year: int, day: date | None
) -> None:
    assert cells.year_or_date(cell, last=2026) == cells.When(year, day)


@pytest.mark.parametrize("cell", ["1/1/1850", 2031, "đang làm", date(1999, 1, 1)])
def test_a_year_that_cannot_be_says_why(cell: Cell) -> None:
    found = cells.year_or_date(cell, last=2026)
    assert found.year is None
    assert found.wrong


def test_a_day_that_is_not_in_the_calendar_keeps_its_year() -> None:
    found = cells.year_or_date("31/02/2020", last=2026)
    assert (found.year, found.day) == (2020, None)
    assert "31/02/2020" in found.wrong


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cty TNHH MTV Hoa hồi", "doanh_nghiep"),
        ("C.ty CP Hồng Gấm", "doanh_nghiep"),
        ("HTX Nông sản", "hop_tac_xa"),
        ("Liên hiệp HTX Na", "hop_tac_xa"),
        ("Hộ kinh doanh Nông Văn Tú", "co_so_sxkd"),
        ("Nhà hàng Đồi Sim", "co_so_dich_vu"),
        ("Trường Cao đẳng nghề", "co_so_gdnn"),
        ("Công ty giám định Suối Hồng", "doanh_nghiep"),
        ("Trung tâm thử nghiệm", "to_chuc_dgsph"),
        ("Nông Văn Tú", None),
    ],
)
def test_a_kind_is_guessed_from_the_name(name: str, kind: str | None) -> None:
    assert cells.kind_of(name) == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("I. Doanh nghiệp", "doanh_nghiep"),
        ("II/ Khối hợp tác xã", "hop_tac_xa"),
        ("B) Hộ kinh doanh, cơ sở sản xuất", "co_so_sxkd"),
        ("I. Danh sách đã được hỗ trợ", None),
        ("2. Hỗ trợ chứng nhận sản phẩm", None),
        ("Hồ sơ năm 2019", None),
    ],
)
def test_a_heading_names_a_kind_only_at_its_beginning(heading: str, kind: str | None) -> None:
    assert cells.kind_headed(heading) == kind


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (1_500_000, 1_500_000),
        ("1.500.000 đ", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1,5 triệu", 1_500_000),
        ("20 trđ", 20_000_000),
        ("0,5 tỷ", 500_000_000),
        ("15tr", 15_000_000),
        ("15tr5", 15_500_000),
        ("1 tỷ 200 triệu", 1_200_000_000),
        ("15.500 nghìn đồng", 15_500_000),
        ("15.000.000 (mười lăm triệu)", 15_000_000),
        ("3 triệu/sản phẩm", None),
        ("10 - 15 triệu", None),
        ("–", None),
        ("không", None),
        (None, None),
        (-5, None),
    ],
)
def test_money_is_an_integer_of_dong(cell: Cell, amount: int | None) -> None:
    assert cells.money(cell).amount == amount


def test_the_unit_of_a_column_is_in_its_heading_or_over_the_table() -> None:
    assert besides.unit_of("Kinh phí hỗ trợ (triệu đồng)", []) == 1_000_000
    assert besides.unit_of("Kinh phí", [[None, "Đơn vị tính: nghìn đồng"]]) == 1_000
    assert besides.unit_of("Kinh phí (đồng)", [["Đơn vị: Sở KH&CN"]]) == 1
    assert cells.money("15,5", 1_000_000).amount == cells.money(15.5, 1_000_000).amount
    assert cells.money("15.500.000 đ", 1_000_000).amount == 15_500_000  # its own unit goes before


def test_products_are_the_names_in_a_cell() -> None:
    said = "1. Mật ong, 2. Hoa hồi (loại 1, loại 2); Thạch đen\n- Miến 1,5 kg; Mật ong"
    named = ["Mật ong", "Hoa hồi (loại 1, loại 2)", "Thạch đen", "Miến 1,5 kg"]
    assert besides.products(said) == named
    assert besides.products("3") == besides.products(3) == []


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Tổng kinh phí", "Kinh phí hỗ trợ", "Vốn đối ứng"], {Field.MONEY: 1}),
        (["Giấy chứng nhận | Số", "Giấy chứng nhận | Ngày cấp"],
         {Field.CERTIFICATE_NUMBER: 0, Field.CERTIFICATE_DATE: 1}),
        (["Số giấy chứng nhận ĐKKD"], {}),
    ],
)  # fmt: skip
def test_headings_of_money_and_certificates(headings: list[str], found: dict[Field, int]) -> None:
    assert by_headings(headings) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HTQLCL ISO 9001-2008", [("HTQL-9001", "", "2008")]),
        ("ISO 9001:2015 và 5S", [("HTQL-9001", "", "2015"), ("CC-5S", "", "")]),
        ("TXNG; VietGAP", [("TXNG-AD", "", ""), ("NN-GAP", "VietGAP", "")]),
        ("Chứng nhận HACCP", [("CN-ATTP", "", "")]),
        ("HACCP", [("HTQL-NGANH", "HACCP", "")]),
        ("Công bố hợp chuẩn, hợp quy", [("SP-CONGBO", "", "")]),
        ("nhãn hiệu, mã số, mã vạch", [("NH-MSMV", "", "")]),
        ("máy sấy nông sản", []),
        ("", []),
    ],
)
def test_free_words_name_contents(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = content_words().find(text)
    assert [(each.code, each.standard, each.edition) for each in found] == expected
    assert all(each.why for each in found)


def test_a_word_that_many_contents_share_names_none_and_a_slip_is_only_possible() -> None:
    finder = content_words()
    assert finder.find("ISO") == []
    (found,) = finder.find("Áp dụng hệ thống quản lý chất lượg ISO 901")
    assert (found.code, found.confidence) == ("HTQL-9001", words.POSSIBLE)


def test_every_abbreviation_belongs_to_a_content_of_the_catalogue() -> None:
    loaded = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["contents"]
    standards = {
        each["code"]: {one["name"] for one in each.get("standards") or ()} for each in loaded
    }
    for line in yaml.safe_load(words.DATA.read_text(encoding="utf-8"))["terms"]:
        assert line["code"] in standards, line
        assert not line.get("standard") or line["standard"] in standards[line["code"]], line
