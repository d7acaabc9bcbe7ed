"""Who claims an organisation that history brought in, for tests."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.access import SYSTEM, Actor
from app.accounts.models import Person
from app.extensions import db
from app.ledger.services import history
from app.organisations.models import Claim
from app.organisations.services import claims, provisional
from app.programmes.services import contents
from tests import people
from tests.factories import ISO9001, SCOPE, Member, World, complete

NAME, COMMUNE = "HTX Hoa hồi Xứ Lạng", "05977"
OLD = {
    "name": NAME,
    "kind": "hop_tac_xa",
    "by": SYSTEM,
    "origin": "imported",
    "commune_code": COMMUNE,
    "representative": "Hoàng Thị Mai",
    "phone": "0205 3812 345",
}
SAID = {
    "kind": "hop_tac_xa",
    "name": "Hợp tác xã hoa hồi Xứ Lạng",
    "commune_code": COMMUNE,
    "representative": "Hoàng Thị Mai",
}


@dataclass(frozen=True)
class Claimed:
    """An old organisation with a support of 2019, and who claims it."""

    old: int
    claim: int
    member: Member  # of the stand-in


def make_old(world: World, **changes: Any) -> int:
    with world.writing():
        old = provisional.make(**{**OLD, **changes})
        history.record_given(
            scope=SCOPE, organisation=old, content=contents.get(ISO9001), year=2026, by=SYSTEM
        )
        return old.id


def ask(world: World, code: str, email: str = "moi@hoi.vn", **said: str) -> Claimed:
    with world.writing():
        claim = people.register(code=code, contact_email=email, **{**SAID, **said})
        assert isinstance(claim, Claim)
        assert claim.standin is not None
        person = db.session.scalars(select(Person).where(Person.email == email)).one()
        actor = Actor(
            person.id,
            person.name,
            organisation_ids=frozenset({claim.standin.id}),
            signs_for=frozenset({claim.standin.id}),
        )
        complete(claim.standin, actor, {})
        assert claim.organisation_id is not None
        return Claimed(claim.organisation_id, claim.id, Member(actor, claim.standin.id, email))


def grant(world: World, asked: Claimed, **judged: Any) -> int:
    with world.writing():
        claim = claims.grant(asked.claim, world.officer, claims.Judged(**judged))
        assert claim.organisation_id is not None
        return claim.organisation_id


def organisations_of(world: World, member: Member) -> frozenset[int]:
    """Return what a session of the member would have."""
    with world.writing():
        person = db.session.get_one(Person, member.actor.person_id)
        return people.actor(person).organisation_ids
