"""People and organisations for tests, made through the services; only ids are given away."""

import re
from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock, transactions
from app.access import Actor, Role
from app.accounts import passwords
from app.accounts.models import Person, PersonRole
from app.accounts.services import sign_in
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import registration
from app.outbox.models import Letter
from tests.fixtures.visitor import Visitor

PASSWORD = "chín con suối trong"
CODES = ("4909900005", "4909900012", "4909900037", "4909900044")
BRANCH = f"{CODES[0]}001"
PERSONAL_NUMBER = "020090001234"


def typed(**changes: str) -> registration.Typed:
    """Return what a careful person types at registration, with `changes`."""
    usual = registration.Typed(
        kind="doanh_nghiep",
        code=CODES[0],
        name="Công ty TNHH Hồi Xứ Lạng",
        commune_code="05977",
        representative="Hoàng Thị Mai",
        contact_name="Nông Văn Tú",
        contact_phone="0912 345 678",
        contact_email="tu@hoixulang.vn",
        password=PASSWORD,
    )
    return replace(usual, **changes)


def secret_in(name: str, to: str) -> str:
    """Return the secret of the newest waiting letter `name` to an address."""
    letter = db.session.scalars(
        select(Letter).where(Letter.name == name, Letter.to == to).order_by(Letter.id.desc())
    ).first()
    assert letter is not None, f"no letter {name} to {to}"
    found = re.search(
        r"/(?:xac-nhan|dat-lai-mat-khau|loi-moi|thu-dien-tu|tra-loi-y-kien)/(\S+)", letter.text
    )
    assert found, letter.text
    return found[1]


def register(**changes: str) -> Organisation | object:
    """Register and confirm; return the organisation or the claim."""
    wanted = typed(**changes)
    registration.ask(wanted)
    secret = secret_in("registration_confirm", wanted.contact_email)
    return registration.confirm(secret, wanted.password)


def person(email: str, *roles: Role, name: str = "Lý Thị Hạnh") -> Person:
    """Make a person who has a password."""
    made = Person(
        email=email,
        name=name,
        created_at=clock.now(),
        password_hash=passwords.hash_password(PASSWORD),
    )
    made.roles = [PersonRole(role=role.value) for role in roles]
    db.session.add(made)
    db.session.flush()
    return made


def actor(someone: Person) -> Actor:
    """Return the person as whoever acts, read as a request reads it."""
    key = sign_in.sign_in(someone.email, PASSWORD)
    found = sign_in.session_for(key, clock.now())
    assert found is not None
    return found.actor


def made(app: Flask, make: Callable[[], object]) -> None:
    """Run `make` in a committed transaction of a context of its own."""
    with app.app_context(), transactions.writing():
        make()


def enter(visitor: Visitor, email: str, password: str = PASSWORD) -> TestResponse:
    """Sign in as a person does."""
    return visitor.submit("/dang-nhap", {"email": email, "password": password})
