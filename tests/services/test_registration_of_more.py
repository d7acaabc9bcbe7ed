"""Who has an account registers another organisation; who meets at one code."""

import threading
from dataclasses import fields

import pytest
from flask import Flask

from app import transactions
from app.access import NOBODY, Actor, Role
from app.accounts.models import Person
from app.accounts.services import people
from app.errors import Conflict, Invalid
from app.organisations.models import (
    Beneficiary,
    Claim,
    Organisation,
)
from app.organisations.services import claims, registration
from tests.people import (
    CODES,
    PASSWORD,
    actor,
    person,
    register,
    secret_in,
    typed,
)
from tests.shared.registering import OTHER, count


def unit(**changes: str) -> registration.Unit:
    """Return what is typed of an organisation alone."""
    wanted = typed(**changes)
    return registration.Unit(
        **{field.name: getattr(wanted, field.name) for field in fields(registration.Unit)}
    )


def refused_claimant() -> Actor:
    """Return someone whose claim of a known code was refused."""
    register()
    claim = register(contact_email=OTHER)
    assert isinstance(claim, Claim)
    claims.refuse(claim.id, "Không quen biết.", actor(person("cv@langson.test", Role.OFFICER)))
    return actor(claim.person)


def test_who_was_refused_for_a_mistyped_code_registers_the_right_one(writing: None) -> None:
    refused = refused_claimant()

    organisation = registration.register_own(unit(code=CODES[1]), refused)

    assert isinstance(organisation, Organisation)
    assert (organisation.code, organisation.contact_email) == (CODES[1], OTHER)
    again = people.by_email(OTHER)
    assert again is not None
    assert actor(again).organisation_ids == {organisation.id}
    with pytest.raises(Conflict):
        registration.register_own(unit(code=CODES[2]), refused)
    assert count(Organisation) == 2


def test_a_known_code_is_claimed_again_and_the_waiting_claim_blocks_another(
    writing: None,
) -> None:
    refused = refused_claimant()

    claim = registration.register_own(unit(), refused)

    assert isinstance(claim, Claim)
    assert claim.state == "waiting"
    with pytest.raises(Conflict):
        registration.register_own(unit(code=CODES[1]), refused)
    assert count(Organisation) == 1


def test_neither_staff_nor_nobody_registers_an_organisation_of_their_own(writing: None) -> None:
    for who in (NOBODY, actor(person("cv@langson.test", Role.OFFICER))):
        with pytest.raises(Conflict):
            registration.register_own(unit(), who)
    assert count(Organisation) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "truong_hoc"),
        ("code", "4909900006"),
        ("commune_code", "99999"),
        ("contact_phone", "1900 1234"),
        ("name", "www.vi-du.example"),
    ],
)
def test_an_organisation_of_ones_own_meets_the_same_rules(
    writing: None, field: str, value: str
) -> None:
    refused = refused_claimant()

    with pytest.raises(Invalid) as refusal:
        registration.register_own(unit(**({"code": CODES[1]} | {field: value})), refused)

    assert refusal.value.field == field
    assert count(Organisation) == 1


def test_of_two_organisations_registered_at_once_by_one_person_one_is_made(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        refused = refused_claimant()
    together = threading.Barrier(2)
    refusals = []

    def send(code: str) -> None:
        together.wait()
        try:
            with app.app_context(), transactions.writing():
                registration.register_own(unit(code=code), refused)
        except Conflict as error:
            refusals.append(error)

    threads = [threading.Thread(target=send, args=(code,)) for code in CODES[1:3]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert (count(Organisation), len(refusals)) == (2, 1)


def test_of_many_confirming_one_code_at_once_one_gets_it_and_the_others_claim_it(
    app: Flask,
) -> None:
    addresses = [f"so{number}@hoixulang.vn" for number in range(6)]
    with app.app_context(), transactions.writing():
        for email in addresses:
            registration.ask(typed(contact_email=email))
        secrets = [secret_in("registration_confirm", email) for email in addresses]
    together = threading.Barrier(len(secrets))

    def confirm(secret: str) -> None:
        together.wait()
        with app.app_context(), transactions.writing():
            registration.confirm(secret, PASSWORD)

    threads = [threading.Thread(target=confirm, args=(secret,)) for secret in secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert (count(Organisation), count(Beneficiary), count(Claim)) == (1, 1, 5)
        assert count(Person) == 6
