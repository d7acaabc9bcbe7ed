"""Who has no e-mail: letters on paper, and a sign-in by phone with a code an officer says."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor
from app.accounts.models import Person
from app.accounts.services import people, phone, recovery, sign_in, tokens
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.models import Organisation
from app.outbox import paper
from app.outbox import services as outbox
from app.outbox.dispatcher import send_due
from app.outbox.models import HANDED_OVER, TO_PRINT
from tests.factories import Member, World

NUMBER = "0912345678"
NEW = "suối trong chín con"


def without_address(world: World, member: Member) -> None:
    with world.writing():
        organisation = db.session.get_one(Organisation, member.organisation_id)
        organisation.contact_email = ""
        organisation.contact_phone = NUMBER


def caller(world: World) -> Actor:
    """Return somebody who signs in by phone, with no password yet."""
    with world.writing():
        made = Person(phone_login=NUMBER, name="Hà Thị Lìn", phone=NUMBER, created_at=clock.now())
        db.session.add(made)
        db.session.flush()
        return Actor(made.id, made.name)


def code_for(world: World, person: Actor) -> str:
    by = world.officer
    with world.writing():
        return phone.issue(
            people.get(person.person_id or 0), by, organisation_id=1, spoke_to="Bà Lìn"
        )


def test_a_letter_to_nobodys_address_waits_to_be_printed_for_whom_and_where(world: World) -> None:
    member = world.organisation()
    without_address(world, member)
    world.accepted(member)
    first, second = world.letters("application_")
    assert (first.name, second.name) == ("application_submitted", "application_accepted")
    assert {first.state, second.state} == {TO_PRINT}
    assert first.recipient["name"].startswith("Công ty TNHH Mẫu Thử")
    assert "Trần Hưng Đạo" in first.recipient["address"]
    assert first.recipient["phone"] == NUMBER
    assert send_due_in(world) == 0
    with world.reading():
        listed, after = paper.waiting()
        assert [letter.id for letter in listed] == [first.id, second.id]
        assert after == 0
        assert first.subject in paper.short(listed[0])


def send_due_in(world: World) -> int:
    """Let the worker run; return how many of the paper letters it took."""
    with world.app.app_context():
        send_due()
    return sum(letter.state != TO_PRINT for letter in world.letters("application_"))


def test_a_letter_is_handed_over_once_by_the_desk_and_it_is_noted_how(world: World) -> None:
    member, clerk = world.organisation(), world.clerk
    without_address(world, member)
    world.submitted(member)
    (letter,) = world.letters("application_")
    with world.writing(), pytest.raises(DomainError) as refused:
        paper.hand_over(paper.get(letter.id), "post", "", member.actor)
    assert refused.value.status == 403
    with world.writing(), pytest.raises(Invalid):
        paper.hand_over(paper.get(letter.id), "bồ câu", "", clerk)
    with world.writing():
        paper.hand_over(paper.get(letter.id), "post", "RR123456789VN", clerk)
    with world.writing(), pytest.raises(Conflict):
        paper.hand_over(paper.get(letter.id), "post", "", clerk)
    with world.reading():
        event = audit.history("letter", letter.id)[-1]
        assert (event.after, event.data["note"]) == (HANDED_OVER, "RR123456789VN")
        assert paper.waiting() == ([], 0)


def test_a_secret_is_never_put_on_paper(world: World) -> None:
    said = {"name": "A", "path": "/x", "expires_at": clock.now()}
    with world.writing(), pytest.raises(ValueError, match="never put on paper"):
        outbox.post("password_reset", "", "k", said, sensitive=True)
    member = world.organisation()
    without_address(world, member)
    world.submitted(member)
    with world.writing(), pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE letter SET sensitive = TRUE WHERE channel = 'paper'"))


def test_a_letter_that_went_by_e_mail_is_no_paper(world: World) -> None:
    world.submitted(world.organisation())
    (letter,) = world.letters("application_")
    with world.reading(), pytest.raises(DomainError):
        paper.get(letter.id)


def test_a_code_opens_the_page_that_sets_a_password_and_then_the_phone_signs_in(
    world: World,
) -> None:
    person = caller(world)
    code = code_for(world, person)
    assert len(code.replace("-", "")) * 4.9 > 60  # bits
    for typed in (code, code.lower().replace("-", " ")):
        with world.writing():
            secret = phone.enter("+84 912 345 678", typed)
        assert secret
    with world.writing():
        recovery.set_by_link(secret, tokens.FIRST_PASSWORD, NEW)
    with world.writing():
        assert not phone.enter(NUMBER, code), "a code opens nothing once a password is set"
        key = sign_in.sign_in("0912 345 678", NEW)
        found = sign_in.session_for(key, clock.now())
        assert found is not None
        assert (found.actor.person_id, found.email) == (person.person_id, NUMBER)


def test_a_code_is_one_persons_lives_seven_days_and_the_newest_wins(world: World) -> None:
    person = caller(world)
    first, second = code_for(world, person), code_for(world, person)
    with world.writing():
        assert not phone.enter(NUMBER, first)
        assert not phone.enter("0987654321", second)
        assert not phone.enter("ai@example.vn", second)
        assert phone.enter(NUMBER, second)
    clock.advance(timedelta(days=7))
    with world.writing():
        assert not phone.enter(NUMBER, second)


def test_the_code_is_no_password_and_only_its_hash_is_kept(world: World) -> None:
    person = caller(world)
    code = code_for(world, person)
    with world.writing(), pytest.raises(Invalid):
        sign_in.sign_in(NUMBER, code)
    with world.reading():
        kept = list(db.session.scalars(text("SELECT hash FROM token")))
        assert kept == [sign_in.digest(code.replace("-", ""))]
        (event,) = (
            each
            for each in audit.history("person", person.person_id or 0)
            if each.action == "phone_code_issued"
        )
        assert event.data["called"] == NUMBER
        assert event.data["spoke_to"] == "Bà Lìn"
        assert event.actor_name == world.officer.name
        assert code not in str(event.data)


def test_at_most_five_codes_a_day_are_given_and_none_to_a_locked_account(world: World) -> None:
    person = caller(world)
    for _ in range(5):
        code_for(world, person)
    with pytest.raises(Conflict, match="nhiều mã"):
        code_for(world, person)
    clock.advance(timedelta(days=1))
    with world.writing():
        people.get(person.person_id or 0).disabled_at = clock.now()
    with pytest.raises(Conflict, match="khóa"):
        code_for(world, person)


def test_a_person_has_an_address_or_a_number(world: World) -> None:
    person = caller(world)
    with world.writing(), pytest.raises(IntegrityError):
        db.session.execute(
            text("UPDATE person SET phone_login = NULL WHERE id = :id"), {"id": person.person_id}
        )
    with world.reading():
        listed, _after = people.listed(staff_only=False)
        assert NUMBER in [each.login for each in listed]
