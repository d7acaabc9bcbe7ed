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
from app.files.models import StoredFile
from app.text import _, nfc

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000  # a pixel flood is refused before it is decoded
ORPHAN_AGE = timedelta(hours=1)  # younger bytes may belong to a transaction still open

# Not imported here: the web process need not load what only the child uses.
INSPECT_PDF = Path(__file__).with_name("inspect_pdf.py")
PDF_GOOD, PDF_LOCKED = 0, 3  # how it ends, as written there
PDF_SECONDS = 10.0
# The same bytes get the same answer; a form sent twice is not inspected twice.
VERDICTS_KEPT = 256
_verdicts: dict[str, int] = {}

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
HEADERS = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
SUFFIXES = {PDF: "pdf", PNG: "png", JPEG: "jpg"}
ENDINGS = {PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg", "jpe", "jfif")}
LONGEST_STEM = 110
# Endings that a browser or a desktop runs: "phieu.pdf.exe" and "phieu.exe.pdf" are refused.
_RUN = (
    "apk asp aspx bat chm cmd cpl dll exe gadget hta htm html jar js jse jsp lnk mht mhtml msi msp "
    "php pif ps1 py reg scf scr sh svg svgz swf vb vbe vbs wsf wsh xhtml"
)
RUN_WHEN_OPENED = frozenset(_RUN.split())
# Endings that say the file is something else; inside a name ("phieu.docx.pdf") they do no harm.
_OTHER_KINDS = "app bin com doc docm docx iso ppt pptx rar url xls xlsm xlsx xml zip 7z"
NO_LAST_ENDING = RUN_WHEN_OPENED | frozenset(_OTHER_KINDS.split())
USUAL = ("pdf", "image")  # what a document accepts unless it says otherwise
Upload = tuple[BinaryIO, str]  # the bytes and the name they came with
ACCEPT = "application/pdf,image/png,image/jpeg"


@lru_cache(maxsize=4)
def _store_at(folder: str) -> LocalStore:
    return LocalStore(folder, mkdir=True)


def _store() -> LocalStore:
    return _store_at(str(Path(settings.get("FILES_DIR")).absolute()))


def save_document(
    uploads: Sequence[Upload], accepts: Collection[str], label: str, by: Actor
) -> StoredFile:
    """Check and store what was given for a document."""
    stream, name = uploads[0]
    return save(stream, name, by)


def save(stream: BinaryIO, name: str, by: Actor) -> StoredFile:
    """Check and store an upload and return its row.

    Raises 413 above 10 MB, 422 for anything that is not truly a PDF, PNG or JPEG.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DomainError(413, _("Tệp vượt quá 10 MB. Vui lòng chọn tệp nhỏ hơn."), "file")
    media_type = check(content)
    return _keep(content, _shown_name(name, media_type), media_type, SUFFIXES[media_type], by)


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
    return _keep(content, shown, media_type, suffix, by)


def _keep(content: bytes, shown: str, media_type: str, suffix: str, by: Actor) -> StoredFile:
    """Write the bytes, then their row."""
    key = f"{clock.today():%Y/%m}/{uuid4().hex}.{suffix}"
    obstore.put(_store(), key, content)
    row = StoredFile(
        key=key,
        sha256=sha256(content).hexdigest(),
        size=len(content),
        media_type=media_type,
        original_name=shown,
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


def _shown_name(name: str, media_type: str) -> str:
    """Return the name people see and save under: no path, no ending but a true one.

    Raises 422 for a name that would be run when opened, whatever the bytes are.
    """
    bare = nfc(name).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in bare if char.isprintable()).strip(" .")
    endings = [part.strip().lower() for part in shown.split(".")[1:]]
    bad = [ending for ending in endings[:-1] if ending in RUN_WHEN_OPENED]
    bad += [ending for ending in endings[-1:] if ending in NO_LAST_ENDING]
    if bad:
        raise Invalid(
            _(
                "Tên tệp có phần đuôi “.%(ending)s” không được nhận. Vui lòng đổi tên tệp.",
                ending=bad[-1],
            ),
            "file",
        )
    if not endings or endings[-1] not in ENDINGS[media_type]:
        shown = f"{shown or 'tep'}.{SUFFIXES[media_type]}"
    stem, ending = shown.rsplit(".", 1)
    return f"{stem[-LONGEST_STEM:] or 'tep'}.{ending}"


def read(row: StoredFile) -> bytes:
    """Return the bytes of a stored file."""
    return bytes(obstore.get(_store(), row.key).bytes())


def stored_keys() -> Iterator[tuple[str, bool]]:
    """Yield the key of every stored byte string, and whether it is old enough to judge."""
    limit = clock.now() - ORPHAN_AGE
    for batch in obstore.list(_store()):
        for item in batch:
            yield item["path"], item["last_modified"] < limit


def sweep() -> int:
    """Remove bytes without a row, left by transactions that failed; return how many."""
    known = set(db.session.scalars(select(StoredFile.key)))
    orphans = [key for key, old in stored_keys() if old and key not in known]
    if orphans:
        obstore.delete(_store(), orphans)
    return len(orphans)
