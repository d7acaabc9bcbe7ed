"""Who else acts for an organisation of the small world, and their giấy ủy quyền."""

import io
from datetime import timedelta

from app import clock
from app.access import NOBODY, Actor
from app.accounts.services import mandates, sign_in
from app.organisations.services import invitations
from app.organisations.services import queries as organisations
from tests import people
from tests.factories.ground import Ground
from tests.factories.things import Member, pdf


def mandate(*, submits: bool = True, days: int = 30) -> mandates.Typed:
    """Return a giấy ủy quyền that lasts for `days` more days."""
    return mandates.Typed(
        number="05/GUQ",
        valid_until=clock.today() + timedelta(days=days),
        submits=submits,
        stream=io.BytesIO(pdf()),
        file_name="giay-uy-quyen.pdf",
    )


def joined(
    world: Ground, member: Member, email: str, capacity: str, paper: mandates.Typed | None = None
) -> Actor:
    """Let somebody new act for the member's organisation; return them as whoever acts."""
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        invitations.invite(
            organisation,
            email=email,
            name="Lộc Thị Én",
            capacity=capacity,
            mandate=paper,
            by=member.actor,
        )
        secret = people.secret_in("member_invitation", email)
        new = invitations.NewPerson(name="Lộc Thị Én", phone="0912345678", password=people.PASSWORD)
        return sign_in.actor_of(invitations.accept(secret, NOBODY, new).person_id)
