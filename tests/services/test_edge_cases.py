"""The cases at the edge of "một nội dung chỉ được hỗ trợ 01 lần": the default and the setting.

Each is described in docs/quy-tac-01-lan.md, in the same order. Joining, parting and changed codes
have their acts in the registry and are tried with them too.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from app import clock
from app.access import SYSTEM
from app.applications.services import submit, withdraw
from app.changes import Changes
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.models import RELEASED, SET_ASIDE, USED, Entry
from app.ledger.services import (
    SlotTaken,
    closing,
    exceptions,
    history,
    joining,
    lookback,
    overlaps,
    standing,
    units,
)
from app.organisations.models import Organisation, Succession
from app.organisations.services import queries as organisations
from app.programmes.services import catalogue, contents
from app.review.services import reception
from tests.factories import FIVE_S, GAP, ISO9001, REASON, SCOPE, Member, World

DOCUMENT: dict[str, Any] = {
    "document_number": "15/TTr-CCTĐC",
    "document_on": date(2026, 11, 2),
    "reason": REASON,
}
OLD = "2012-2020"


@pytest.fixture
def world(world: World) -> World:
    """The world with its leaders: made before a transaction needs them."""
    assert world.lead.roles
    assert world.director.roles
    assert world.officer.roles
    return world


def give(world: World, member: Member, content: str = ISO9001, **said: Any) -> int:
    """Write a support of the past into the ledger and return the entry's id."""
    with world.writing():
        return history.record_given(
            scope=said.pop("scope", SCOPE),
            organisation=organisations.get(member.organisation_id),
            content=contents.get(content),
            year=said.pop("year", 2026),
            by=SYSTEM,
            **said,
        ).id


def state(world: World, entry: int) -> str:
    with world.reading():
        return db.session.get_one(Entry, entry).state


def warned(world: World, member: Member, content: str = ISO9001) -> str:
    """Return what an officer would be warned of."""
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        return "\n".join(overlaps.warnings(organisation, contents.get(content), SCOPE))


def allow(world: World, entry: int) -> int:
    """Propose and approve an exception."""
    with world.writing():
        made = exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id
    with world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=world.director)
    return made


def unit(world: World, content: str, rule: str, **said: Any) -> units.Preview:
    with world.writing():
        return units.change(
            contents.get(content), rule, by=said.pop("by", world.director), **DOCUMENT, **said
        )


# -- rejected, withdrawn, ended mid-way


def test_rejected_or_withdrawn_before_the_contract_frees(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    rejected = world.rejected(one)
    withdrawn = world.submitted(two)
    world.do(withdraw.withdraw, withdrawn, two.actor)
    assert {world.slot(rejected), world.slot(withdrawn)} == {RELEASED}
    assert world.status(world.submitted(two)) == "submitted"


@pytest.mark.parametrize(("counts", "after"), [(True, USED), (False, RELEASED)])
def test_ended_mid_way_a_director_says_whether_it_counts(
    world: World, counts: bool, after: str
) -> None:
    member = world.organisation()
    entry = give(world, member)
    with pytest.raises(DomainError) as refused, world.writing():
        closing.close(exceptions.entry(entry), counts=counts, by=world.lead, **DOCUMENT)
    assert refused.value.status == 403
    with world.writing():
        closing.close(exceptions.entry(entry), counts=counts, by=world.director, **DOCUMENT)
    assert state(world, entry) == after
    if counts:
        with pytest.raises(SlotTaken):
            world.submitted(member)
    else:
        assert world.status(world.submitted(member)) == "submitted"
        with pytest.raises(Conflict), world.writing():  # nothing is left to be concluded
            closing.close(exceptions.entry(entry), counts=True, by=world.director, **DOCUMENT)


def test_where_the_one_that_counted_is_freed_its_duplicate_counts(world: World) -> None:
    member = world.organisation()
    counted, twin = give(world, member), give(world, member, year=2023, set_aside=True)
    with world.writing():
        closing.close(exceptions.entry(counted), counts=False, by=world.director, **DOCUMENT)
    assert (state(world, counted), state(world, twin)) == (RELEASED, USED)
    with pytest.raises(SlotTaken, match="2023"):
        world.submitted(member)


# -- branches, names, codes, successors


def test_a_branch_rolls_up_to_its_root_and_differs_only_by_exception(world: World) -> None:
    parent = world.organisation()
    entry = give(world, parent)
    family = world.relatives(parent, 1)
    (branch,) = family.actor.organisation_ids - {parent.organisation_id}
    with pytest.raises(SlotTaken, match="2026"):
        world.submitted(family, organisation_id=branch)
    allow(world, entry)  # a dependent unit with a site of its own
    dossier = world.draft(family, organisation_id=branch, call="DEMO-2026-2")
    world.do(submit.submit, dossier, family.actor)
    assert world.slot(dossier) == "held"
    assert state(world, entry) == SET_ASIDE


def test_a_new_name_keeps_the_history(world: World) -> None:
    member = world.organisation()
    give(world, member)
    with world.writing():
        organisations.get(member.organisation_id).name = "Công ty TNHH Tên Mới"
    with pytest.raises(SlotTaken):
        world.submitted(member)


def test_a_household_that_became_a_company_is_linked_and_warned_of(world: World) -> None:
    household, company = world.organisation("co_so_sxkd"), world.organisation()
    give(world, household)
    assert warned(world, company).count("kế thừa") == 0
    with world.writing():
        db.session.add(
            Succession(
                successor_id=company.organisation_id,
                predecessor_id=household.organisation_id,
                inherits=False,
                since=clock.today(),
            )
        )
    assert "liên quan về kế thừa, đã được hỗ trợ nội dung này: năm 2026" in warned(world, company)
    assert world.status(world.submitted(company)) == "submitted"


def test_joined_cooperatives_have_the_union_and_a_person_decides_what_meets(world: World) -> None:
    staying, coming = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    kept, lost = give(world, staying), give(world, coming)
    alone = give(world, coming, FIVE_S)

    def join(keep: dict[int, int]) -> None:
        with world.writing():
            one, other = (
                db.session.get_one(Organisation, each.organisation_id).beneficiary_id
                for each in (staying, coming)
            )
            joining.move(Changes(), joining.entries_of(other), one, keep, world.officer)

    with pytest.raises(Invalid):
        join({})
    join({lost: kept})
    assert (state(world, kept), state(world, lost), state(world, alone)) == (USED, SET_ASIDE, USED)
    with pytest.raises(SlotTaken):
        world.submitted(staying, FIVE_S)


# -- time and place


def test_an_earlier_scope_warns_and_blocks_only_where_the_switch_says_so(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    for member in (one, two):
        give(world, member, scope=OLD, year=2018, document_number="12/QĐ")
    assert "phạm vi 2012-2020: năm 2018, 12/QĐ" in warned(world, one)
    assert world.status(world.submitted(one)) == "submitted"
    with world.writing():
        programme = lookback.get("KH-DEMO-2026-2030")
        lookback.change(programme, [OLD], "9/QĐ-SKHCN", world.director)
    with world.reading():
        found = standing.for_content(organisations.get(two.organisation_id), contents.get(ISO9001))
        assert found.state == standing.State.USED
    with pytest.raises(SlotTaken, match="2018"):
        world.submitted(two)
    with pytest.raises(DomainError), world.writing():
        lookback.change(lookback.get("KH79"), [OLD], "1", world.officer)


def test_another_edition_of_a_standard_is_the_same_content(world: World) -> None:
    with world.reading():
        assert {"ISO 9001:2015"} <= {
            name for name in contents.get(ISO9001).editions if name.startswith("ISO 9001")
        }
    member = world.organisation()
    entry = give(world, member, source="ISO 9001:2015")
    with pytest.raises(SlotTaken):
        world.submitted(member)  # for the edition of 2026
    allow(world, entry)
    assert world.status(world.submitted(member)) == "submitted"


def test_applying_a_system_and_certifying_it_are_two_contents(world: World) -> None:
    member = world.organisation()
    give(world, member, "HTQL-22000")
    assert world.status(world.submitted(member, "CN-ATTP")) == "submitted"


def test_new_products_next_year_block_by_default_and_are_warned_of_where_set_so(
    world: World,
) -> None:
    member = world.organisation()
    entry = give(world, member, "SP-TCCS", year=2025)
    with pytest.raises(SlotTaken):
        world.submitted(member, "SP-TCCS")
    unit(world, "SP-TCCS", units.YEAR)
    with world.reading():
        assert db.session.get_one(Entry, entry).rule_key == "SP-TCCS:2025"
    dossier = world.draft(member, "SP-TCCS")
    world.do(submit.submit, dossier, member.actor)
    assert "so sản phẩm với lần trước" in warned(world, member, "SP-TCCS")
    with pytest.raises(SlotTaken):  # the same year
        world.submitted(member, "SP-TCCS")
    with pytest.raises(Invalid):
        unit(world, ISO9001, units.YEAR)


def test_a_model_overlapping_5s_warns_and_lists_it(world: World) -> None:
    member = world.organisation()
    give(world, member, FIVE_S, document_number="5/QĐ")
    said = warned(world, member, "MH-DIEM")
    assert "Có phần trùng với “Áp dụng công cụ 5S”: năm 2026, 5/QĐ." in said
    with world.reading():
        found = standing.for_content(
            organisations.get(member.organisation_id), contents.get("MH-DIEM")
        )
        assert found.state == standing.State.OPEN
        assert any("5S" in remark for remark in found.remarks)


def test_other_budgets_are_declared_and_warned_of(world: World) -> None:
    member = world.organisation(earlier_support="Khuyến công 2024: máy sấy")
    assert "Khuyến công 2024: máy sấy" in warned(world, member)
    nothing = world.organisation(earlier_support="Chưa được hỗ trợ.")
    assert "nguồn khác" not in warned(world, nothing), "nobody is warned of nothing"
    assert world.status(world.submitted(member)) == "submitted"


# -- exceptions


def test_an_exception_is_proposed_by_one_and_decided_by_another(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    both = world.staff(*world.lead.roles, *world.director.roles, email="hai-vai@so.example.vn")
    with world.writing():
        made = exceptions.propose(exceptions.entry(entry), by=both, **DOCUMENT).id
    with pytest.raises(Conflict, match="đang chờ"), world.writing():
        exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT)
    with pytest.raises(DomainError) as refused, world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=both)
    assert refused.value.status == 403
    with pytest.raises(Invalid), world.writing():
        exceptions.decide(exceptions.get(made), approve=False, reason=" ", by=world.director)
    with world.writing():
        exceptions.decide(exceptions.get(made), approve=True, reason="", by=world.director)
    assert state(world, entry) == SET_ASIDE
    (letter,) = world.letters("exception_approved")
    assert letter.to == member.email
    assert "được xem xét đăng ký lại" in letter.text
    assert "15/TTr-CCTĐC" in letter.text
    with pytest.raises(Conflict), world.writing():
        exceptions.decide(exceptions.get(made), approve=False, reason="Thôi", by=world.director)
    assert world.status(world.submitted(member)) == "submitted"


def test_an_exception_is_told_on_paper_where_there_is_no_address(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    with world.writing():
        organisations.get(member.organisation_id).contact_email = ""
    allow(world, entry)
    (letter,) = world.letters("exception_approved")
    assert (letter.to, letter.channel) == ("", "paper")


def test_a_refused_or_withdrawn_proposal_leaves_the_support_as_it_is(world: World) -> None:
    member = world.organisation()
    entry = give(world, member)
    for ends in ("refuse", "withdraw"):
        with world.writing():
            made = exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id
        with world.writing():
            request = exceptions.get(made)
            if ends == "refuse":
                exceptions.decide(request, approve=False, reason="Chưa rõ", by=world.director)
            else:
                exceptions.withdraw(request, world.lead)
    assert state(world, entry) == USED
    with pytest.raises(SlotTaken):
        world.submitted(member)
    assert world.letters("exception_approved") == []


def test_proposals_are_listed_page_by_page_those_to_be_decided_in_front(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exceptions, "PAGE", 1)
    member, made = world.organisation(), []
    for content in (ISO9001, FIVE_S):
        entry = give(world, member, content)
        with world.writing():
            made.append(exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT).id)
    with world.writing():
        exceptions.decide(exceptions.get(made[1]), approve=False, reason="Thôi", by=world.director)
    with world.reading():
        first = exceptions.listed()
        second = exceptions.listed(first.next_key)
        assert [row.id for row in (*first.rows, *second.rows)] == made
        assert second.next_key == ""
        assert exceptions.listed("1.x").rows[0].id == made[0]  # no key of ours


PAPERLESS: dict[str, dict[str, Any]] = {
    "document_number": {"document_number": " "},
    "document_on": {"document_on": date(2027, 11, 2)},
    "reason": {"reason": ""},
}


@pytest.mark.parametrize("field", PAPERLESS)
def test_no_act_of_the_ledger_is_carried_out_without_its_paper(world: World, field: str) -> None:
    entry = give(world, world.organisation())
    paper = DOCUMENT | PAPERLESS[field]
    number = paper["document_number"]
    acts: list[Callable[[], object]] = [
        lambda: exceptions.propose(exceptions.entry(entry), by=world.lead, **paper),
        lambda: closing.close(exceptions.entry(entry), counts=True, by=world.director, **paper),
        lambda: units.change(contents.get(FIVE_S), units.NONE, by=world.director, **paper),
    ]
    if field == "document_number":
        acts += [
            lambda: lookback.change(lookback.get("KH79"), [OLD], number, world.director),
            lambda: history.mark_reviewed(OLD, 2020, world.director, document_number=number),
        ]
    for act in acts:
        with pytest.raises(Invalid) as refused, world.writing():
            act()
        assert refused.value.field == field


def test_what_a_live_dossier_holds_cannot_be_excepted(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with world.reading():
        entry = db.session.scalars(select(Entry.id).where(Entry.application_id == dossier)).one()
    with pytest.raises(Conflict, match="đang giữ"), world.writing():
        exceptions.propose(exceptions.entry(entry), by=world.lead, **DOCUMENT)


# -- the unit of the rule


def test_the_unit_changes_keys_in_one_go_and_the_file_does_not_change_it_back(
    world: World,
) -> None:
    member = world.organisation()
    entry = give(world, member, GAP, standard="VietGAP")
    held = world.submitted(member, GAP, standard="GlobalGAP")
    with pytest.raises(Conflict, match="hơn một lượt"):
        unit(world, GAP, units.CONTENT)
    world.do(reception.decline, held, REASON, world.officer)
    done = unit(world, GAP, units.CONTENT)
    assert (done.entries, done.changing) == (2, 2)
    with world.reading():
        assert db.session.get_one(Entry, entry).rule_key == GAP
    with pytest.raises(SlotTaken):
        world.submitted(member, GAP, standard="GlobalGAP")
    result = world.app.test_cli_runner().invoke(args=["catalogue", "load"])
    assert result.exit_code == 0, result.output
    with world.reading():
        content = contents.get(GAP)
        assert (content.rule, content.rule_document) == (units.CONTENT, "15/TTr-CCTĐC")
    with pytest.raises(DomainError):
        unit(world, GAP, units.NONE, by=world.officer)


def test_a_file_changes_no_unit_that_supports_lean_on(world: World, tmp_path: Path) -> None:
    member = world.organisation()
    give(world, member)
    data = yaml.safe_load(catalogue.SHIPPED.read_text(encoding="utf-8"))
    for each in data["contents"]:
        if each["code"] in (ISO9001, FIVE_S):
            each["rule"] = "none"
    file = tmp_path / "catalogue.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    for force in (False, True):
        with world.writing():
            assert catalogue.load(file, SYSTEM, force=force).rules_left == [ISO9001]
        with world.reading():
            assert contents.get(ISO9001).rule == "content"
            assert contents.get(FIVE_S).rule == "none"  # nobody has had it
    with pytest.raises(SlotTaken):
        world.submitted(member)


def test_from_content_to_standard_each_entry_must_be_named(world: World) -> None:
    member = world.organisation()
    entry = give(world, member, FIVE_S)
    with world.writing():
        units.add_standard(contents.get(FIVE_S), "5S cơ bản", "", world.lead)
        units.add_standard(contents.get(FIVE_S), "Năm S", "5S cơ bản", world.lead)
    with pytest.raises(Conflict), world.writing():
        units.add_standard(contents.get(FIVE_S), "nam s", "", world.lead)
    with world.reading():
        found = units.preview(contents.get(FIVE_S), units.STANDARD)
        assert [each.id for each in found.lacking] == [entry]
        assert not found.possible
    with pytest.raises(Invalid, match="1 lượt chưa ghi"):
        unit(world, FIVE_S, units.STANDARD)
    unit(world, FIVE_S, units.STANDARD, standards={entry: "Năm S"})
    with world.reading():
        row = db.session.get_one(Entry, entry)
        assert (row.rule_key, row.standard) == ("CC-5S:5scoban", "5S cơ bản")


def test_outside_the_rule_nothing_collides(world: World) -> None:
    member = world.organisation()
    give(world, member)
    unit(world, ISO9001, units.NONE)
    assert world.status(world.submitted(member)) == "submitted"
