"""A spreadsheet somebody sent, as plain rows. It is opened in a process of its own.

What the file tries to do to that process (unpack without end, build a grid up to the last cell
of the sheet, send for other files) ends there; here arrive rows of text, numbers and dates, or
a refusal that says what to do.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app.errors import DomainError, Invalid
from app.text import _

Cell = str | int | float | bool | date | datetime | None

MAX_BYTES = 20 * 1024 * 1024  # of the file as sent
SECONDS = 45.0
# Not imported here: the web process need not load what only the child uses.
CHILD = Path(__file__).with_name("child.py")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Beginnings of files that are no text, so no CSV: pictures, PDF, archives, programs.
_NO_TEXT = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"MZ",
    b"{\\rtf",
)


@dataclass(frozen=True)
class Sheet:
    """A sheet. `rows[0]` is row 1 of the sheet; empty cells at a row's end are left out.

    `merges` are (first row, first column, last row, last column) counted from 0; only the first
    cell of a merged range has the value. `hidden` sheets are told, not left out.
    """

    name: str
    rows: list[list[Cell]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False


@dataclass(frozen=True)
class Book:
    """A file's sheets in their order; a CSV file has one, named as the file."""

    sheets: list[Sheet]


def book(content: bytes, name: str) -> Book:
    """Return the sheets of an .xlsx or .csv file.

    Raises 413 above 20 MB and `Invalid` (422) next to `file` for anything else than a file
    that can be read within the limits of `child.py`.
    """
    if len(content) > MAX_BYTES:
        raise DomainError(413, _("Tệp vượt quá 20 MB. Vui lòng chia thành nhiều tệp."), "file")
    how = _how(content, name.strip().lower())
    try:
        done = subprocess.run(  # noqa: S603  (our own script, no shell, nothing of the file's in it)
            [sys.executable, "-I", str(CHILD), how],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid(_refusals()["too_big"], "file") from error
    if done.returncode:
        raise Invalid(_why(done.stdout), "file")
    return Book(_sheets(done.stdout, name))


def _how(content: bytes, name: str) -> str:
    """Return xlsx or csv by what the bytes are; raises 422 for what is neither."""
    reason = _no_spreadsheet(content, name)
    if reason:
        raise Invalid(_refusals()[reason], "file")
    return "xlsx" if content.startswith(_ZIP) else "csv"


def _no_spreadsheet(content: bytes, name: str) -> str | None:
    """Return why the file is not even looked into."""
    if not content.strip():
        return "empty"
    if content.startswith(_OLE):
        return "locked" if _ENCRYPTED in content else "old"
    if name.endswith((".xlsm", ".xltm", ".xlsb")):
        return "macros"
    if content.startswith(_ZIP):
        return None
    if content.startswith(_NO_TEXT) or not name.endswith((".csv", ".txt", ".tsv")):
        return "other"
    return None


def _refusals() -> dict[str, str]:
    """Return what the child's words for a refusal say to the person."""
    return {
        "empty": _("Tệp rỗng hoặc không có dòng nào. Vui lòng chọn tệp khác."),
        "locked": _("Tệp Excel đang đặt mật khẩu. Vui lòng bỏ mật khẩu, lưu lại rồi tải lên."),
        "old": _("Tệp .xls là dạng cũ. Vui lòng mở bằng Excel và lưu lại dưới dạng .xlsx."),
        "macros": _(
            "Tệp có chứa macro nên không được nhận. Vui lòng lưu lại dưới dạng .xlsx không có "
            "macro."
        ),
        "other": _("Tệp không phải là bảng tính .xlsx hoặc .csv. Vui lòng chọn tệp khác."),
        "broken": _(
            "Tệp bị hỏng, không đọc được. Vui lòng mở bằng Excel, lưu lại dưới dạng .xlsx rồi "
            "tải lên."
        ),
        "entities": _(
            "Tệp có chứa khai báo DOCTYPE hoặc thực thể XML nên không được nhận. Vui lòng lưu "
            "lại dưới dạng .xlsx."
        ),
        "too_big": _(
            "Tệp mở ra quá lớn, không đọc được trong giới hạn. Vui lòng chia thành nhiều tệp."
        ),
        "too_far": _(
            "Bảng vượt quá 200.000 dòng, 200 cột hoặc 4 triệu ô. Vui lòng xóa các ô thừa ở xa "
            "bảng hoặc chia thành nhiều tệp."
        ),
        "sheets": _("Tệp có quá 100 trang tính. Vui lòng chia thành nhiều tệp."),
        "encoding": _(
            "Không nhận ra bảng mã của tệp .csv. Vui lòng lưu lại dưới dạng .xlsx hoặc CSV UTF-8."
        ),
    }


def _why(output: bytes) -> str:
    """Return the refusal the child named last; its death without a word means too big."""
    lines = output[-200:].rsplit(b"\n", 2)
    word = lines[-2] if len(lines) > 1 else b""
    said = _refusals()
    return said.get(word.decode("ascii", "replace").removeprefix("!"), said["too_big"])


def _sheets(output: bytes, name: str) -> list[Sheet]:
    """Return the sheets from JSON lines: an object begins a sheet, a list is a row of it."""
    found: list[Sheet] = []
    for line in output.split(b"\n"):
        if line.startswith(b"["):
            found[-1].rows.append(json.loads(line, object_hook=_moment))
        elif line:
            head = json.loads(line)
            merges = [(box[0], box[1], box[2], box[3]) for box in head["merges"]]
            found.append(Sheet(head["sheet"] or name, [], merges, head["hidden"]))
    return found


def _moment(tagged: dict[str, Any]) -> date | datetime:
    """Return the date or moment a tagged cell holds."""
    if "d" in tagged:
        return date.fromisoformat(tagged["d"])
    return datetime.fromisoformat(tagged["t"])
