"""Programmes and projects to choose from, in the lists that filter and describe supports."""

from sqlalchemy import select

from app.extensions import db
from app.programmes.models import Programme, Project


def programmes() -> list[tuple[int, str]]:
    """Return (id, name) of every programme, the latest first."""
    query = select(Programme.id, Programme.name).order_by(Programme.year_from.desc(), Programme.id)
    return [(key, name) for key, name in db.session.execute(query)]


def projects() -> list[tuple[int, str]]:
    """Return (id, year and name) of every project (dự án), the latest first."""
    query = select(Project.id, Project.year, Project.name).order_by(Project.year.desc(), Project.id)
    return [(key, f"{year} – {name}") for key, year, name in db.session.execute(query)]
