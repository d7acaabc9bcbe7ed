"""Claims: who may answer, once, and where the claimant gets in."""

import pytest
from sqlalchemy import select

from app.access import Actor, Role
from app.accounts.models import Person
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.organisations.models import Claim, Organisation
from app.organisations.services import claims, queries
from app.outbox.models import Letter
from tests.people import BRANCH, CODES, actor, person, register, typed

EMAIL, OTHER = typed().contact_email, "khac@hoixulang.vn"


def who(email: str) -> Actor:
    return actor(db.session.scalars(select(Person).where(Person.email == email)).one())


def claimed(code: str = CODES[0]) -> tuple[Organisation, Claim]:
    """Return an organisation, and a claim of `code` by someone else."""
    owner = register()
    claim = register(contact_email=OTHER, code=code, name="Chi nhánh Đồng Đăng")
    assert isinstance(owner, Organisation)
    assert isinstance(claim, Claim)
    return owner, claim


def test_a_member_lets_someone_into_the_organisation_that_has_the_code(writing: None) -> None:
    owner, claim = claimed()
    assert [one.id for one in claims.waiting_for_members(who(EMAIL))] == [claim.id]

    claims.grant(claim.id, who(EMAIL))

    assert who(OTHER).organisation_ids == {owner.id}
    letter = db.session.scalars(select(Letter).where(Letter.name == "claim_answered")).one()
    assert (letter.to, "được đồng ý" in letter.text) == (OTHER, True)


def test_a_branch_let_in_is_an_organisation_of_its_own_under_the_same_beneficiary(
    writing: None,
) -> None:
    owner, claim = claimed(BRANCH)

    claims.grant(claim.id, who(EMAIL))

    branch = queries.of_actor(who(OTHER))
    assert branch is not None
    assert (branch.code, branch.name) == (BRANCH, "Chi nhánh Đồng Đăng")
    assert branch.id != owner.id
    assert branch.beneficiary_id == owner.beneficiary_id


def test_an_officer_may_answer_in_the_members_place(writing: None) -> None:
    owner, claim = claimed()
    officer = actor(person("chuyen-vien@langson.test", Role.OFFICER))
    assert [one.id for one in claims.waiting_for_officers(officer)] == [claim.id]

    claims.grant(claim.id, officer)

    assert who(OTHER).organisation_ids == {owner.id}
    event = db.session.scalars(select(Event).where(Event.action == "granted")).one()
    assert event.data["by_officer"] is True


def test_nobody_else_may_answer_not_even_the_claimant(writing: None) -> None:
    _owner, claim = claimed()
    register(contact_email="la@xa.vn", code=CODES[1])
    director = person("giam-doc@langson.test", Role.DIRECTOR)
    claimant = who(OTHER)
    as_officer = Actor(claimant.person_id, claimant.name, frozenset({Role.OFFICER}))
    for someone in (claimant, as_officer, who("la@xa.vn"), actor(director)):
        with pytest.raises(DomainError) as refusal:
            claims.grant(claim.id, someone)
        assert refusal.value.status == 403
    assert claims.waiting_for_members(who("la@xa.vn")) == []


def test_a_claim_is_answered_once(writing: None) -> None:
    _owner, claim = claimed()
    claims.refuse(claim.id, "Không phải người của đơn vị.", who(EMAIL))

    with pytest.raises(Conflict):
        claims.grant(claim.id, who(EMAIL))

    assert not who(OTHER).organisation_ids
    letter = db.session.scalars(select(Letter).where(Letter.name == "claim_answered")).one()
    assert "Không phải người của đơn vị." in letter.text


def test_a_refusal_needs_a_reason(writing: None) -> None:
    _owner, claim = claimed()
    with pytest.raises(Invalid) as refusal:
        claims.refuse(claim.id, "", who(EMAIL))
    assert refusal.value.field == "reason"


def test_two_claims_of_one_branch_end_in_one_organisation(writing: None) -> None:
    _owner, first = claimed(BRANCH)
    second = register(contact_email="ba@hoixulang.vn", code=BRANCH)
    assert isinstance(second, Claim)

    claims.grant(first.id, who(EMAIL))
    claims.grant(second.id, who(EMAIL))

    assert who(OTHER).organisation_ids == who("ba@hoixulang.vn").organisation_ids
    assert len(who(OTHER).organisation_ids) == 1


def test_the_letter_to_the_members_names_the_claimant_and_links_to_the_answer(
    writing: None,
) -> None:
    _owner, claim = claimed()
    letter = db.session.scalars(select(Letter).where(Letter.name == "claim_asked")).one()

    assert letter.to == EMAIL
    assert OTHER in letter.text
    assert f"/to-chuc/yeu-cau/{claim.id}" in letter.text
