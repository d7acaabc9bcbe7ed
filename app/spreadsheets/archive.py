"""Looks through an .xlsx before anything is built of it. Loaded by the child alone.

The reader of sheets makes a dense grid up to the last cell and unpacks what it needs without
asking how much that is: both are found out here first, while unpacking block by block.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from xml.parsers import expat

from app.spreadsheets.limits import MAX_CELLS, MAX_MEMBERS, MAX_UNPACKED, Refusal, area

BLOCK = 1 << 20
TAIL = 256  # bytes kept from the block before, so that nothing hides across the border

MARKUP = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>')
ANY_CELL = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?c(?=[\s/>])")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MACRO_NAMES = ("vbaproject", "vbadata", "macrosheets/", "activex/")


def inspect(content: bytes) -> None:
    """Look through every part before anything is built of it."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refusal("broken") from error
    members = [each for each in archive.infolist() if not each.is_dir()]
    _look_at_names(members)
    left, cells = MAX_UNPACKED, MAX_CELLS
    for member in members:
        part = _Part(member.filename)
        size = 0
        for block in _unpacked(content, member, left):
            size += len(block)
            part.look(block)
        left -= size
        cells -= part.area(content, member)
        if cells < 0:
            raise Refusal("too_far")


def _look_at_names(members: list[zipfile.ZipInfo]) -> None:
    names = [each.filename.lower() for each in members]
    if len(names) > MAX_MEMBERS or sum(each.file_size for each in members) > MAX_UNPACKED:
        raise Refusal("too_big")
    if any(word in name for name in names for word in MACRO_NAMES) or "xl/workbook.bin" in names:
        raise Refusal("macros")
    if "xl/workbook.xml" not in names:
        raise Refusal("other")
    if len(set(names)) < len(names):  # two parts of one name: which one counts is anybody's guess
        raise Refusal("broken")
    if any(each.flag_bits & 1 for each in members):
        raise Refusal("locked")


def _unpacked(content: bytes, member: zipfile.ZipInfo, left: int) -> Iterator[bytes]:
    """Yield the bytes that really come out, and refuse a member that lied about its size."""
    start = member.header_offset
    if content[start : start + 4] != b"PK\x03\x04":
        raise Refusal("broken")
    start += 30 + int.from_bytes(content[start + 26 : start + 28], "little")
    start += int.from_bytes(
        content[member.header_offset + 28 : member.header_offset + 30], "little"
    )
    packed = memoryview(content)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        blocks: Iterable[bytes] = (
            bytes(packed[at : at + BLOCK]) for at in range(0, len(packed), BLOCK)
        )
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        blocks = _inflated(packed)
    else:
        raise Refusal("broken")
    size = 0
    for block in blocks:
        size += len(block)
        if size > member.file_size or size > left:
            raise Refusal("too_big")
        yield block
    if size != member.file_size:
        raise Refusal("broken")


def _inflated(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    try:
        while not stream.eof:
            block = stream.decompress(rest, BLOCK)
            if not block and not stream.eof:
                raise Refusal("broken")
            rest = stream.unconsumed_tail
            if block:
                yield block
    except zlib.error as error:
        raise Refusal("broken") from error


class _Part:
    """One member as it is unpacked: what it must not say, and how far its cells reach."""

    def __init__(self, name: str) -> None:
        self.name = name.lower()
        self.is_xml = self.name.endswith((".xml", ".rels", ".vml"))
        self.is_sheet = False  # by what it says: a sheet may lie anywhere in the archive
        self.tail = b""
        self.counted = self.seen = 0
        self.box = _Box()

    def look(self, block: bytes) -> None:
        text = self.tail + block
        self.is_sheet = self.is_sheet or b"sheetData" in text
        if not self.is_xml:
            if self.is_sheet:  # a sheet that does not call itself XML wants not to be looked at
                raise Refusal("broken")
            self.tail = text[-TAIL:]
            return
        if b"\x00" in block:  # UTF-16, in which nothing below would be found
            raise Refusal("broken")
        if MARKUP.search(text):
            raise Refusal("entities")
        if self.name == "[content_types].xml" and b"macroenabled" in text.lower():
            raise Refusal("macros")
        self._cells(text)

    def _cells(self, text: bytes) -> None:
        """Count the cells up to the last tag that is whole; the rest waits for the next block."""
        end = text.rfind(b">") + 1
        self.tail = text[end:]
        if len(self.tail) > BLOCK:
            raise Refusal("broken")
        text = text[:end]
        found = CELL.findall(text)
        self.seen += len(ANY_CELL.findall(text))
        self.counted += len(found)
        self.box.take(found)

    def area(self, content: bytes, member: zipfile.ZipInfo) -> int:
        """Return how many cells the dense grid would have."""
        if not self.is_sheet:
            return 0
        if self.seen == self.counted:
            return self.box.area()
        return _slowly(content, member)  # cells that are written in a way less usual


class _Box:
    """The rectangle around the cells that say something."""

    def __init__(self) -> None:
        self.columns: set[bytes] = set()
        self.last_row = 0

    def take(self, cells: list[tuple[bytes, bytes, bytes]]) -> None:
        spoken = [cell for cell in cells if not cell[2].endswith(b"/")]  # <c …/> has only a style
        if not spoken:
            return
        self.columns.update({column for column, _row, _rest in spoken})
        rows = {row for _column, row, _rest in spoken}
        self.last_row = max(self.last_row, *(int(row) for row in rows))

    def area(self) -> int:
        """Return rows × columns, from A1 on; raises above the limits."""
        columns = max((_number(each) for each in self.columns), default=0)
        return area(self.last_row, columns)


def _number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _slowly(content: bytes, member: zipfile.ZipInfo) -> int:
    """Return the area of a sheet whose cells have prefixes, other quotes or no reference.

    A cell without a reference stands after the one before it, a row likewise.
    """
    at = {"row": 0, "column": 0, "rows": 0, "columns": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rsplit(":", 1)[-1]
        reference = attributes.get("r", "")
        if name == "row":
            at["row"] = int(reference) if reference.isdecimal() else at["row"] + 1
            at["column"] = 0
        elif name == "c":
            match = REFERENCE.fullmatch(reference)
            at["column"] = _number(match[1].encode()) if match else at["column"] + 1
            at["row"] = int(match[2]) if match else max(at["row"], 1)
            at["rows"], at["columns"] = max(at["rows"], at["row"]), max(at["columns"], at["column"])
            area(at["rows"], at["columns"])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for block in _unpacked(content, member, MAX_UNPACKED):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise Refusal("broken") from error
    return area(at["rows"], at["columns"])
