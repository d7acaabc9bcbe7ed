"""Who claims an organisation of the history by its code."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app import clock
from app.access import Actor
from app.accounts.models import Membership
from app.applications.models import Application, RegistrationForm
from app.applications.services import submit
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.services import standing
from app.oracle.evidence import Evidence
from app.oracle.examine import examine
from app.organisations.models import Claim
from app.organisations.services import claims, queries
from app.registry.services import deeds
from app.registry.services.acts import Paper
from tests import people
from tests.factories import FIVE_S, ISO9001, Member, World, tax_code
from tests.shared.claimed import NAME, SAID, ask, grant, make_old, organisations_of

PHONED = claims.Judged(phoned=True)


def test_who_claims_an_imported_organisation_drafts_apart_from_its_history(world: World) -> None:
    old = make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    dossier = world.draft(asked.member, ISO9001)

    assert organisations_of(world, asked.member) == {asked.member.organisation_id}
    assert old not in {asked.member.organisation_id}
    with world.reading():
        standin = queries.get(asked.member.organisation_id)
        assert standing.given_to(standin) == []
        assert standin.code == ""
        assert standin.beneficiary_id != queries.get(old).beneficiary_id
    with pytest.raises(Conflict, match="đang xác nhận yêu cầu"):
        world.do(submit.submit, dossier, asked.member.actor)
    assert (world.status(dossier), world.slot(dossier)) == ("draft", None)


def test_the_officer_must_have_called_the_phone_on_file(world: World) -> None:
    make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    with pytest.raises(Invalid) as refused:
        grant(world, asked)
    assert refused.value.field == "phoned"
    grant(world, asked, phoned=True)
    with world.reading():
        assert db.session.get_one(Claim, asked.claim).confirmation == "02053812345"
        event = db.session.scalars(
            select(Event).where(Event.subject == "claim", Event.action == "granted")
        ).one()
        assert event.actor_id == world.officer.person_id
        assert event.data["confirmation"] == "02053812345"


def test_without_a_phone_on_file_the_officer_says_how(world: World) -> None:
    make_old(world, code=tax_code(70), phone="")
    asked = ask(world, tax_code(70))
    with pytest.raises(Invalid) as refused:
        grant(world, asked, phoned=True, verified="  ")
    assert refused.value.field == "verified"
    grant(world, asked, verified="Đến trụ sở")
    with world.reading():
        assert db.session.get_one(Claim, asked.claim).confirmation == "Đến trụ sở"


def test_once_confirmed_the_drafts_go_on_in_the_organisation_itself(world: World) -> None:
    old = make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    dossier = world.draft(asked.member, FIVE_S)

    assert grant(world, asked, phoned=True) == old

    assert organisations_of(world, asked.member) == {old}
    member = Member(
        Actor(
            asked.member.actor.person_id,
            organisation_ids=frozenset({old}),
            signs_for=frozenset({old}),
        ),
        old,
        "",
    )
    assert world.fact(dossier, "organisation_id") == old
    assert world.count(RegistrationForm, RegistrationForm.organisation_id != old) == 0
    with world.reading():
        given = standing.given_to(queries.get(old))
        assert [entry.given_year for entry in given] == [2026]
        profile = queries.get(old)
        assert (profile.name, profile.phone) == (NAME, "02053812345")  # the file stays the file
        assert profile.field_of_business == "Chế biến hồi"  # what it lacked is filled in
        assert queries.get(asked.member.organisation_id).joined_into_id == old
        capacity = db.session.scalars(
            select(Membership.capacity).where(Membership.organisation_id == old)
        ).one()
        assert capacity == "signatory"
    with world.writing():
        world._sign(db.session.get_one(Application, dossier), member.actor)
    world.do(submit.submit, dossier, member.actor)
    assert world.status(dossier) == "submitted"


def test_what_was_given_before_blocks_the_draft_once_confirmed(world: World) -> None:
    old = make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    dossier = world.draft(asked.member, ISO9001)
    grant(world, asked, phoned=True)
    member = Actor(
        asked.member.actor.person_id, organisation_ids=frozenset({old}), signs_for=frozenset({old})
    )
    with world.writing():
        world._sign(db.session.get_one(Application, dossier), member)
    with pytest.raises(Conflict, match="đã được hỗ trợ nội dung này năm 2026"):
        world.do(submit.submit, dossier, member)


def test_no_act_of_the_registry_lets_a_claimant_in_unconfirmed(world: World) -> None:
    old = make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    standin, today = asked.member.organisation_id, clock.today()
    paper = Paper("15/QĐ", today, "Nhập nhầm tổ chức.")
    for deed in (
        lambda by: deeds.join(old, standin, {}, paper, by),
        lambda by: deeds.make_branch(standin, old, {}, paper, by),
        lambda by: deeds.change_code(standin, tax_code(72), today, paper, by),
    ):
        with pytest.raises(Conflict, match="yêu cầu tham gia"), world.writing():
            deed(world.officer)
    assert organisations_of(world, asked.member) == {standin}


def test_a_refused_claimants_drafts_are_gone(world: World) -> None:
    make_old(world, code=tax_code(70))
    asked = ask(world, tax_code(70))
    dossier = world.draft(asked.member, FIVE_S)
    with world.writing():
        claims.refuse(asked.claim, "Không đúng người.", world.officer)
    assert organisations_of(world, asked.member) == frozenset()
    assert world.count(Application, Application.id == dossier) == 0
    assert world.events(dossier)[-1] == "discard"


def test_two_claimants_never_see_each_others_drafts(world: World) -> None:
    make_old(world, code=tax_code(70))
    first, second = ask(world, tax_code(70)), ask(world, tax_code(70), "hai@hoi.vn")
    ours, theirs = world.draft(first.member, FIVE_S), world.draft(second.member, FIVE_S)
    assert first.member.organisation_id != second.member.organisation_id
    grant(world, first, phoned=True)
    grant(world, second, phoned=True)  # the same draft of one organisation: the first stays
    assert world.count(Application, Application.id.in_([ours, theirs])) == 1
    with world.reading():
        capacities = {
            row.person_id: row.capacity
            for row in db.session.scalars(
                select(Membership).where(Membership.organisation_id == first.old)
            )
        }
    assert capacities[first.member.actor.person_id or 0] == "signatory"
    assert capacities[second.member.actor.person_id or 0] == "preparer"


def test_a_registered_organisations_claimant_waits_as_ever(world: World) -> None:
    owner = world.organisation()
    with world.writing():
        code = queries.get(owner.organisation_id).code
        claim = people.register(code=code, contact_email="moi@hoi.vn")
        assert isinstance(claim, Claim)
        assert claim.standin_id is None


def test_a_branch_of_an_imported_organisation_is_made_of_its_stand_in(world: World) -> None:
    old = make_old(world, code=tax_code(70))
    with world.writing():
        claim = people.register(code=f"{tax_code(70)}001", contact_email="cn@hoi.vn", **SAID)
        assert isinstance(claim, Claim)
        assert claim.organisation_id is None
        key, standin = claim.id, claim.standin_id
    with world.writing():
        claims.grant(key, world.officer, PHONED)
    with world.reading():
        branch = queries.get(standin or 0)
        assert (branch.code, branch.is_standin) == (f"{tax_code(70)}001", False)
        assert branch.beneficiary_id == queries.get(old).beneficiary_id


def test_after_every_answer_the_checker_finds_no_fault(world: World) -> None:
    same = make_old(world)
    make_old(world)  # still there, for the others to be like
    make_old(world, code=tax_code(70), name="HTX Gốm Bình Gia", representative="Vi Văn Sơn")
    by_code = ask(world, tax_code(70))
    first, second = ask(world, tax_code(71), "a@hoi.vn"), ask(world, tax_code(72), "b@hoi.vn")
    for each in (by_code, first, second):
        world.draft(each.member, FIVE_S)
    grant(world, by_code, phoned=True)
    grant(world, first, same_as=same, phoned=True)
    grant(world, second)
    last = ask(world, tax_code(73), "c@hoi.vn")
    world.draft(last.member, FIVE_S)
    with world.writing():
        claims.refuse(last.claim, "Không đúng người.", world.officer)
    with world.reading():
        see = Evidence(db.session.connection(), Path("/nowhere"), "testing")
        faults = [fault for fault in examine(see) if "file" not in fault.law]
    assert faults == []
