"""Reads the letters the sink kept. Development only: config.py refuses it in production."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from app import settings
from app.errors import NotFound
from app.text import _

PAGE = 50
_ID = re.compile(r"[0-9]{8}t[0-9]{12}-[0-9a-f]{8}")
_LINK = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])")


@dataclass(frozen=True)
class Line:
    """A letter as the list shows it."""

    id: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True)
class Piece:
    """A piece of a letter's text; links are to be clickable."""

    text: str
    link: bool


@dataclass(frozen=True)
class Letter:
    """A letter: the headers worth showing, the text part by lines, the HTML part if any."""

    id: str
    at: datetime
    headers: tuple[tuple[str, str], ...]
    subject: str
    text: tuple[tuple[Piece, ...], ...]
    html: str | None


def arrived(before: str = "") -> tuple[list[Line], str | None]:
    """Return a page of letters, newest first, and the key of the next page if there is one."""
    files = sorted((p for p in _folder().glob("*.eml") if _ID.fullmatch(p.stem)), reverse=True)
    older = [p for p in files if not before or p.stem < before]
    shown = older[:PAGE]
    return [_line(path) for path in shown], shown[-1].stem if len(older) > PAGE else None


def get(letter_id: str) -> Letter:
    """Return a letter.

    Raises `NotFound` for anything that is not the name of a letter in the folder.
    """
    path = _folder() / f"{letter_id}.eml"
    if not _ID.fullmatch(letter_id) or not path.is_file():
        raise NotFound(_("Không có lá thư này trong hộp thư thử."))
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    names = ("From", "To", "Delivered-To", "Reply-To", "Date", "Message-ID")
    return Letter(
        id=letter_id,
        at=_moment(letter_id),
        headers=tuple((name, str(message[name])) for name in names if message[name]),
        subject=str(message["Subject"] or ""),
        text=tuple(_pieces(line) for line in (_part(message, "plain") or "").splitlines()),
        html=_part(message, "html"),
    )


def _folder() -> Path:
    return Path(settings.get("MAILBOX_DIR"))


def _line(path: Path) -> Line:
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=policy.default).parse(file)
    to = str(headers["Delivered-To"] or headers["To"] or "")
    return Line(path.stem, to, str(headers["Subject"] or ""), _moment(path.stem))


def _moment(letter_id: str) -> datetime:
    stamp = letter_id.partition("-")[0]
    return datetime.strptime(stamp, "%Y%m%dt%H%M%S%f").replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body((kind,))
    return str(part.get_content()) if isinstance(part, EmailMessage) else None


def _pieces(line: str) -> tuple[Piece, ...]:
    pieces = (Piece(part, bool(_LINK.fullmatch(part))) for part in _LINK.split(line))
    return tuple(piece for piece in pieces if piece.text)
