"""How a letter is worded: its templates, the words common to all, what a paper copy says instead.

Nothing is posted here, so that a deed's page can show beforehand what it will send.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app import settings, text

TEMPLATES = Path(__file__).parents[1] / "templates" / "email"


@dataclass(frozen=True)
class Rendered:
    """A letter as it is read: one line of subject, plain text, and the same in HTML."""

    subject: str
    text: str
    html: str


def url(path: str) -> str:
    """Return the absolute address of `path`; never taken from a request's Host."""
    return str(settings.get("BASE_URL", "")).rstrip("/") + path


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

    `paper`: as it is printed for who has no e-mail. Line breaks never reach the subject.
    """
    said = {"province": settings.get("PROVINCE", {}), "paper": paper, **context}
    if paper:
        said["url"] = _url_on_paper

    def render(part: str) -> str:
        return environment().get_template(f"{letter}/{part}").render(said)

    return Rendered(
        subject=" ".join(render("subject.txt").split()),
        text=render("body.txt").strip() + "\n",
        html=render("body.html"),
    )
