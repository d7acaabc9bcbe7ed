"""Letters of the house, and the secrets that came by them."""

from sqlalchemy import select

from app import clock
from app.accounts.services import tokens
from app.demo import people
from app.extensions import db
from app.organisations.models import Claim
from app.organisations.services import registration
from app.outbox import services as outbox
from app.outbox.models import FAILED
from tests.house.names import CODE, EMAILS, FREE_CODE, PASSWORD, House, person
from tests.people import secret_in, typed


def add(house: House) -> None:
    """A claim, a registration that waits, a letter that failed, one to be printed."""
    registration.ask(typed(code=CODE, contact_email=EMAILS["claimant"], password=PASSWORD))
    registration.confirm(secret_in("registration_confirm", EMAILS["claimant"]), PASSWORD)
    claim = db.session.scalars(select(Claim)).one()
    house.things["claim"] = {"claim_id": claim.id}
    waiting = "cho@" + people.DOMAIN
    registration.ask(typed(code=FREE_CODE, contact_email=waiting))
    house.things["pending"] = {"token": secret_in("registration_confirm", waiting)}
    letter = outbox.post("password_changed", waiting, "house", {"name": "DEMO", "at": clock.now()})
    letter.state, letter.last_error = FAILED, "550 no such mailbox"
    house.things["letter"] = {"letter_id": letter.id}
    printed = outbox.post(
        "password_changed",
        "",
        "house on paper",
        {"name": "DEMO", "at": clock.now()},
        recipient=outbox.Recipient("Đơn vị DEMO", "Thôn DEMO", "02053812345"),
    )
    house.things["paper_letter"] = {"letter_id": printed.id}
    secret, _token = tokens.issue(person("owner"), tokens.FIRST_PASSWORD)
    house.things["first_password"] = {"token": secret}
