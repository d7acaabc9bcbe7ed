"""What is written is read back as it was, and no cell is a formula."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from app.spreadsheets import read, write

COLUMNS = [
    write.Column("Tên tổ chức", 40),
    write.Column("Ngày", 12, "date"),
    write.Column("Kinh phí (đồng)", 18, "money"),
    write.Column("Có", 6),
]


def table(*rows: tuple[write.Value, ...], name: str = "Sổ hỗ trợ") -> write.Table:
    return write.Table(name, COLUMNS, rows)


def test_a_table_comes_back_as_it_was_written() -> None:
    rows = [("Hợp tác xã Đồng Mỏ", date(2021, 4, 5), 1_500_000, True), ("Cơ sở", None, None, None)]
    (sheet,) = read.book(write.xlsx([table(*rows)]), "a.xlsx").sheets
    assert sheet.name == "Sổ hỗ trợ"
    assert sheet.rows[0] == ["Tên tổ chức", "Ngày", "Kinh phí (đồng)", "Có"]
    assert sheet.rows[1:] == [list(rows[0]), ["Cơ sở"]]


def test_dates_are_dates_money_has_its_points_and_the_heading_stays() -> None:
    content = write.xlsx([table(("A", date(2021, 4, 5), 1_500_000, None))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "dd/mm/yyyy" in styles
    assert 'numFmtId="3"' in styles  # #,##0, which Excel shows in its own language
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:D2"/>' in sheet


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\rx", "{=A1}"])
def test_what_somebody_typed_is_never_a_formula(text: str) -> None:
    content = write.xlsx([table((text, None, None, None))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()
    written = b"".join(write.csv(table((text, None, None, None)))).decode("utf-8-sig")
    cell = written.split("\r\n", 1)[1].lstrip('"')
    assert cell.startswith("{" if text.startswith("{") else "'" + text[0])


def test_an_address_on_the_web_is_text_and_a_number_as_text_stays_text() -> None:
    content = write.xlsx([table(("https://vi.example", None, None, "0012"))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "hyperlink" not in archive.read("xl/worksheets/sheet1.xml").decode()
    assert read.book(content, "a.xlsx").sheets[0].rows[1] == [
        "https://vi.example", None, None, "0012",
    ]  # fmt: skip


def test_csv_has_its_mark_vietnamese_letters_and_dates_as_people_write_them() -> None:
    moment = datetime(2021, 4, 4, 20, 0, tzinfo=UTC)  # the fifth in Vietnam
    content = b"".join(write.csv(table(("Thỏa, khóa", moment, -5, False))))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[1] == '"Thỏa, khóa",05/04/2021,-5,False'


def test_names_of_sheets_are_made_such_as_excel_takes() -> None:
    book = write.xlsx(
        [table(name="2021/2022: [sổ]" + "x" * 40), table(name=""), table(name="BẢNG")]
    )
    names = [sheet.name for sheet in read.book(book, "a.xlsx").sheets]
    assert [len(name) <= 31 for name in names] == [True] * 3
    assert names[1:] == ["Bảng", "BẢNG (2)"]


def test_rows_are_taken_one_at_a_time() -> None:
    taken = []

    def rows() -> Iterator[tuple[write.Value, ...]]:
        for number in range(2_000):
            taken.append(number)
            yield (f"Đơn vị {number}", None, number, None)

    blocks = write.csv(write.Table("a", COLUMNS, rows()))
    next(blocks)
    assert len(taken) == 500


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_csv_is_read_whatever_wrote_it(encoding: str, mark: str) -> None:
    lines = [["Tên", "Năm", "Ghi chú"], ["Cơ sở A", "2022", ""], ["HTX B", "2021", "x"]]
    text = "\r\n".join(mark.join(line) for line in lines)
    if encoding == "cp1258":  # letters with their tone written after them
        text = text.replace("ở", "ơ\u0309")
    (sheet,) = read.book(text.encode(encoding), "lich-su.csv").sheets
    assert sheet.rows[1] == ["Cơ sở A", "2022"]
    assert sheet.rows[2] == ["HTX B", "2021", "x"]


def test_rows_keep_their_numbers_merges_are_told_and_hidden_sheets_too() -> None:
    place = io.BytesIO()
    with xlsxwriter.Workbook(place) as book:
        sheet = book.add_worksheet("Chính")
        sheet.merge_range("B3:D3", "DANH SÁCH")
        sheet.write("B6", 4900123456)
        sheet.write_formula("C6", "=1+1", None, 2)
        sheet.write_formula("D6", "=1/0", None, "#DIV/0!")
        sheet.write("E6", 0.5)
        book.add_worksheet("Giấu").hide()
    book = read.book(place.getvalue(), "a.xlsx")
    assert book.sheets[0].rows[2] == [None, "DANH SÁCH"]
    assert book.sheets[0].merges == [(2, 1, 2, 3)]
    assert book.sheets[0].rows[5][:3] == [None, 4900123456, 2]
    assert book.sheets[0].rows[5][4] == 0.5
    assert [sheet.hidden for sheet in book.sheets] == [False, True]
