"""Who registers something like a known organisation of the history."""

import pytest

from app.applications.models import Application
from app.applications.services import submit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.services import alike
from app.organisations.models import UNKNOWN, Claim, Organisation
from app.organisations.services import claims, queries
from app.outbox.models import Letter
from app.programmes.services import contents
from tests import people
from tests.factories import FIVE_S, ISO9001, World, tax_code
from tests.shared.claimed import COMMUNE, NAME, ask, grant, make_old, organisations_of


def test_a_new_code_of_who_is_like_a_provisional_organisation_takes_the_claims_path(
    world: World,
) -> None:
    old = make_old(world)
    asked = ask(world, tax_code(71))
    with world.reading():
        claim = db.session.get_one(Claim, asked.claim)
        assert (claim.basis, claim.organisation_id) == ("likeness", old)
        assert claims.waiting_for_members(asked.member.actor) == []
        found = claims.alike(claim)
        assert [one.organisation_id for one in found] == [old]
        assert "Cùng người đại diện" in found[0].likeness.reasons
    letters = world.letters("", asked.member.email)
    assert not any(NAME in letter.text for letter in letters)


def test_the_same_organisation_gets_the_code_and_the_member(world: World) -> None:
    old = make_old(world)
    asked = ask(world, tax_code(71))
    with pytest.raises(Invalid):
        grant(world, asked, same_as=old)  # nobody called
    assert grant(world, asked, same_as=old, phoned=True) == old
    assert organisations_of(world, asked.member) == {old}
    with world.reading():
        organisation = queries.get(old)
        assert (organisation.code, organisation.is_provisional) == (tax_code(71), False)
        assert organisation.beneficiary.root_code == tax_code(71)


def test_another_organisation_is_made_of_the_stand_in_with_its_drafts(world: World) -> None:
    old = make_old(world)
    asked = ask(world, tax_code(71))
    dossier = world.draft(asked.member, ISO9001)
    assert grant(world, asked) == asked.member.organisation_id
    with world.writing():  # the phiếu carries the tax code now
        world._sign(db.session.get_one(Application, dossier), asked.member.actor)
    world.do(submit.submit, dossier, asked.member.actor)  # what the other one had blocks nothing
    with world.reading():
        made = queries.get(asked.member.organisation_id)
        assert (made.code, made.is_standin) == (tax_code(71), False)
        assert made.beneficiary.root_code == tax_code(71)
        assert queries.get(old).is_provisional


def test_the_officer_cannot_choose_an_organisation_that_has_a_code(world: World) -> None:
    other = world.organisation()
    make_old(world)
    asked = ask(world, tax_code(71))
    with pytest.raises(Invalid):
        grant(world, asked, same_as=other.organisation_id, phoned=True)


def test_a_code_that_was_taken_meanwhile_is_not_given_twice(world: World) -> None:
    old = make_old(world)
    asked = ask(world, tax_code(71))
    make_old(world, code=tax_code(71), name="Công ty khác", representative="", commune_code=UNKNOWN)
    for judged in ({}, {"same_as": old, "phoned": True}):
        with pytest.raises(Conflict):
            grant(world, asked, **judged)


def test_who_is_unlike_registers_as_ever(world: World) -> None:
    make_old(world)
    with world.writing():
        made = people.register(
            code=tax_code(71), contact_email="la@xa.vn", name="HTX Chè Đình Lập",
            representative="Vi Văn Sơn", commune_code=COMMUNE,
        )  # fmt: skip
        assert isinstance(made, Organisation)


def test_an_organisation_is_made_known_once_for_a_code(world: World) -> None:
    make_old(world, code=tax_code(70))
    with pytest.raises(Conflict):
        make_old(world, code=tax_code(70))
    with pytest.raises(DomainError):
        make_old(world, kind="ngan_hang")


def test_an_unknown_commune_is_asked_for_before_anything_is_submitted(world: World) -> None:
    old = make_old(world, commune_code=UNKNOWN)
    with world.reading():
        assert "Xã, phường" in queries.profile_missing(queries.get(old))


def test_the_claimant_reads_nothing_of_what_is_claimed_in_any_letter(world: World) -> None:
    make_old(world, code=tax_code(70), name="Tên cũ trong sổ")
    ask(world, tax_code(70))
    assert world.count(Letter, Letter.text.contains("Tên cũ trong sổ")) == 0


def test_an_officer_sees_what_an_organisation_alike_has_of_the_same_content(world: World) -> None:
    member = world.organisation(kind="hop_tac_xa", name="Hợp tác xã hoa hồi Xứ Lạng")
    old = make_old(world)
    make_old(world, name="HTX Chè Đình Lập", representative="Vi Văn Sơn", phone="")
    with world.reading():
        organisation = queries.get(member.organisation_id)
        (same,) = alike.holdings(organisation, contents.get(ISO9001).id)
        assert same.candidate.organisation_id == old
        assert [entry.given_year for entry in same.entries] == [2026]
        assert all(not one.entries for one in alike.holdings(organisation, contents.get(FIVE_S).id))
