"""Who acts for an organisation: capacities, invitations, agents."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import NOBODY, Actor, Permission, allowed
from app.accounts.models import Membership
from app.accounts.services import people, sign_in, tokens
from app.applications.services import filing, queries, signature, submit, withdraw
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.models import Claim
from app.organisations.services import claims, invitations, members
from app.organisations.services import queries as organisations
from tests import people as making
from tests.factories import Member, World, joined, mandate, tax_code

EMAIL = "en@example.vn"


def invite(world: World, member: Member, **said: Any) -> str:
    """Invite somebody and return the secret of the letter."""
    usual = {"email": EMAIL, "name": "Lộc Thị Én", "capacity": "preparer", "mandate": None}
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        invitations.invite(organisation, **{**usual, **said, "by": said.get("by", member.actor)})
        return making.secret_in("member_invitation", said.get("email", EMAIL))


def row_of(world: World, organisation_id: int, actor: Actor) -> int:
    with world.reading():
        found = members.listed(organisation_id)
        return next(row.id for row in found if row.person_id == actor.person_id)


def end(world: World, membership_id: int, by: Actor) -> None:
    with world.writing():
        members.end(members.get(membership_id), by)


def again(world: World, actor: Actor) -> Actor:
    """Return the person as the next request knows them."""
    with world.reading():
        return sign_in.actor_of(actor.person_id or 0)


def test_a_preparer_fills_in_and_the_signatory_submits(world: World) -> None:
    member = world.organisation()
    preparer = joined(world, member, EMAIL, "preparer")
    dossier = world.draft(Member(preparer, member.organisation_id, EMAIL))
    with pytest.raises(DomainError) as refused:
        world.do(submit.submit, dossier, preparer)
    assert refused.value.status == 403

    world.do(signature.ask, dossier, preparer)
    (letter,) = world.letters("signature_wanted")
    assert letter.to == member.email
    assert "Lộc Thị Én" in letter.text
    world.do(submit.submit, dossier, member.actor)
    with pytest.raises(DomainError):
        world.do(withdraw.withdraw, dossier, preparer)
    world.do(withdraw.withdraw, dossier, member.actor)


def test_nobody_is_asked_to_sign_what_is_not_ready(world: World) -> None:
    member = world.organisation()
    preparer = joined(world, member, EMAIL, "preparer")
    dossier = world.draft(Member(preparer, member.organisation_id, EMAIL), signed=False)
    with pytest.raises(Invalid, match="còn thiếu"):
        world.do(signature.ask, dossier, preparer)
    assert not world.letters("signature_wanted")


def test_only_signatories_manage_and_one_of_them_remains(world: World) -> None:
    member = world.organisation()
    preparer = joined(world, member, EMAIL, "preparer")
    own = row_of(world, member.organisation_id, member.actor)
    theirs = row_of(world, member.organisation_id, preparer)
    for deed in (lambda: end(world, own, preparer), lambda: invite(world, member, by=preparer)):
        with pytest.raises(DomainError) as refused:
            deed()
        assert refused.value.status == 403
    with pytest.raises(Conflict, match="người ký cuối cùng"):
        end(world, own, member.actor)

    with world.writing():
        members.change(members.get(theirs), "signatory", member.actor)
    with world.writing():
        members.change(members.get(own), "preparer", member.actor)
    assert again(world, preparer).signatory_of == {member.organisation_id}
    assert not again(world, member.actor).signatory_of
    with pytest.raises(Conflict, match="vừa thay đổi"):
        end(world, theirs, member.actor)  # read before the change: asked again under the lock


def test_a_locked_account_is_no_signatory_that_remains(world: World) -> None:
    member = world.organisation()
    other = joined(world, member, EMAIL, "signatory")
    own = row_of(world, member.organisation_id, member.actor)
    with world.writing():
        people.get(other.person_id or 0).disabled_at = clock.now()
    with pytest.raises(Conflict, match="người ký cuối cùng"):
        end(world, own, member.actor)


def test_who_has_ended_has_nothing_at_the_next_request(world: World) -> None:
    member = world.organisation()
    preparer = joined(world, member, EMAIL, "preparer")
    with world.writing():
        key = sign_in.sign_in(EMAIL, making.PASSWORD)
    end(world, row_of(world, member.organisation_id, preparer), member.actor)
    with world.reading():
        session = sign_in.session_for(key, clock.now())
        assert session is not None
        assert session.actor.organisation_ids == frozenset()
        assert session.actor.organisation_id is None


@pytest.mark.parametrize("how", ["ended", "preparer"])
def test_who_is_shown_out_leaves_no_door_behind(world: World, how: str) -> None:
    member = world.organisation()
    other = joined(world, member, "ky@example.vn", "signatory")
    secret = invite(world, member, capacity="signatory")
    row = row_of(world, member.organisation_id, member.actor)
    if how == "ended":
        end(world, row, other)
    else:
        with world.writing():
            members.change(members.get(row), "preparer", other)
    new = invitations.NewPerson(name="Én", phone="0912345678", password=making.PASSWORD)
    with world.writing(), pytest.raises(tokens.Dead):
        invitations.accept(secret, NOBODY, new)


def test_an_invitation_works_once_for_its_own_mailbox(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    secret = invite(world, member, email=stranger.email)
    with world.writing(), pytest.raises(Conflict, match="đăng nhập"):
        invitations.accept(secret, member.actor, None)
    with world.writing():
        invitations.accept(secret, stranger.actor, None)
    both = again(world, stranger.actor)
    assert both.organisation_ids == {member.organisation_id, stranger.organisation_id}
    assert both.organisation_id == stranger.organisation_id  # the first joined, until they choose
    with world.writing(), pytest.raises(tokens.Dead):
        invitations.accept(secret, stranger.actor, None)


def test_an_invitation_dies_by_a_newer_one_by_taking_it_back_and_by_its_day(world: World) -> None:
    member = world.organisation()
    first, second = invite(world, member), invite(world, member)
    with world.reading():
        (open_,) = invitations.open_invitations(member.organisation_id)
        open_id = open_.id
        with pytest.raises(tokens.Dead):
            invitations.look(first)
        invitations.look(second)
    with world.writing():
        invitations.take_back(invitations.get(open_id), member.actor)
    third = invite(world, member)
    clock.advance(timedelta(days=7))
    for secret in (second, third):
        with world.reading(), pytest.raises(tokens.Dead):
            invitations.look(secret)


def test_at_most_five_invitations_a_day_reach_one_address(world: World) -> None:
    member = world.organisation()
    for _ in range(5):
        invite(world, member)
    with pytest.raises(Conflict, match="nhiều thư"):
        invite(world, member)
    assert len(world.letters("member_invitation", EMAIL)) == 5


def test_an_agent_is_named_to_the_officers_and_both_get_the_letters(world: World) -> None:
    member = world.organisation()
    agent = joined(world, member, EMAIL, "agent", mandate())
    dossier = world.submitted(Member(agent, member.organisation_id, EMAIL))
    letters = {letter.to for letter in world.letters("application_submitted")}
    assert letters == {member.email, EMAIL}
    with world.reading():
        found = filing.of(queries.get(dossier))
        assert found is not None
        assert found.mandate is not None
        assert (found.name, found.mandate.number) == ("Lộc Thị Én", "05/GUQ")
        submitted = audit.history("application", dossier)[-1]
        assert submitted.data["mandate"] == "05/GUQ"
    end(world, row_of(world, member.organisation_id, agent), member.actor)
    world.do(withdraw.withdraw, dossier, member.actor)
    assert [letter.to for letter in world.letters("application_withdrawn")] == [member.email]


def test_a_mandate_says_whether_its_agent_submits_and_ends_with_its_day(world: World) -> None:
    member = world.organisation()
    agent = joined(world, member, EMAIL, "agent", mandate(submits=False, days=3))
    dossier = world.draft(Member(agent, member.organisation_id, EMAIL))
    with pytest.raises(DomainError) as refused:
        world.do(submit.submit, dossier, agent)
    assert refused.value.status == 403
    clock.advance(timedelta(days=3))
    assert again(world, agent).agent_for == {member.organisation_id}
    clock.advance(timedelta(days=1))
    assert again(world, agent).organisation_ids == frozenset()


def test_an_agent_whose_mandate_ran_out_is_invited_again_and_one_in_force_is_not(
    world: World,
) -> None:
    member = world.organisation()
    agent = joined(world, member, EMAIL, "agent", mandate(days=3))
    with world.writing(), pytest.raises(Conflict, match="đã là người"):
        invitations.invite(
            organisations.get(member.organisation_id),
            email=EMAIL, name="Én", capacity="agent", mandate=mandate(), by=member.actor,
        )  # fmt: skip
    clock.advance(timedelta(days=4))
    with world.writing():
        invitations.invite(
            organisations.get(member.organisation_id),
            email=EMAIL, name="Én", capacity="agent", mandate=mandate(), by=member.actor,
        )  # fmt: skip
        invitations.accept(making.secret_in("member_invitation", EMAIL), agent, None)
    assert again(world, agent).agent_for == {member.organisation_id}


def test_a_mandate_that_ended_while_the_page_was_open_submits_nothing(world: World) -> None:
    member = world.organisation()
    agent = joined(world, member, EMAIL, "agent", mandate(days=3))
    dossier = world.draft(Member(agent, member.organisation_id, EMAIL))
    end(world, row_of(world, member.organisation_id, agent), member.actor)
    with pytest.raises(Conflict, match="Giấy ủy quyền"):
        world.do(submit.submit, dossier, agent)


@pytest.mark.parametrize(
    "change",
    [
        "capacity = 'agent'",
        "valid_until = '2030-01-01'",
        "mandate_id = (SELECT MAX(id) FROM mandate)",
    ],
)
def test_the_database_ties_an_agent_to_a_mandate_and_its_end(world: World, change: str) -> None:
    member = world.organisation()
    joined(world, member, EMAIL, "agent", mandate())
    with world.writing(), pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE membership SET {change} WHERE capacity = 'signatory'"))


def test_a_claim_with_a_mandate_lets_an_agent_in_once_an_officer_has_looked(world: World) -> None:
    code = tax_code(40)
    member = world.organisation(code=code)
    with world.writing():
        claim = making.register(code=code, contact_email=EMAIL)
        assert isinstance(claim, Claim)
        claim_id, person_id = claim.id, claim.person_id
    claimant = again(world, Actor(person_id))
    with world.writing():
        claims.show_mandate(claim_id, mandate(), claimant)
    assert again(world, claimant).organisation_ids == frozenset()
    with world.writing(), pytest.raises(DomainError):
        claims.show_mandate(claim_id, mandate(), member.actor)
    with world.writing():
        claims.grant(claim_id, world.officer)
    agent = again(world, claimant)
    assert agent.agent_for == agent.signs_for == {member.organisation_id}
    assert not allowed(
        Permission.MANAGE_MEMBERS, agent, Membership(organisation_id=member.organisation_id)
    )


def test_nobody_joins_without_an_invitation(world: World) -> None:
    world.organisation()
    with world.writing(), pytest.raises(tokens.Dead):
        invitations.accept("x" * 43, NOBODY, None)
    with world.reading():
        assert len(db.session.scalars(select(Membership)).all()) == 1
