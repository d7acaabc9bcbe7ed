"""Once only at its edges: refused, ended, another body, another time, another edition."""

import pytest

from app import clock
from app.applications.services import submit, withdraw
from app.changes import Changes
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.models import RELEASED, SET_ASIDE, USED, Entry
from app.ledger.services import (
    SlotTaken,
    closing,
    exceptions,
    joining,
    lookback,
    overlaps,
    standing,
    units,
)
from app.organisations.models import Organisation, Succession
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import FIVE_S, ISO9001, SCOPE, Member, World
from tests.shared.given import DOCUMENT, OLD, allow, give, state, unit

pytestmark = pytest.mark.usefixtures("staffed")


def warned(world: World, member: Member, content: str = ISO9001) -> str:
    """Return what an officer would be warned of."""
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        return "\n".join(overlaps.warnings(organisation, contents.get(content), SCOPE))


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
