"""Drawing a composed paper as PDF with typst: a usual one in this process, a long one apart.

PDF/A-2b with tags (PDF/UA-1); the fonts are ours and embedded. The layout gets one JSON text and
reads no string of it as markup, no file beside it and nothing of the network. The work grows with
the text: about 25 ms for a usual paper, a second at worst for `AT_ONCE`, ten for all that
`kinds.MAX_ROWS` and `MAX_BYTES` let through. A thread cannot be stopped, a process can: what is
longer than `AT_ONCE` is drawn by a child that is killed after `SECONDS`.
"""

import json
import subprocess
import sys
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
APART = HERE / "draw_apart.py"
STANDARDS: list[Any] = ["a-2b", "ua-1"]
MAX_BYTES = 4_000_000  # of the JSON text
AT_ONCE = 60_000  # bytes up to which it is drawn here
SECONDS = 30.0

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

    Raises 422 for a paper too large to draw, 503 where drawing failed or took too long; the reason
    is in the log.
    """
    text = json.dumps(all_printable(composed), ensure_ascii=False).encode()
    if len(text) > MAX_BYTES:
        raise DomainError(422, _("Văn bản quá dài nên không lập được. Vui lòng chia nhỏ."))
    drawing = _here if len(text) <= AT_ONCE else _apart
    try:
        return drawing(text, int(made_at.timestamp()))
    except subprocess.TimeoutExpired as error:
        log.error("paper not drawn", title=composed["title"], why="time", bytes=len(text))
        raise DomainError(
            503,
            _(
                "Văn bản quá dài nên chưa lập xong trong %(most)s giây. Vui lòng chia nhỏ,"
                " hoặc thử lại khi hệ thống ít việc.",
                most=round(SECONDS),
            ),
        ) from error
    except _NotDrawn as error:
        log.error("paper not drawn", title=composed["title"], why=str(error))
        raise DomainError(
            503,
            _("Chưa lập được tệp PDF của văn bản. Vui lòng thử lại; nếu vẫn lỗi, báo quản trị."),
        ) from error


class _NotDrawn(Exception):
    """typst said why, or the child died."""


def _here(text: bytes, moment: int) -> bytes:
    try:
        drawn = compiler().compile(
            format="pdf",
            sys_inputs={"paper": text.decode()},
            pdf_standards=STANDARDS,
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise _NotDrawn(error.message) from error
    assert isinstance(drawn, bytes)  # one file: only pictures come as a list of pages
    return drawn


def _apart(text: bytes, moment: int) -> bytes:
    """Draw in a process of its own; raises `TimeoutExpired` after it was killed."""
    asked = (str(LAYOUT), str(FONTS), str(moment), ",".join(STANDARDS))
    done = subprocess.run(  # noqa: S603  (our own script, no shell, no words of people's in it)
        [sys.executable, "-I", str(APART), *asked],
        input=text,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise _NotDrawn(done.stderr.decode(errors="replace")[-500:] or f"exit {done.returncode}")
    return done.stdout
