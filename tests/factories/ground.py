"""The ground of the small world: transactions, staff, what is asked of it as plain data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from flask import Flask
from sqlalchemy import select

from app import transactions
from app.access import SYSTEM, Actor, Role
from app.applications.services import queries
from app.audit import services as audit
from app.audit.models import Event
from app.extensions import db
from app.ledger.models import Entry
from app.outbox.models import Letter
from app.programmes.services import plans
from tests import people
from tests.factories.things import DEMO, T


class Ground:
    """A call that is open, and the transactions in which everything is done."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with self.writing():
            plans.load(DEMO, SYSTEM)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A context and a writing transaction, committed at the end."""
        with self.app.app_context(), transactions.writing():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A context and a reading transaction."""
        with self.app.app_context(), transactions.reading():
            yield

    def do(self, deed: Callable[..., T], application_id: int, *args: Any, **kwargs: Any) -> T:
        """Run a service on a dossier, committed."""
        with self.writing():
            return deed(queries.get(application_id), *args, **kwargs)

    def staff(self, *roles: Role, name: str = "", email: str = "") -> Actor:
        """Make a member of staff with a password."""
        label = "-".join(roles)
        with self.writing():
            made = people.person(
                email or f"{label}@so.example.vn", *roles, name=name or f"Cán bộ {label}"
            )
            return Actor(made.id, made.name, frozenset(roles))

    @cached_property
    def clerk(self) -> Actor:
        return self.staff(Role.CLERK, name="Văn thư Hứa Bích")

    @cached_property
    def officer(self) -> Actor:
        return self.staff(Role.OFFICER, name="Chuyên viên Lương Đạt")

    @cached_property
    def lead(self) -> Actor:
        return self.staff(Role.LEAD, name="Chi cục trưởng Vi Quang")

    @cached_property
    def director(self) -> Actor:
        return self.staff(Role.DIRECTOR, name="Giám đốc Nông Khánh")

    def status(self, dossier: int) -> str:
        with self.reading():
            return queries.get(dossier).status

    def fact(self, dossier: int, name: str) -> Any:
        with self.reading():
            return getattr(queries.get(dossier), name)

    def slot(self, dossier: int) -> str | None:
        """Return the state of the dossier's entry in the ledger, or None without one."""
        with self.reading():
            return db.session.scalar(select(Entry.state).where(Entry.application_id == dossier))

    def events(self, dossier: int) -> list[str]:
        with self.reading():
            return [event.action for event in audit.history("application", dossier)]

    def letters(self, name: str = "application_", to: str = "") -> list[Letter]:
        """Return the letters whose name begins so, oldest first, readable without a session."""
        query = select(Letter).where(Letter.name.startswith(name)).order_by(Letter.id)
        with self.reading():
            found = db.session.scalars(query.where(Letter.to == to) if to else query).all()
            for letter in found:
                db.session.expunge(letter)
            return list(found)

    def count(self, table: type, *conditions: Any) -> int:
        with self.reading():
            return len(db.session.scalars(select(table).where(*conditions)).all())

    def all_events(self) -> int:
        return self.count(Event)
