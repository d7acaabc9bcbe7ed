"""The built house is kept for the run, and put into the database of whoever opens it."""

import json
import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from app import clock
from app.extensions import db
from tests.fixtures import run
from tests.fixtures.database import keep, put_back
from tests.house.building import build
from tests.house.names import House


def open_house(app: Flask, moment: str = "") -> House:
    """Put the house into the application's database: built once a run for each stopped clock.

    Where the clock runs, `moment` says for how long a house is kept: its shortest link lives for
    an hour.
    """
    engine = "sqlite" if on_sqlite(app) else "postgresql"
    name = f"house_{engine}_{moment or format(clock.now(), '%Y%m%dt%H%M')}"
    kept, files = run.folder() / name, Path(app.config["FILES_DIR"])
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    with run.alone(f"house-{engine}"):
        if not kept.exists():
            house = build(app)
            rest(app)
            keep(url, name)
            unfinished = kept.with_suffix(".part")
            shutil.copytree(files, unfinished / "files")
            (unfinished / "things.json").write_text(json.dumps(house.things))
            unfinished.rename(kept)
            return house
    rest(app)
    put_back(url, name)
    shutil.copytree(kept / "files", files, dirs_exist_ok=True)
    return House(json.loads((kept / "things.json").read_text()))


def on_sqlite(app: Flask) -> bool:
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


def database(app: Flask) -> Path:
    return Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")


def rest(app: Flask) -> None:
    """Close every connection, so that the database file may be copied."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
