"""What an act wrote, cell by cell, so that the same act can be undone exactly, or refused.

An act that may be undone writes through a `Changes`; what it holds is plain data that is kept
with the act. `undo` looks first: a cell that says something else by now was written by a later
deed, which depends on this one.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import inspect, select

from app.errors import Conflict
from app.extensions import Base, db
from app.text import _

Row = dict[str, Any]


class Changes:
    """The cells and rows one act wrote, in order."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def set(self, thing: Base, column: str, value: Any) -> None:
        """Write one cell; a value it has already is no change."""
        before = getattr(thing, column)
        if before == value:
            return
        setattr(thing, column, value)
        cell = {"column": column, "before": _plain(before), "after": _plain(value)}
        self.rows.append({"table": thing.__tablename__, "id": _id(thing)} | cell)

    def add(self, thing: Base) -> None:
        """Write a new row."""
        db.session.add(thing)
        db.session.flush()
        self.rows.append({"table": thing.__tablename__, "id": _id(thing), "made": True})

    def remove(self, thing: Base) -> None:
        """Take a row out; what it said is kept."""
        said = {name: _plain(getattr(thing, name)) for name in _columns(type(thing))}
        self.rows.append({"table": thing.__tablename__, "id": _id(thing), "removed": said})
        db.session.delete(thing)
        db.session.flush()


def undo(rows: list[Row]) -> None:
    """Take back what the rows say, the last first.

    Raises `Conflict` where a later deed has written on: nothing may be lost that depends on it.
    """
    for row in reversed(rows):
        model = _model(row["table"])
        thing = db.session.scalar(
            select(model).where(_key(model) == row["id"]).execution_options(populate_existing=True)
        )
        if "removed" in row:
            values = {name: _typed(model, name, value) for name, value in row["removed"].items()}
            db.session.add(model(**values))
        elif thing is None:
            raise _written_on()
        elif row.get("made"):
            db.session.delete(thing)
        elif _plain(getattr(thing, row["column"])) != row["after"]:
            raise _written_on()
        else:
            setattr(thing, row["column"], _typed(model, row["column"], row["before"]))
        db.session.flush()


def _written_on() -> Conflict:
    return Conflict(
        _("Không hoàn tác được: sau thay đổi này đã có thay đổi khác dựa trên dữ liệu đó.")
    )


def _model(table: str) -> type[Base]:
    return next(
        mapper.class_ for mapper in Base.registry.mappers if mapper.class_.__tablename__ == table
    )


def _key(model: type[Base]) -> Any:
    (column,) = inspect(model).primary_key
    return column


def _columns(model: type[Base]) -> list[str]:
    return [attribute.key for attribute in inspect(model).column_attrs]


def _id(thing: Base) -> Any:
    (key,) = inspect(thing).identity or (None,)
    return key


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _typed(model: type[Base], name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kind = inspect(model).column_attrs[name].columns[0].type.python_type
    return kind.fromisoformat(value) if issubclass(kind, date) else value
