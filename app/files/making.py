"""Making one file of what was sent for a document: pages joined into a PDF, or an office file."""

import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from app.errors import DomainError, Invalid
from app.files.kinds import DOCX, IMAGES, OFFICE, PDF, XLSX, of_bytes, shown_name
from app.text import _

MIB = 1024 * 1024
MAX_BYTES = 10 * MIB  # of a file that is kept
MAX_PHOTO = 20 * MIB  # as it comes from the telephone
MAX_BODY = 40 * MIB  # of all photos of one upload; only the pages that take several allow it
MOST_FILES = 20
USUAL = ("pdf", "image")  # what a document accepts unless it says otherwise
Upload = tuple[BinaryIO, str]  # the bytes and the name they came with

# Not imported here: the web process need not load what only the children use.
JOIN_PAGES = Path(__file__).with_name("join_pages.py")
INSPECT_OFFICE = Path(__file__).with_name("inspect_office.py")
# How they end, as written there.
GOOD, LOCKED, FLOOD, LARGE = 0, 3, 5, 6
DOCUMENT, WORKBOOK, ACTIVE = 10, 11, 3
SECONDS = 40.0
_COPY = 1 << 16


@dataclass(frozen=True)
class Made:
    """A file that was checked and is ready to be kept."""

    content: bytes
    media_type: str
    name: str


def in_order(uploads: Sequence[Upload]) -> list[Upload]:
    """Return the pages in the order they were chosen.

    Names in plain alphabetical order say that the browser sorted them ("anh10" before "anh2"):
    then by the numbers in them.
    """
    names = [name for _stream, name in uploads]
    if names == sorted(names):
        return sorted(uploads, key=lambda upload: _natural(upload[1]))
    return list(uploads)


def _natural(name: str) -> list[tuple[int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", name.lower())
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def joined(uploads: Sequence[Upload], name: str) -> Made:
    """Join photos and PDFs into one PDF, a page for each photo. Raises 413 or 422."""
    with tempfile.TemporaryFile() as pages, tempfile.TemporaryFile() as result:
        for stream, _name in uploads:
            pages.write(struct.pack(">Q", size_of(stream)))
            while chunk := stream.read(_COPY):
                pages.write(chunk)
        pages.seek(0)
        code, number = _run(JOIN_PAGES, pages, result)
        if code != GOOD:
            _refuse(code, uploads[min(number, len(uploads) - 1)][1], len(uploads))
        result.seek(0)
        return Made(result.read(), PDF, name)


def _run(script: Path, given: IO[bytes], result: IO[bytes]) -> tuple[int, int]:
    """Run a child over a file; return how it ended, and which file it names."""
    try:
        done = subprocess.run(  # noqa: S603  (our own script, no shell, nothing of the file's in it)
            [sys.executable, "-I", str(script)],
            stdin=given,
            stdout=result,
            stderr=subprocess.PIPE,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, 0
    said = done.stderr.decode("ascii", "replace")
    return done.returncode, int(said) if said.isdigit() else 0


def _refuse(code: int, name: str, count: int) -> None:
    shown = name.replace("\\", "/").rsplit("/", 1)[-1]
    which = _("Tệp “%(name)s”: ", name=shown) if count > 1 else ""
    if code == LARGE:
        raise DomainError(
            413, _("Tệp sau khi ghép vượt quá 10 MB hoặc 60 trang. Vui lòng chia ra."), "file"
        )
    if code == FLOOD:
        raise Invalid(which + _("Ảnh quá lớn (trên 50 triệu điểm ảnh)."), "file")
    if code == LOCKED:
        raise Invalid(
            which + _("Tệp PDF đang đặt mật khẩu. Vui lòng bỏ mật khẩu rồi tải lại."), "file"
        )
    raise Invalid(which + _("Tệp bị hỏng, không đọc được. Vui lòng chọn tệp khác."), "file")


def office(content: bytes, name: str) -> Made:
    """Return a DOCX or XLSX that is safe to hand on. Raises 422."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as result:
        given.write(content)
        given.seek(0)
        code, _number = _run(INSPECT_OFFICE, given, result)
    if code == ACTIVE:
        raise Invalid(
            _(
                "Tệp có macro, đối tượng nhúng hoặc liên kết tự tải nên không được nhận. "
                "Vui lòng lưu thành PDF rồi tải lên."
            ),
            "file",
        )
    if code not in {DOCUMENT, WORKBOOK}:
        raise Invalid(_("Tệp bị hỏng, không đọc được. Vui lòng chọn tệp khác."), "file")
    media_type = DOCX if code == DOCUMENT else XLSX
    return Made(content, media_type, shown_name(name, media_type))


def size_of(stream: BinaryIO) -> int:
    """Return how many bytes a stream holds, and go back to its beginning."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def kinds_of(uploads: Sequence[Upload], accepts: Collection[str]) -> list[str]:
    """Return the media types of what was sent.

    Raises 422 for nothing, too many, or what the document does not take, 413 for the large.
    """
    if not uploads:
        raise Invalid(_("Vui lòng chọn tệp."), "file")
    if len(uploads) > MOST_FILES:
        raise Invalid(_("Mỗi lần tải lên tối đa %(most)s tệp.", most=MOST_FILES), "file")
    found = []
    for stream, _name in uploads:
        if not size_of(stream):
            raise Invalid(_("Tệp rỗng. Vui lòng chọn tệp khác."), "file")
        head = stream.read(64)
        stream.seek(0)
        kind = of_bytes(head)
        taken = (
            (kind == PDF and "pdf" in accepts)
            or (kind in IMAGES and "image" in accepts)
            or (kind in OFFICE and "office" in accepts)
        )
        if kind is None or not taken:
            raise Invalid(said(accepts), "file")
        _check_size(size_of(stream), kind)
        found.append(kind)
    return found


def _check_size(size: int, kind: str) -> None:
    if kind in IMAGES and size > MAX_PHOTO:
        raise DomainError(413, _("Ảnh vượt quá 20 MB. Vui lòng chọn ảnh nhỏ hơn."), "file")
    if kind not in IMAGES and size > MAX_BYTES:
        raise DomainError(413, _("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "file")


def said(accepts: Collection[str]) -> str:
    """Return in words what a document takes."""
    words = {"pdf": _("PDF"), "image": _("ảnh JPEG, PNG, HEIC"), "office": _("DOCX, XLSX")}
    return _(
        "Chỉ nhận tệp %(kinds)s.", kinds=", ".join(words[kind] for kind in words if kind in accepts)
    )
