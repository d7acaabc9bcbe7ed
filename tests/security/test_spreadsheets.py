"""Spreadsheets of strangers: each hostile one is refused soon, in words that help."""

import io
import json
import resource
import struct
import subprocess
import sys
import zipfile
from time import perf_counter

import pytest

from app.errors import DomainError, Invalid
from app.spreadsheets import read, write

SHEET = "xl/worksheets/sheet1.xml"
SECONDS = 2.0  # as the house promises, with nothing else running; see ALLOWANCE
ALLOWANCE = 3  # times as long on a machine that runs other tests beside this one
MEMORY_KB = 200 * 1024
MEASURE = (
    "import resource, subprocess, sys; "
    "done = subprocess.run([sys.executable, '-I', *sys.argv[1:]], stdin=sys.stdin.buffer, "
    "stdout=subprocess.DEVNULL); "
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def good(rows: int = 3) -> bytes:
    """Return a small workbook of ours."""
    table = write.Table("Bảng", [write.Column("Tên"), write.Column("Số")], [("Đơn vị", 1)] * rows)
    return write.xlsx([table])


def parts() -> dict[str, bytes]:
    """Return the members of a good workbook."""
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    """Return the members as a compressed archive."""
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return place.getvalue()


def changed(name: str, before: bytes, after: bytes) -> bytes:
    """Return a good workbook with one part changed."""
    members = parts()
    assert before in members[name]
    members[name] = members[name].replace(before, after, 1)
    return packed(members)


def with_cells(cells: bytes) -> bytes:
    """Return a workbook whose sheet has these rows only."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    body = head + b"<sheetData>" + cells + b"</sheetData></worksheet>"
    return packed(parts() | {SHEET: body})


def lying() -> bytes:
    """Return a workbook with a member that says it unpacks to 1,000 bytes, and does to 50 MB."""
    content = bytearray(packed(parts() | {"xl/extra.xml": b" " * 50_000_000}))
    central = content.rindex(b"xl/extra.xml") - 46
    content[central + 24 : central + 28] = struct.pack("<I", 1_000)
    return bytes(content)


def elsewhere() -> bytes:
    """Return a workbook whose sheet with a far cell lies where no sheet is looked for."""
    members = parts()
    members["xl/_rels/workbook.xml.rels"] = members["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", b"media/picture.png"
    )
    members["xl/media/picture.png"] = members.pop(SHEET)
    return packed(members)


FAR = (
    b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

HOSTILE = {
    "a PDF named .xlsx": (b"%PDF-1.7\n", "không phải là bảng tính"),
    "an empty file": (b"", "rỗng"),
    "an old .xls": (OLE, "dưới dạng .xlsx"),
    "an encrypted workbook": (OLE + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
    "a zip of something else": (packed({"word/document.xml": b"<a/>"}), "không phải là bảng tính"),
    "bytes before the archive": (b"x" + good(), "không phải là bảng tính"),
    "half an archive": (good()[:2_000], "hỏng"),
    "macros": (packed(parts() | {"xl/vbaProject.bin": b"x"}), "macro"),
    "macros by content type": (
        changed("[Content_Types].xml", b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"),
        "macro",
    ),
    "two parts of one name": (packed(parts() | {SHEET.upper(): b"<a/>"}), "hỏng"),
    "too many members": (
        packed(parts() | {f"xl/x{number}.xml": b"" for number in range(2_100)}),
        "quá lớn",
    ),
    "a bomb that says its size": (
        packed(parts() | {"xl/extra.xml": b" " * 210_000_000}),
        "quá lớn",
    ),
    "a bomb that lies about its size": (lying(), "quá lớn"),
    "a DOCTYPE": (changed(SHEET, b"<worksheet", b"<!DOCTYPE a><worksheet"), "DOCTYPE"),
    "entities that grow": (
        changed(
            "xl/sharedStrings.xml" if "xl/sharedStrings.xml" in parts() else "xl/workbook.xml",
            b"?>",
            b'?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        ),
        "DOCTYPE",
    ),
    "an entity of a file": (
        changed(SHEET, b"<worksheet", b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
                b"<worksheet"),
        "DOCTYPE",
    ),
    "UTF-16, where nothing is found": (
        packed(parts() | {SHEET: parts()[SHEET].decode().encode("utf-16")}),
        "hỏng",
    ),
    "a far cell": (with_cells(FAR), "200 cột"),
    "a far cell in other quotes": (with_cells(FAR.replace(b'"', b"'")), "200 cột"),
    "a far cell behind another attribute": (with_cells(FAR.replace(b"<c r", b'<c s="0" r')), "200"),
    "a far row": (with_cells(b'<row r="300000"><c r="A300000"><v>1</v></c></row>'), "200.000 dòng"),
    "a wide and high table": (
        with_cells(
            b'<row r="1"><c r="A1"><v>1</v></c></row>'
            b'<row r="190000"><c r="GR190000"><v>1</v></c></row>'
        ),
        "4 triệu ô",
    ),
    "cells that say no place": (
        with_cells(b"<row>" + b"<c><v>1</v></c>" * 5_000 + b"</row>"),
        "200 cột",
    ),
    "a sheet that hides as a picture": (elsewhere(), "hỏng"),
    "broken XML": (changed(SHEET, b"</sheetData>", b"</sheetDat>"), "hỏng"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_says_what_to_do(name: str) -> None:
    content, words = HOSTILE[name]
    began = perf_counter()
    with pytest.raises(Invalid) as refused:
        read.book(content, "lich-su.xlsx")
    assert words in refused.value.message
    assert (refused.value.status, refused.value.field) == (422, "file")
    assert perf_counter() - began < SECONDS * ALLOWANCE


@pytest.mark.parametrize(
    "name", ["a far cell", "a bomb that says its size", "a bomb that lies about its size"]
)
def test_a_hostile_file_gets_little_memory(name: str) -> None:
    content, _words = HOSTILE[name]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(read.CHILD), "xlsx"],
        input=content,
        capture_output=True,
        check=True,
    )
    assert int(done.stdout) < MEMORY_KB


def test_one_long_text_shared_by_every_cell_meets_the_limit() -> None:
    """80 kB of archive that would say 6 GB: the process ends, the server goes on."""
    text = b"<sst><si><t>" + b"a" * 30_000 + b"</t></si></sst>"
    rows = b"".join(
        b'<row r="%d">%s</row>'
        % (row, b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + at, row) for at in range(20)))
        for row in range(1, 10_001)
    )
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    members = parts() | {
        SHEET: head + b"<sheetData>" + rows + b"</sheetData></worksheet>",
        "xl/sharedStrings.xml": text,
    }
    with pytest.raises(Invalid, match="quá lớn"):
        read.book(packed(members), "a.xlsx")


def test_a_file_too_large_is_not_even_opened() -> None:
    with pytest.raises(DomainError) as refused:
        read.book(b"PK\x03\x04" + b"x" * read.MAX_BYTES, "a.xlsx")
    assert refused.value.status == 413


def test_a_workbook_with_macros_by_its_name_is_refused_and_a_picture_is_no_csv() -> None:
    for content, name in ((good(), "a.xlsm"), (b"\x89PNG\r\n", "a.csv"), (b"a;b", "a.xlsx")):
        with pytest.raises(Invalid):
            read.book(content, name)


def test_cells_that_only_have_a_style_reach_as_far_as_they_like() -> None:
    cells = (
        b'<row r="1"><c r="A1"><v>7</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    )
    assert read.book(with_cells(cells), "a.xlsx").sheets[0].rows == [[7]]


def test_links_to_other_files_are_not_followed() -> None:
    target = b'<Relationship Id="rId9" Type="x" Target="file:///etc/passwd" TargetMode="External"/>'
    content = changed(
        "xl/_rels/workbook.xml.rels", b"</Relationships>", target + b"</Relationships>"
    )
    (sheet,) = read.book(content, "a.xlsx").sheets
    assert sheet.rows[0] == ["Tên", "Số"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a;b\n" * 200_001, "200.000 dòng"),
        (b";" * 300 + b"\nx;", "200 cột"),
        (b'a;"' + b"x" * 50_000, "hỏng"),
        (b"a;\xd2\x8d\xff", "bảng mã"),
    ],
)
def test_a_hostile_csv_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        read.book(content, "a.csv")


def test_a_cell_holds_nothing_that_cannot_be_seen() -> None:
    hidden = "Tên,Số\nHTX\u00a0Hồi\u202e\u200b,\u0001 5\n"
    assert read.book(hidden.encode(), "a.csv").sheets[0].rows[1] == ["HTX Hồi", "5"]


def test_the_child_is_a_script_that_needs_nothing_of_the_application() -> None:
    done = subprocess.run(
        [sys.executable, "-I", str(read.CHILD), "csv"],
        input="Tên;Năm\nA;2022\n".encode(),
        capture_output=True,
        check=True,
        cwd="/",
    )
    assert json.loads(done.stdout.splitlines()[1]) == ["Tên", "Năm"]


def test_the_limits_hold_in_this_process_no_more_than_before() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    read.book(good(), "a.xlsx")
    assert resource.getrlimit(resource.RLIMIT_AS) == before
