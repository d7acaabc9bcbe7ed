"""What every template has: gettext, filters, the province, the version."""

from typing import Any

from flask import Flask

from app import settings, text

RELEASE = "0.1.0"


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
        return {"province": settings.get("PROVINCE", {}), "release": RELEASE}
