"""NSCL: a province's support for the productivity and quality of its organisations."""

import os
from collections.abc import Mapping
from typing import Any

import structlog
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import config as settings_module
from app import (
    cli,
    connections,
    error_pages,
    headers,
    log,
    rooms,
    templating,
    transactions,
)
from app.dispatch import Nscl
from app.extensions import csrf, db, limiter, login_manager, mail, migrate


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Build the application from `config`, or from the environment when none is given.

    Raises `ConfigError` when the settings are unsafe.
    """
    app = Nscl(__name__)
    app.config.from_mapping(config or settings_module.load(os.environ))
    log.configure(app.config["ENVIRONMENT"])
    for warning in settings_module.warnings(app.config):
        structlog.get_logger().warning(warning)
    if hops := app.config.get("PROXY_HOPS"):
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # the documented way
            app.wsgi_app, x_for=hops, x_proto=hops
        )
    _tools(app)
    templating.init_app(app)
    headers.init_app(app)
    error_pages.init_app(app)
    rooms.init_app(app)
    cli.init_app(app)
    return app


def _tools(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        transactions.install(db.engine)
        connections.install(db.engine)
    migrate.init_app(app, db, render_as_batch=True, compare_type=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    mail.init_app(app)
    limiter.init_app(app)
