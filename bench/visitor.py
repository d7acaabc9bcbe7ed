"""A signed-in visitor without the sign-in page: a row and the cookie it would have set."""

from secrets import token_urlsafe

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import clock, transactions
from app.accounts import sessions
from app.accounts.models import Person, SignIn
from app.accounts.services import sign_in
from app.extensions import db


def enter(app: Flask, client: FlaskClient, email: str) -> None:
    """Sign the person with this address in, without the cost of a password."""
    key = token_urlsafe(32)
    with app.app_context(), transactions.writing():
        person_id = db.session.scalars(select(Person.id).where(Person.email == email)).one()
        db.session.add(
            SignIn(key_hash=sign_in.digest(key), person_id=person_id, created_at=clock.now())
        )
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = key, True
        session[sessions.SEEN] = int(clock.now().timestamp())
