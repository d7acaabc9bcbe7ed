"""Drawing a composed paper as PDF with typst, in this process.

PDF/A-2b with tags (PDF/UA-1); the fonts are ours and embedded. The layout gets one JSON text and
reads no string of it as markup, no file beside it and nothing of the network. The work grows with
the rows, which `kinds.MAX_ROWS` and `MAX_BYTES` limit: about 25 ms for a usual paper.
"""

import json
import threading
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import structlog
import typst

from app.errors import DomainError
from app.papers.glyphs import all_printable
from app.text import _

HERE = Path(__file__).parent
LAYOUT = HERE / "layouts" / "nd30.typ"
FONTS = HERE / "fonts"
STANDARDS: list[Any] = ["a-2b", "ua-1"]
MAX_BYTES = 4_000_000  # of the JSON text

_own = threading.local()
log = structlog.get_logger()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def compiler() -> typst.Compiler:
    """Return this thread's compiler: it keeps the layout parsed, and is not for two at once."""
    if not hasattr(_own, "compiler"):
        _own.compiler = typst.Compiler(str(LAYOUT), root=str(LAYOUT.parent), font_paths=_fonts())
    found: typst.Compiler = _own.compiler
    return found


def draw(composed: dict[str, Any], made_at: datetime) -> bytes:
    """Return the PDF. The same paper made at the same moment gives the same bytes.

    Raises 422 for a paper too large to draw, 503 where drawing failed; the reason is in the log.
    """
    text = json.dumps(all_printable(composed), ensure_ascii=False)
    if len(text.encode()) > MAX_BYTES:
        raise DomainError(422, _("Văn bản quá dài nên không lập được. Vui lòng chia nhỏ."))
    try:
        drawn = compiler().compile(
            format="pdf",
            sys_inputs={"paper": text},
            pdf_standards=STANDARDS,
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        log.error("paper not drawn", title=composed["title"], why=error.message)
        raise DomainError(
            503,
            _("Chưa lập được tệp PDF của văn bản. Vui lòng thử lại; nếu vẫn lỗi, báo quản trị."),
        ) from error
    assert isinstance(drawn, bytes)  # one file: only pictures come as a list of pages
    return drawn
