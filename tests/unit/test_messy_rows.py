"""What the rows and headings of an old list mean."""

from app.imports import cells, tables
from app.imports.tables import Field
from app.spreadsheets import read
from app.spreadsheets.read import Cell, Sheet
from tests.messy_history import messy
from tests.shared.old_lists import content_words


def rows_of(
    *rows: list[Cell], merges: tuple[tuple[int, int, int, int], ...] = ()
) -> list[tables.RawRow]:
    """Return the body of a sheet whose table is guessed."""
    sheet = Sheet("Biểu", list(rows), list(merges))
    found = tables.guess(sheet)
    assert found is not None
    return list(tables.body(sheet, found.mapping))


HEAD: list[Cell] = ["STT", "Tên đơn vị", "MST", "Nội dung hỗ trợ", "Năm"]


def test_sums_headings_notes_and_blank_rows_are_no_supports() -> None:
    found = rows_of(
        ["DANH SÁCH"],
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        [1, "HTX Bản Mây", None, "TXNG", 2021],
        [],
        [None, "Cộng", None, None, 1],
        HEAD,
        [2, "Tổng công ty Gò Sim", None, "5S", 2022],
        ["Ghi chú: số liệu tạm tính"],
        [None, None, None, "Đá Trắng, ngày 05 tháng 4 năm 2022"],
        ["Người lập biểu"],
        [None, "Nông Văn Tú", None, "Lý Thu Lan"],  # two who signed
    )
    assert [row.row_number for row in found] == [4, 8]


def test_a_section_gives_its_kind_year_or_content_to_the_rows_under_it() -> None:
    found = rows_of(
        ["STT", "Tên đơn vị", "MST", "Năm"],
        ["I", "Hợp tác xã", None, None],
        [1, "Bản Mây", "0100233488", 2021],
        ["II. Truy xuất nguồn gốc"],
        [1, "Gò Sim", None, 2022],
    )
    assert found[0].values[Field.KIND] == "hop_tac_xa"
    assert found[1].values[Field.CONTENT] == "Truy xuất nguồn gốc"
    assert Field.CONTENT in found[1].inherited
    assert found[1].heading == "Truy xuất nguồn gốc"


def test_a_name_over_several_supports_is_carried_down() -> None:
    found = rows_of(
        HEAD,
        [1, "HTX Bản Mây", "0100233488", "TXNG", 2021],
        [None, None, None, "VietGAP", 2022],
    )
    assert found[1].values[Field.NAME] == "HTX Bản Mây"
    assert found[1].values[Field.CODE] == "0100233488"
    assert {Field.NAME, Field.CODE} <= found[1].inherited


def test_two_rows_of_headings_are_joined_and_marks_under_dn_and_htx_are_kinds() -> None:
    sheet = Sheet(
        "Biểu",
        [
            ["TT", "Đơn vị", "Loại hình", None, "Nội dung", "Văn bản", None],
            [None, None, "DN", "HTX", None, "Số", "Ngày"],
            [1, "Bản Mây", None, "x", "TXNG", "12/QĐ", "05/4/2021"],
        ],
        [(0, 2, 0, 3), (0, 5, 0, 6)],
    )
    found = tables.guess(sheet)
    assert found is not None
    assert found.headings[5:] == ("Văn bản | Số", "Văn bản | Ngày")
    (row,) = tables.body(sheet, found.mapping)
    assert row.values[Field.KIND] == "hop_tac_xa"
    assert row.values[Field.DOCUMENT_NUMBER] == "12/QĐ"
    assert row.values[Field.DOCUMENT_DATE] == "05/4/2021"


def test_columns_without_a_heading_are_known_by_their_values() -> None:
    sheet = Sheet(
        "a",
        [["HTX Bản Mây", "0100233488", 2021], ["Công ty Gò Sim", "0314409058", 2022]],
    )
    found = tables.guess(sheet)
    assert found is not None
    assert found.columns == {Field.NAME: 0, Field.CODE: 1, Field.YEAR: 2}
    assert len(list(tables.body(sheet, found.mapping))) == 2


def test_the_signature_is_of_the_headings_only_and_a_letter_is_no_table() -> None:
    one = tables.guess(Sheet("a", [HEAD, [1, "HTX A", None, "5S", 2021]]))
    other = tables.guess(Sheet("b", [["x"], [str(each).upper() for each in HEAD]]))
    assert one is not None
    assert other is not None
    assert one.signature == other.signature
    assert tables.guess(Sheet("c", [["Kính gửi: Sở"], ["Trân trọng"]])) is None


def test_a_messy_history_is_read_right() -> None:
    """The house's own measure: content 97 %, code and year 99 % of the rows, none lost."""
    content, truth = messy(1_200, seed=3)
    assert content == messy(1_200, seed=3)[0]
    finder = content_words()
    read_rows = {
        (sheet.name, row.row_number): row.values
        for sheet in read.book(content, "a.xlsx").sheets
        if (found := tables.guess(sheet)) is not None
        for row in tables.body(sheet, found.mapping)
    }
    assert set(read_rows) == {(line.sheet, line.row) for line in truth}
    right = {"content": 0, "code": 0, "year": 0}
    for line in truth:
        values = read_rows[line.sheet, line.row]
        named = finder.find(cells.text(values.get(Field.CONTENT)))
        code = cells.tax_code(values.get(Field.CODE))
        when = cells.year_or_date(values.get(Field.YEAR, values.get(Field.DATE)), last=2026)
        right["content"] += [(each.code, each.standard) for each in named] == [
            (line.content, line.standard)
        ]
        right["code"] += (code.value, not code.wrong) == (line.code, line.code_is_right)
        right["year"] += when.year == line.year
    assert right["content"] >= 0.97 * len(truth)
    assert right["code"] >= 0.99 * len(truth)
    assert right["year"] >= 0.99 * len(truth)
