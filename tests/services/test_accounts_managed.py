"""Accounts of staff: invited, given roles, disabled, listed."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts.services import people, recovery, sign_in, tokens
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.outbox.models import Letter
from tests.people import PASSWORD, actor, person, secret_in
from tests.shared.staff_accounts import NEW, STAFF, actions


def test_an_invited_person_sets_their_own_password_within_seven_days(writing: None) -> None:
    admin = actor(person("quan-tri@langson.test", Role.ADMIN))
    invited = people.invite(email=STAFF, name="Vi Văn An", roles=[Role.CLERK], actor=admin)
    assert invited.password_hash is None

    recovery.set_by_link(secret_in("invitation", STAFF), tokens.INVITATION, NEW)

    assert actor_of(STAFF, NEW) == {Role.CLERK}
    late = people.invite(email="b@langson.test", name="B", roles=[Role.LEAD], actor=admin)
    clock.advance(timedelta(days=7))
    with pytest.raises(tokens.Dead):
        tokens.look(secret_in("invitation", late.email), tokens.INVITATION)


def actor_of(email: str, password: str) -> frozenset[Role]:
    found = sign_in.session_for(sign_in.sign_in(email, password), clock.now())
    assert found is not None
    return found.actor.roles


def test_a_new_role_ends_the_sessions_and_is_written_down(writing: None) -> None:
    admin = actor(person("quan-tri@langson.test", Role.ADMIN))
    someone = person(STAFF, Role.CLERK)
    key = sign_in.sign_in(STAFF, PASSWORD)

    people.change_roles(someone, [Role.OFFICER, Role.CLERK], admin)

    assert sign_in.session_for(key, clock.now()) is None
    event = db.session.scalars(select(Event).where(Event.action == "roles_changed")).one()
    assert (event.before, event.after) == ("clerk", "clerk,officer")


def test_who_is_disabled_is_out_at_once_and_may_come_back(writing: None) -> None:
    admin = actor(person("quan-tri@langson.test", Role.ADMIN))
    someone = person(STAFF, Role.CLERK)
    key = sign_in.sign_in(STAFF, PASSWORD)

    people.disable(someone, admin)

    assert sign_in.session_for(key, clock.now()) is None
    people.enable(someone, admin)
    assert sign_in.session_for(key, clock.now()) is None
    assert sign_in.sign_in(STAFF, PASSWORD)
    assert actions(someone.id) == ["signed_in", "disabled", "enabled", "signed_in"]


def test_the_last_administrator_stays(writing: None) -> None:
    last = person("quan-tri@langson.test", Role.ADMIN)
    admin = actor(last)
    people.invite(email="moi@langson.test", name="Chưa nhận", roles=[Role.ADMIN], actor=admin)
    gone = person("nghi@langson.test", Role.ADMIN)
    people.disable(gone, admin)

    with pytest.raises(Conflict):
        people.disable(last, admin)
    with pytest.raises(Conflict):
        people.change_roles(last, [Role.OFFICER], admin)

    people.enable(gone, admin)
    people.change_roles(last, [Role.OFFICER], admin)


def test_who_is_no_administrator_manages_nobody(writing: None) -> None:
    someone = person(STAFF, Role.DIRECTOR)
    director = actor(someone)
    for deed in (
        lambda: people.invite(email="x@langson.test", name="X", roles=[Role.ADMIN], actor=director),
        lambda: people.change_roles(someone, [Role.ADMIN], director),
        lambda: people.disable(someone, director),
    ):
        with pytest.raises(DomainError) as refusal:
            deed()
        assert refusal.value.status == 403


def test_the_first_administrator_is_invited_by_a_command(app: Flask, cli: FlaskCliRunner) -> None:
    arguments = ["users", "invite", "--email", "A@langson.test", "--name", "Hà", "--role", "admin"]

    assert cli.invoke(args=arguments).exit_code == 0

    again = cli.invoke(args=arguments)
    assert again.exit_code == 1
    assert "đã có tài khoản" in again.output
    with app.app_context():
        assert db.session.scalars(select(Letter.to)).all() == ["a@langson.test"]


def test_a_name_of_staff_carries_no_link_into_the_letter(writing: None) -> None:
    admin = actor(person(STAFF, Role.ADMIN))
    with pytest.raises(Invalid) as refusal:
        people.invite(
            email="moi@langson.test", name="Xem www.vi-du.example", roles=[Role.CLERK], actor=admin
        )
    assert refusal.value.field == "name"

    made = people.invite(
        email="moi@langson.test", name=" Lý\nThị  Hạnh ", roles=[Role.CLERK], actor=admin
    )
    assert made.name == "Lý Thị Hạnh"


def test_the_list_of_people_goes_on_where_its_page_ended(
    writing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Bytewise, "-" and "." sort before letters; a locale would leave them out of account.
    ordered = ["a-b@x.test", "a.a@x.test", "a@x.test", "a_c@x.test", "aa@x.test"]
    for email in reversed(ordered):
        person(email, Role.CLERK)
    monkeypatch.setattr(people, "PAGE", 1)

    seen, after = [], ""
    while True:
        found, after = people.listed(after=after)
        seen += [one.email for one in found]
        if not after:
            break

    assert seen == ordered
