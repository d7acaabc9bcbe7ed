"""Files of strangers made into one PDF, for tests: photos and office files."""

import io
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from app.files import making, services
from app.files.kinds import DOCX

ALL = ("pdf", "image", "office")
SECONDS, MEMORY = 2.0, 200 * 1024  # kB, as the system counts it


@contextmanager
def in_time() -> Iterator[None]:
    """Fail unless the block costs less than `SECONDS` of this process and its children.

    What a busy neighbour takes of the clock is no fault of the file.
    """
    before = sum(os.times()[:4])
    yield
    assert sum(os.times()[:4]) - before < SECONDS


def make(*files: tuple[bytes, str], accepts: tuple[str, ...] = ALL) -> making.Made:
    uploads: list[making.Upload] = [(io.BytesIO(content), name) for content, name in files]
    return services.make(uploads, accepts, "Phiếu đăng ký đã ký")


def office(**changed: bytes | str | None) -> bytes:
    """Return a small DOCX; `changed` parts are added, or left out for None."""
    parts: dict[str, bytes | str | None] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Override PartName="/word/document.xml" ContentType="'
        + MAIN
        + '"/></Types>',
        "_rels/.rels": links("officeDocument", "word/document.xml"),
        "word/document.xml": "<w/>",
        **changed,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return made.getvalue()


MAIN = f"{DOCX}.main+xml"


def links(kind: str, target: str, *, out: bool = False) -> str:
    mode = ' TargetMode="External"' if out else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def flood() -> bytes:
    made = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(made, "PNG")
    return made.getvalue()
