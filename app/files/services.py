"""Checking and storing uploads. Bytes first, row second: a lost transaction leaves an orphan
that `sweep` removes, never a row without its bytes."""

import io
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

import obstore
from obstore.store import LocalStore
from PIL import Image
from sqlalchemy import select

from app import clock, settings
from app.access import Actor
from app.errors import DomainError, Invalid
from app.extensions import db
from app.files.kinds import (
    HEADERS,
    IMAGES,
    JPEG,
    LONGEST_STEM,
    OFFICE,
    PDF,
    PNG,
    SUFFIXES,
    name_of_pages,
    shown_name,
)
from app.files.making import (
    MAX_BYTES,
    Made,
    Upload,
    in_order,
    joined,
    kinds_of,
    office,
)
from app.files.models import StoredFile
from app.text import _, nfc

MAX_PIXELS = 50_000_000  # a pixel flood is refused before it is decoded
ORPHAN_AGE = timedelta(hours=1)  # younger bytes may belong to a transaction still open

# Not imported here: the web process need not load what only the child uses.
INSPECT_PDF = Path(__file__).with_name("inspect_pdf.py")
PDF_GOOD, PDF_LOCKED = 0, 3  # how it ends, as written there
PDF_SECONDS = 10.0
# The same bytes get the same answer; a form sent twice is not inspected twice.
VERDICTS_KEPT = 256
_verdicts: dict[str, int] = {}

# What the rooms ask this one for stands here; the kinds and the making are modules of its own.
__all__ = [
    "ACCEPT", "JPEG", "MAX_BYTES", "OFFICE_FILES", "PDF", "PHOTOS", "PNG", "check", "keep", "make",
    "read", "save", "save_raw", "store", "stored_keys", "sweep",
]  # fmt: skip
PHOTOS = "image/png,image/jpeg,image/heic,image/heif,.heic,.heif"
OFFICE_FILES = ".docx,.xlsx"
ACCEPT = "application/pdf,image/png,image/jpeg"


@lru_cache(maxsize=4)
def _store_at(folder: str) -> LocalStore:
    return LocalStore(folder, mkdir=True)


def store() -> LocalStore:
    """Return where the bytes are kept."""
    return _store_at(str(Path(settings.get("FILES_DIR")).absolute()))


def make(uploads: Sequence[Upload], accepts: Collection[str], label: str) -> Made:
    """Return the one file that was sent for a document, checked, not kept yet.

    Photos, one or several, become one upright PDF, PDFs among them are joined in; the originals
    are not kept. A PDF or an office file alone stays as it is. This may take seconds: nothing is
    to be locked meanwhile. Raises 413 above 10 MB (a photo: 20 MB), 422 for what the document
    does not take or what is not truly what it says.
    """
    kinds = kinds_of(uploads, accepts)
    if len(uploads) == 1 and kinds[0] not in IMAGES:
        stream, name = uploads[0]
        content = stream.read()
        if kinds[0] in OFFICE:
            return office(content, name)
        return Made(content, check(content), shown_name(name, PDF))
    if any(kind in OFFICE for kind in kinds):
        raise Invalid(_("Tệp DOCX, XLSX cần tải lên riêng, mỗi lần một tệp."), "file")
    pages = in_order(uploads)
    return joined(pages, name_of_pages([name for _stream, name in pages], label))


def save(stream: BinaryIO, name: str, by: Actor) -> StoredFile:
    """Check and store an upload and return its row.

    Raises 413 above 10 MB, 422 for anything that is not truly a PDF, PNG or JPEG.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DomainError(413, _("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "file")
    media_type = check(content)
    return keep(Made(content, media_type, shown_name(name, media_type)), by)


def save_raw(content: bytes, name: str, media_type: str, suffix: str, by: Actor) -> StoredFile:
    """Store bytes that the caller has judged by rules of its own, and return their row.

    The list of PDF, PNG and JPEG is not asked; `suffix` is the caller's word for the kind.
    Raises 413 above 10 MB, 422 for an empty file.
    """
    if len(content) > MAX_BYTES:
        raise DomainError(413, _("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "file")
    if not content:
        raise Invalid(_("Tệp rỗng. Vui lòng chọn tệp khác."), "file")
    bare = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = "".join(char for char in bare if char.isprintable()).rpartition(".")[0].strip(" .")
    shown = f"{stem[-LONGEST_STEM:] or 'tep'}.{suffix}"
    return _keep(Made(content, media_type, shown), suffix, by)


def keep(made: Made, by: Actor) -> StoredFile:
    """Store a file that was checked and return its row."""
    return _keep(made, SUFFIXES[made.media_type], by)


def _keep(made: Made, suffix: str, by: Actor) -> StoredFile:
    """Write the bytes, then their row."""
    key = f"{clock.today():%Y/%m}/{uuid4().hex}.{suffix}"
    obstore.put(store(), key, made.content)
    row = StoredFile(
        key=key,
        sha256=sha256(made.content).hexdigest(),
        size=len(made.content),
        media_type=made.media_type,
        original_name=made.name,
        uploaded_by=by.person_id,
        created_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def check(content: bytes) -> str:
    """Return the media type the bytes really have; raises 422 for what is not allowed."""
    if not content:
        raise Invalid(_("Tệp rỗng. Vui lòng chọn tệp khác."), "file")
    media_type = next((kind for head, kind in HEADERS.items() if content.startswith(head)), None)
    if media_type is None:
        raise Invalid(_("Chỉ nhận tệp PDF, PNG hoặc JPEG."), "file")
    try:
        if media_type == PDF:
            _parse_pdf(content)
        else:
            _parse_image(content)
    except Invalid:
        raise
    except Exception as error:  # whatever a parser raises over hostile bytes is a refusal
        raise Invalid(_("Tệp bị hỏng, không đọc được. Vui lòng chọn tệp khác."), "file") from error
    return media_type


def _parse_pdf(content: bytes) -> None:
    digest = sha256(content).hexdigest()
    if digest not in _verdicts:
        if len(_verdicts) >= VERDICTS_KEPT:
            _verdicts.clear()
        _verdicts[digest] = _inspect(content)
    if _verdicts[digest] == PDF_LOCKED:
        raise Invalid(_("Tệp PDF đang đặt mật khẩu. Vui lòng bỏ mật khẩu rồi tải lại."), "file")
    if _verdicts[digest] != PDF_GOOD:
        raise ValueError("not a PDF that can be opened")


def _inspect(content: bytes) -> int:
    """Let a child process with limits open the PDF; its death is a refusal, never ours."""
    done = subprocess.run(  # noqa: S603  (our own script, no shell, nothing of the file's in it)
        [sys.executable, "-I", str(INSPECT_PDF)],
        input=content,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PDF_SECONDS,
        check=False,
    )
    return done.returncode


def _parse_image(content: bytes) -> None:
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Invalid(_("Ảnh quá lớn (trên 50 triệu điểm ảnh)."), "file")
        image.verify()


def read(row: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    return bytes(obstore.get(store(), row.key).bytes())


def stored_keys() -> Iterator[tuple[str, bool]]:
    """Yield the key of every stored byte string, and whether it is old enough to judge."""
    limit = clock.now() - ORPHAN_AGE
    for batch in obstore.list(store()):
        for item in batch:
            yield item["path"], item["last_modified"] < limit


def sweep() -> int:
    """Remove bytes without a row, left by transactions that failed; return how many."""
    known = set(db.session.scalars(select(StoredFile.key)))
    orphans = [key for key, old in stored_keys() if old and key not in known]
    if orphans:
        obstore.delete(store(), orphans)
    return len(orphans)
