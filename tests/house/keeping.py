"""The built house, or the demonstration alone, kept for the run and put into other databases."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import make_url

from app import clock
from app.extensions import db
from tests.fixtures import run
from tests.fixtures.database import keep, put_back
from tests.house.building import build, load_demonstration
from tests.house.names import House

Things = dict[str, dict[str, Any]]


def open_house(app: Flask, moment: str = "") -> House:
    """Put the house into the application's database: built once a run for each stopped clock.

    Where the clock runs, `moment` says for how long a house is kept: its shortest link lives for
    an hour.
    """
    return House(_opened(app, "house", moment, lambda: build(app).things))


def open_demonstration(app: Flask, moment: str) -> None:
    """Put the demonstration alone into the application's database, loaded once for the moment."""
    _opened(app, "demo", moment, lambda: load_demonstration(app))


def _opened(app: Flask, what: str, moment: str, make: Callable[[], Things]) -> Things:
    engine = "sqlite" if on_sqlite(app) else "postgresql"
    name = f"{what}_{engine}_{moment or format(clock.now(), '%Y%m%dt%H%M')}"
    kept, files = run.folder() / name, Path(app.config["FILES_DIR"])
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    with run.alone(f"{what}-{engine}"):
        if not kept.exists():
            things = make()
            rest(app)
            keep(url, name)
            unfinished = kept.with_suffix(".part")
            shutil.copytree(files, unfinished / "files")
            (unfinished / "things.json").write_text(json.dumps(things))
            unfinished.rename(kept)
            return things
    rest(app)
    put_back(url, name)
    shutil.copytree(kept / "files", files, dirs_exist_ok=True)
    return dict(json.loads((kept / "things.json").read_text()))


def on_sqlite(app: Flask) -> bool:
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


def database(app: Flask) -> Path:
    return Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")


def rest(app: Flask) -> None:
    """Close every connection, so that the database file may be copied."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
