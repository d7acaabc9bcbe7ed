"""Registering: the letter, the password, the limits, the organisation made."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, transactions
from app.accounts import notice, passwords
from app.accounts.models import Consent, Membership, Person
from app.accounts.services.tokens import Dead
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations.models import (
    Beneficiary,
    Claim,
    Identifier,
    Organisation,
    PendingRegistration,
)
from app.organisations.services import registration
from app.outbox.models import Letter
from tests.people import (
    BRANCH,
    CODES,
    PASSWORD,
    PERSONAL_NUMBER,
    register,
    secret_in,
    typed,
)
from tests.shared.registering import OTHER, count

EMAIL = typed().contact_email


def letters_to(address: str) -> list[str]:
    return list(
        db.session.scalars(select(Letter.name).where(Letter.to == address).order_by(Letter.id))
    )


def test_before_the_letter_is_answered_there_is_only_a_pending_row(writing: None) -> None:
    registration.ask(typed())

    assert count(PendingRegistration) == 1
    for model in (Person, Organisation, Identifier, Beneficiary, Membership):
        assert count(model) == 0


def test_a_pending_registration_takes_no_tax_code(writing: None) -> None:
    registration.ask(typed())

    assert isinstance(register(contact_email=OTHER), Organisation)


def test_confirming_makes_person_organisation_membership_and_consent(writing: None) -> None:
    organisation = register(code="4909 900 005")

    assert isinstance(organisation, Organisation)
    assert (organisation.code, organisation.beneficiary.root_code) == (CODES[0], CODES[0])
    assert organisation.contact_email == EMAIL
    membership = db.session.scalars(select(Membership)).one()
    assert membership.capacity == "signatory"
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.notice_version, consent.notice_text) == (
        notice.VERSION,
        notice.current().text,
    )
    assert passwords.verify(db.session.scalars(select(Person)).one().password_hash, PASSWORD)
    assert db.session.scalars(select(PendingRegistration)).one().password_hash == ""


def test_a_confirmation_works_once(app: Flask, writing: None) -> None:
    registration.ask(typed())
    secret = secret_in("registration_confirm", EMAIL)
    registration.confirm(secret, PASSWORD)
    transactions.commit()

    with pytest.raises(Dead):
        registration.confirm(secret, PASSWORD)
    assert count(Person) == 1


def test_a_confirmation_is_dead_after_a_day(writing: None) -> None:
    registration.ask(typed())
    transactions.commit()
    clock.advance(timedelta(hours=24))

    with pytest.raises(Dead):
        registration.confirm(secret_in("registration_confirm", EMAIL), PASSWORD)
    assert count(Person) == 0


def test_who_registers_someone_elses_address_has_no_use_of_its_owners_confirming(
    writing: None,
) -> None:
    registration.ask(typed(code=CODES[1], password="kẻ lạ chọn trước"))
    strangers = secret_in("registration_confirm", EMAIL)
    registration.ask(typed())
    owners = secret_in("registration_confirm", EMAIL)
    transactions.commit()

    with pytest.raises(Invalid) as refusal:
        registration.confirm(strangers, PASSWORD)

    assert refusal.value.field == "password"
    assert count(Person) == 0
    refused = select(Event).where(Event.action == "password_refused")
    assert db.session.scalars(refused).one().actor_id is None
    assert isinstance(registration.confirm(owners, PASSWORD), Organisation)
    made = db.session.scalars(select(Person)).one()
    assert passwords.verify(made.password_hash, PASSWORD)


def test_a_wrong_password_does_not_end_the_letters_link(writing: None) -> None:
    registration.ask(typed())
    secret = secret_in("registration_confirm", EMAIL)
    transactions.commit()
    for wrong in ("", "không phải mật khẩu này", PASSWORD + " "):
        with pytest.raises(Invalid):
            registration.confirm(secret, wrong)

    assert isinstance(registration.confirm(secret, PASSWORD), Organisation)


def test_a_known_address_gets_a_letter_and_nothing_else(writing: None) -> None:
    register()

    registration.ask(typed(code=CODES[1]))

    assert letters_to(EMAIL) == ["registration_confirm", "address_known"]
    assert count(PendingRegistration) == 1


def test_a_known_address_costs_a_password_hash_too(
    writing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    register()
    hashed = []
    real = passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda p: hashed.append(p) or real(p))

    registration.ask(typed(code=CODES[1]))

    assert hashed == [PASSWORD]


def test_the_second_confirmation_of_one_address_is_refused(writing: None) -> None:
    registration.ask(typed())
    first = secret_in("registration_confirm", EMAIL)
    registration.ask(typed(code=CODES[1]))
    registration.confirm(secret_in("registration_confirm", EMAIL), PASSWORD)

    with pytest.raises(Conflict):
        registration.confirm(first, PASSWORD)
    assert count(Person) == 1


def test_an_address_gets_at_most_five_letters_a_day(writing: None) -> None:
    for _time in range(9):
        registration.ask(typed())
    assert len(letters_to(EMAIL)) == 5

    register(contact_email=OTHER, code=CODES[1])
    for _time in range(9):
        registration.ask(typed(contact_email=OTHER))
    assert len(letters_to(OTHER)) == 5


def test_a_known_code_becomes_a_claim(writing: None) -> None:
    owner = register()
    claim = register(contact_email=OTHER)

    assert isinstance(claim, Claim)
    assert isinstance(owner, Organisation)
    assert (claim.state, claim.organisation_id) == ("waiting", owner.id)
    assert claim.person.memberships == []
    assert letters_to(EMAIL)[-1] == "claim_asked"
    assert count(Organisation) == 1


@pytest.mark.parametrize(("first", "second"), [(CODES[0], BRANCH), (BRANCH, CODES[0])])
def test_branch_and_parent_share_a_beneficiary_whoever_comes_first(
    writing: None, first: str, second: str
) -> None:
    known = register(code=first)
    claim = register(contact_email=OTHER, code=second)

    assert isinstance(known, Organisation)
    assert isinstance(claim, Claim)
    assert known.beneficiary.root_code == CODES[0]
    assert (claim.beneficiary_id, claim.organisation_id) == (known.beneficiary_id, None)


def test_a_household_business_registers_with_a_personal_number(writing: None) -> None:
    organisation = register(kind="co_so_sxkd", code=PERSONAL_NUMBER)

    assert isinstance(organisation, Organisation)
    assert organisation.beneficiary.root_code == PERSONAL_NUMBER
    letter = db.session.scalars(select(Letter)).one()
    assert PERSONAL_NUMBER not in letter.text + letter.html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "truong_hoc"),
        ("code", "4909900006"),
        ("commune_code", "99999"),
        ("commune_code", "059\x0077"),
        ("name", "Xem www.vi-du.example"),
        ("representative", "Mai https://vi-du.example"),
        ("contact_name", "Mời mở HTTP://vi-du.example"),
        ("contact_phone", "1900 1234"),
        ("contact_email", "tu@"),
        ("password", CODES[0]),
        ("password", f"a{CODES[0]}b"),
        ("password", "12345678"),
        ("password", EMAIL),
    ],
)
def test_what_breaks_a_rule_is_refused_next_to_its_field(
    writing: None, field: str, value: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        registration.ask(typed(**{field: value}))
    assert refusal.value.field == field
    assert count(PendingRegistration) == 0


def test_names_stand_on_one_line_with_single_spaces(writing: None) -> None:
    organisation = register(name=" Công ty\n\nHồi  Lạng ", contact_name="Nông\tVăn Tú")

    assert isinstance(organisation, Organisation)
    assert organisation.name == "Công ty Hồi Lạng"
    assert organisation.contact_name == "Nông Văn Tú"
    assert db.session.scalars(select(Person)).one().name == "Nông Văn Tú"


def test_registrations_nobody_confirmed_are_forgotten_after_a_day(writing: None) -> None:
    registration.ask(typed())
    assert registration.forget_expired() == 0

    clock.advance(timedelta(hours=24))

    assert registration.forget_expired() == 1
    assert count(PendingRegistration) == 0
