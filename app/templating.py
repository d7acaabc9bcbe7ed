"""What every template has: gettext, filters, the province, versioned static addresses."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, url_for

from app import settings, text


def init_app(app: Flask) -> None:
    """Teach Jinja the house's words and formats."""
    env = app.jinja_env
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        text._, lambda one, many, n: text._(one if n == 1 else many), newstyle=True
    )
    env.trim_blocks = env.lstrip_blocks = True
    env.filters.update(
        date=text.format_date,
        datetime=text.format_datetime,
        money=text.format_money,
        number=text.format_number,
    )

    @app.context_processor
    def common() -> dict[str, Any]:
        return {"province": settings.get("PROVINCE", {}), "asset": asset}


def asset(name: str) -> str:
    """Return the address of a static file, with its digest: it may be cached for a year."""
    return url_for("static", filename=name, v=_digest(name))


@lru_cache(maxsize=64)
def _digest(name: str) -> str:
    return sha256((Path(__file__).parent / "static" / name).read_bytes()).hexdigest()[:10]
