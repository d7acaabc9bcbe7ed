"""How a letter is worded: its templates, the words common to all, what a paper copy says instead.

Nothing is posted here, so that a deed's page can show beforehand what it will send.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from jinja2 import (
    ChoiceLoader,
    DictLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    select_autoescape,
)
from sqlalchemy import select

from app import settings, text
from app.extensions import db
from app.outbox import letters, wording
from app.outbox.addresses import url
from app.outbox.letters import LetterKind
from app.outbox.models import LetterVersion

log = structlog.get_logger()
IN_FORCE = "in_force"
# What the layout asks for where a letter says nothing of it.
_PLAIN: Mapping[str, Any] = {
    "province": {}, "paper": False, "ways_path": "", "may_refuse": False, "rate_path": "",
}  # fmt: skip
_NAMED_PARTS = {"application_facts.txt": "{thong_tin_ho_so}\n", "footer.txt": ""}
_BARE = re.compile(r"^(?:\s+|- |1\. )(\{\w+\})$")

TEMPLATES = Path(__file__).parents[1] / "templates" / "email"


@dataclass(frozen=True)
class Rendered:
    """A letter as it is read: one line of subject, plain text, and the same in HTML."""

    subject: str
    text: str
    html: str


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The outbox's own Jinja environment: a command writes the same letter as a page."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html",), default=False),  # text parts are plain text
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        text._, lambda one, many, n: text._(one if n == 1 else many), newstyle=True
    )
    env.globals.update(url=url)
    env.filters.update(
        date=text.format_date, datetime=text.format_datetime, money=text.format_money
    )
    return env


def _url_on_paper(path: str) -> str:
    """Return `path` for a printed sheet: dossiers are looked up there, without signing in."""
    return url("/tra-cuu" if path.startswith("/ho-so") else path)


def rendered(letter: str, context: dict[str, Any], *, paper: bool = False) -> Rendered:
    """Return the letter `letter` as it would leave now, without posting it.

    In the office's own words where it has some, otherwise in those that come with the system.
    `paper`: as it is printed for who has no e-mail. Line breaks never reach the subject.
    """
    said = around(context, paper)
    own = in_force(letter)
    if own is not None:
        try:
            return in_words(letters.LETTERS[letter], own.subject, own.body, said)
        except Exception as error:  # own words never cost anybody their letter
            log.error("own_words_not_used", letter=letter, why=repr(error))
    return given(letter, said)


def given(letter: str, said: Mapping[str, Any]) -> Rendered:
    """Return a letter in the words that come with the system."""
    said = {**_PLAIN, **said}
    return Rendered(
        subject=" ".join(_part(f"{letter}/subject.txt", said).split()),
        text=_part(f"{letter}/body.txt", said).strip() + "\n",
        html=_part(f"{letter}/body.html", said),
    )


def in_force(letter: str) -> LetterVersion | None:
    """Return the office's own words of a letter that are used now, or None."""
    if letter not in letters.LETTERS:
        return None
    return db.session.scalar(
        select(LetterVersion).where(LetterVersion.letter == letter, LetterVersion.state == IN_FORCE)
    )


def in_words(kind: LetterKind, subject: str, body: str, said: Mapping[str, Any]) -> Rendered:
    """Return a letter in these words of the office's own, in the layout of all letters."""
    said = {**_PLAIN, **said}
    path = kind.path or said.get("path", "/")
    href = said.get("url", url)(path) if path else ""
    line = wording.subject_of(kind, subject, said)
    drawn = {**said, "subject": line, "blocks": wording.blocks(kind, body, said, href)}
    return Rendered(line, _part("own.txt", drawn).strip() + "\n", _part("own.html", drawn))


def gathered(subject: str, items: Sequence[Any], context: Mapping[str, Any]) -> Rendered:
    """Return a digest: the letters it is made of, in the layout of all letters."""
    said = {**_PLAIN, **around({**context, "subject": subject, "items": items})}
    return Rendered(subject, _part("digest.txt", said).strip() + "\n", _part("digest.html", said))


def around(context: Mapping[str, Any], paper: bool = False) -> dict[str, Any]:
    """Return a context with what the layout of every letter says beside it."""
    said = {"province": settings.get("PROVINCE", {}), "paper": paper, **context}
    if paper:
        said["url"] = _url_on_paper
    return said


def _part(template: str, said: Mapping[str, Any]) -> str:
    return environment().get_template(template).render(said)


@lru_cache(maxsize=64)
def start(name: str) -> tuple[str, str]:
    """Return the words that come with the system as (subject, body) in fields: a beginning.

    They are the templates with the fields' names in the place of values; raises `NotFound`.
    """
    kind = letters.get(name)
    if kind.start is not None:
        return kind.start
    named: dict[str, Any] = {}
    for field in kind.fields:
        value = f"{{{field.name}}}"
        named.setdefault(field.key, [value] if field.shape in {"list", "numbered"} else value)
    env = environment().overlay(
        loader=ChoiceLoader([DictLoader(_NAMED_PARTS), FileSystemLoader(TEMPLATES)])
    )
    env.filters = {**env.filters, "date": str, "datetime": str}
    env.globals = {**env.globals, "url": lambda _path: "{duong_dan}"}
    around = {**kind.sample(), **named}
    subject = env.get_template(f"{name}/subject.txt").render(around)
    lines = env.get_template(f"{name}/body.txt").render(around).split("\n")
    # A list is one field: its own number or dash, and the indent of a quotation, are drawn.
    body = "\n".join(_BARE.sub(r"\1", line).rstrip() for line in lines)
    return " ".join(subject.split()), re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
