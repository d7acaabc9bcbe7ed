"""The contact of an organisation and the address of a person change."""

import pytest

from app import clock
from app.accounts.services import address, people, recovery, sign_in, tokens
from app.audit import services as audit
from app.errors import Invalid
from app.organisations.services import profile
from app.organisations.services import queries as organisations
from tests import people as making
from tests.factories import World


def test_the_contact_is_changed_by_a_signatory_and_both_addresses_hear_of_it(world: World) -> None:
    member = world.organisation()
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        profile.change_contact(organisation, "moi@example.vn", member.actor)
    told = {letter.to for letter in world.letters("contact_changed")}
    assert told == {member.email, "moi@example.vn"}
    world.submitted(member)
    assert [each.to for each in world.letters("application_submitted")] == ["moi@example.vn"]


def test_an_address_changes_with_the_password_and_by_the_new_mailbox_only(world: World) -> None:
    member = world.organisation()
    new = "moi@example.vn"
    with world.writing():
        mine, other = (sign_in.sign_in(member.email, making.PASSWORD) for _ in range(2))
        recovery.ask_reset(member.email)
    with world.writing(), pytest.raises(Invalid) as refused:
        address.ask(member.actor, new, "không đúng đâu")
    assert refused.value.field == "current_password"
    with world.writing():
        address.ask(member.actor, new, making.PASSWORD)
        secret = making.secret_in("email_change", new)
    assert [letter.to for letter in world.letters("email_change_asked")] == [member.email]
    with world.writing():
        old_link = making.secret_in("password_reset", member.email)
        address.confirm(secret, key=mine)
    with world.reading():
        assert sign_in.session_for(mine, clock.now()) is not None
        assert sign_in.session_for(other, clock.now()) is None
        assert people.by_email(member.email) is None
        with pytest.raises(tokens.Dead):
            tokens.look(old_link, tokens.RESET)
        actions = [each.action for each in audit.history("person", member.actor.person_id or 0)]
    assert {"email_change_asked", "email_changed"} <= set(actions)
    assert {letter.to for letter in world.letters("email_changed")} == {member.email, new}
    with world.writing(), pytest.raises(tokens.Dead):
        address.confirm(secret, key="")


def test_a_known_address_is_not_told_apart_and_a_new_password_stops_the_change(
    world: World,
) -> None:
    member, other = world.organisation(), world.organisation()
    with world.writing():
        address.ask(member.actor, other.email, making.PASSWORD)
    assert [letter.to for letter in world.letters("address_known")] == [other.email]
    assert not world.letters("email_change", to=other.email)
    with world.writing():
        address.ask(member.actor, "moi@example.vn", making.PASSWORD)
        secret = making.secret_in("email_change", "moi@example.vn")
        recovery.change(member.actor, making.PASSWORD, "suối trong chín con", key="")
    with world.reading(), pytest.raises(tokens.Dead):
        address.look(secret)
