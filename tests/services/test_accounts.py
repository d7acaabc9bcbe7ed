"""Accounts: signing in, sessions, resets, passwords."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock, transactions
from app.access import Role
from app.accounts import passwords
from app.accounts.models import SignIn
from app.accounts.services import recovery, sign_in, tokens
from app.audit.models import Event
from app.errors import Invalid
from app.extensions import db
from app.outbox.models import Letter
from tests.people import PASSWORD, person, secret_in
from tests.shared.staff_accounts import NEW, STAFF, actions


def letters(name: str) -> int:
    return db.session.scalar(select(func.count(Letter.id)).where(Letter.name == name)) or 0


def test_a_sign_in_key_is_kept_only_as_its_hash(writing: None) -> None:
    person(STAFF, Role.OFFICER)

    key = sign_in.sign_in(" Can-Bo@LangSon.test ", PASSWORD)

    kept = db.session.scalars(select(SignIn.key_hash)).one()
    assert key not in kept
    found = sign_in.session_for(key, clock.now())
    assert found is not None
    assert (found.email, found.actor.roles) == (STAFF, {Role.OFFICER})


@pytest.mark.parametrize("who", ["unknown", "wrong password", "disabled", "without a password"])
def test_whoever_may_not_sign_in_hears_the_same_words(writing: None, who: str) -> None:
    someone = person(STAFF, Role.OFFICER)
    email, password = STAFF, PASSWORD
    if who == "unknown":
        email = "ai-do@langson.test"
    elif who == "wrong password":
        password = "không phải nó"
    elif who == "disabled":
        someone.disabled_at = clock.now()
    else:
        someone.password_hash = None
    transactions.commit()

    with pytest.raises(Invalid, match="Địa chỉ thư điện tử, số điện thoại hoặc mật khẩu chưa đúng"):
        sign_in.sign_in(email, password, address="203.0.113.7")

    failed = db.session.scalars(select(Event).where(Event.action == "sign_in_failed")).one()
    assert failed.data == {"address": "203.0.113.7"}


def test_an_unknown_address_costs_a_password_check_too(
    writing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked = []
    monkeypatch.setattr(
        passwords, "verify", lambda kept, password: bool(checked.append(kept)) and False
    )
    for email in ("ai-do@langson.test", "not an address", "a" * 100_000):
        with pytest.raises(Invalid):
            sign_in.sign_in(email, PASSWORD)
    assert checked == [None, None, None]


@pytest.mark.parametrize(("roles", "minutes"), [((Role.OFFICER,), 30), ((), 120)])
def test_an_idle_session_ends_staff_sooner_than_applicants(
    writing: None, roles: tuple[Role, ...], minutes: int
) -> None:
    person(STAFF, *roles)
    key = sign_in.sign_in(STAFF, PASSWORD)
    seen = clock.now()

    clock.advance(timedelta(minutes=minutes) - timedelta(seconds=1))
    assert sign_in.session_for(key, seen) is not None
    clock.advance(timedelta(seconds=1))
    assert sign_in.session_for(key, seen) is None


def test_no_session_lives_longer_than_twelve_hours(writing: None) -> None:
    person(STAFF)
    key = sign_in.sign_in(STAFF, PASSWORD)

    clock.advance(timedelta(hours=12))

    assert sign_in.session_for(key, clock.now()) is None


def test_a_key_without_a_moment_last_seen_is_worth_nothing(writing: None) -> None:
    person(STAFF)
    assert sign_in.session_for(sign_in.sign_in(STAFF, PASSWORD), None) is None


def test_reset_works_once_within_an_hour_and_ends_every_session(writing: None) -> None:
    someone = person(STAFF)
    key = sign_in.sign_in(STAFF, PASSWORD)
    recovery.ask_reset(STAFF)
    secret = secret_in("password_reset", STAFF)

    recovery.set_by_link(secret, tokens.RESET, NEW)

    assert passwords.verify(someone.password_hash, NEW)
    assert sign_in.session_for(key, clock.now()) is None
    assert letters("password_changed") == 1
    transactions.commit()
    with pytest.raises(tokens.Dead):
        recovery.set_by_link(secret, tokens.RESET, "một mật khẩu khác")
    assert db.session.scalar(select(Event.id).where(Event.action == "reset_refused"))


def test_a_reset_link_is_dead_after_an_hour_and_for_another_purpose(writing: None) -> None:
    person(STAFF)
    recovery.ask_reset(STAFF)
    secret = secret_in("password_reset", STAFF)
    with pytest.raises(tokens.Dead):
        tokens.look(secret, tokens.INVITATION)

    clock.advance(timedelta(hours=1))

    with pytest.raises(tokens.Dead):
        tokens.look(secret, tokens.RESET)


def test_the_newest_reset_link_wins(writing: None) -> None:
    person(STAFF)
    recovery.ask_reset(STAFF)
    first = secret_in("password_reset", STAFF)
    recovery.ask_reset(STAFF)

    with pytest.raises(tokens.Dead):
        tokens.look(first, tokens.RESET)
    tokens.look(secret_in("password_reset", STAFF), tokens.RESET)


def test_reset_writes_five_letters_a_day_and_none_to_strangers(writing: None) -> None:
    person(STAFF)
    for _time in range(12):
        recovery.ask_reset(STAFF)
        recovery.ask_reset("ai-do@langson.test")
    assert letters("password_reset") == 5

    clock.advance(timedelta(days=1))
    recovery.ask_reset(STAFF)
    assert letters("password_reset") == 6


def test_a_disabled_persons_link_is_dead(writing: None) -> None:
    someone = person(STAFF)
    recovery.ask_reset(STAFF)
    someone.disabled_at = clock.now()
    db.session.flush()
    with pytest.raises(tokens.Dead):
        tokens.look(secret_in("password_reset", STAFF), tokens.RESET)


def test_changing_the_password_needs_the_current_one_and_ends_other_sessions(
    writing: None,
) -> None:
    someone = person(STAFF)
    mine, other = sign_in.sign_in(STAFF, PASSWORD), sign_in.sign_in(STAFF, PASSWORD)
    me = sign_in.session_for(mine, clock.now())
    assert me is not None

    recovery.change(me.actor, PASSWORD, NEW, key=mine)

    assert sign_in.session_for(mine, clock.now()) is not None
    assert sign_in.session_for(other, clock.now()) is None
    assert letters("password_changed") == 1
    assert actions(someone.id)[-1] == "password_changed"
    transactions.commit()
    with pytest.raises(Invalid) as refusal:
        recovery.change(me.actor, PASSWORD, "chín dòng sông dài", key=mine)
    assert refusal.value.field == "current_password"
