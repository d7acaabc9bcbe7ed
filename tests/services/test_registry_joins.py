"""Organisations join, succeed and split: what happens to what they had."""

from typing import Any

import pytest
from sqlalchemy import ForeignKey, select

from app.access import Role
from app.applications.services import queries
from app.appraisal.services import interests
from app.errors import Conflict, Invalid
from app.extensions import Base, db
from app.ledger.models import SET_ASIDE, USED, Entry
from app.ledger.services.slots import SlotTaken
from app.organisations.models import Organisation
from app.organisations.services import queries as organisations
from app.organisations.services.queries import beneficiary_of, by_code
from app.registry.models import Act
from app.registry.services import deeds, directory, preview
from tests.factories import FIVE_S, ISO9001, Member, World, tax_code
from tests.shared.registry_acts import ON, dump, given, old_list, run, undo


def states(world: World) -> dict[int, str]:
    with world.reading():
        return {entry.id: entry.state for entry in db.session.scalars(select(Entry))}


def beneficiary(world: World, member: Member) -> int:
    with world.reading():
        return organisations.get(member.organisation_id).beneficiary_id


def test_cooperatives_that_merge_inherit_the_union_and_the_old_one_ceases(world: World) -> None:
    new, old = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    given(world, new, FIVE_S)
    given(world, old, ISO9001)
    world.draft(old, content="NS-XANH")
    act = run(
        world, deeds.succeed, new.organisation_id, old.organisation_id,
        inherits=True, ceases=True, since=ON, keep={},
    )  # fmt: skip
    for content in (ISO9001, FIVE_S):
        with pytest.raises(SlotTaken):
            world.submitted(new, content)
    with pytest.raises(Conflict, match="chấm dứt"):
        world.submitted(old, "TXNG-AD")
    assert world.count(Act, Act.id == act) == 1


def test_a_household_that_became_a_company_is_linked_and_only_warned_about(world: World) -> None:
    company, household = world.organisation(), world.organisation("co_so_sxkd")
    given(world, household)
    run(
        world, deeds.succeed, company.organisation_id, household.organisation_id,
        inherits=False, ceases=True, since=ON, keep={},
    )  # fmt: skip
    assert beneficiary(world, company) != beneficiary(world, household)
    world.submitted(company)


def test_two_supports_that_meet_are_decided_by_a_person(world: World) -> None:
    new, old = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    kept, other = given(world, new, year=2023), given(world, old, year=2019)
    before = dump(world)
    with world.reading():
        shown = preview.of_joining(
            organisations.get(new.organisation_id), organisations.get(old.organisation_id)
        )
        assert [(c.staying.id, c.coming.id) for c in shown.collisions] == [(kept, other)]
    how: dict[str, Any] = {"inherits": True, "ceases": True, "since": ON}
    pair = (new.organisation_id, old.organisation_id)
    with pytest.raises(Invalid) as refused:
        run(world, deeds.succeed, *pair, **how, keep={})
    assert refused.value.field == f"keep_{other}"
    assert dump(world) == before
    act = run(world, deeds.succeed, *pair, **how, keep={other: kept})
    assert states(world) == {kept: USED, other: SET_ASIDE}
    undo(world, act)
    assert dump(world) == before


def test_a_slot_a_live_dossier_holds_stands_in_the_way_and_is_named(world: World) -> None:
    new, old = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    given(world, new)
    dossier = world.submitted(old)
    reference = world.fact(dossier, "reference")
    with pytest.raises(Conflict, match=reference):
        run(
            world, deeds.succeed, new.organisation_id, old.organisation_id,
            inherits=True, ceases=False, since=ON, keep={dossier: 1},
        )  # fmt: skip


def test_a_duplicate_gives_everything_to_the_record_that_stays_and_back(world: World) -> None:
    stays = world.organisation("hop_tac_xa", name="HTX Hồi Bình Gia")
    twice = world.organisation("hop_tac_xa", name="Hợp tác xã Hồi Bình Gia")
    given(world, twice)
    dossier = world.submitted(twice, FIVE_S)
    officer = world.staff(Role.OFFICER, email="co-loi-ich@so.example.vn")
    with world.writing():
        interests.declare(queries.get(dossier), "Người nhà làm việc tại đó.", officer, whole=True)
    before = dump(world)
    act = run(world, deeds.join, stays.organisation_id, twice.organisation_id, {})
    with world.reading():
        assert queries.get(dossier).organisation_id == stays.organisation_id
        assert queries.get(dossier).declared_by == {officer.person_id}
        entries = db.session.scalars(select(Entry.organisation_id)).all()
        assert set(entries) == {stays.organisation_id}
        listed = [row.id for row in directory.listed(directory.Filters(query="hồi bình gia")).rows]
        assert listed == [stays.organisation_id]
        assert organisations.get(twice.organisation_id).joined_into_id == stays.organisation_id
    undo(world, act)
    assert dump(world) == before


def test_a_list_entry_without_a_code_is_joined_into_the_one_that_registered(world: World) -> None:
    registered = world.organisation("hop_tac_xa")
    listed = old_list(world)
    given(world, listed)
    run(world, deeds.join, registered.organisation_id, listed.organisation_id, {})
    with pytest.raises(SlotTaken):
        world.submitted(registered)


def test_drafts_of_the_same_content_stop_a_join_so_that_none_is_lost(world: World) -> None:
    stays, twice = world.organisation(), world.organisation()
    world.draft(stays)
    world.draft(twice)
    with pytest.raises(Conflict, match="bản nháp"):
        run(world, deeds.join, stays.organisation_id, twice.organisation_id, {})


def test_a_split_takes_along_what_the_officer_names(world: World) -> None:
    whole, part = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    goes, stays = given(world, whole, ISO9001), given(world, whole, FIVE_S)
    before = dump(world)
    act = run(
        world, deeds.split, whole.organisation_id, part.organisation_id, [goes],
        ceases=False, since=ON, keep={},
    )  # fmt: skip
    with world.reading():
        there = {entry.id: entry.organisation_id for entry in db.session.scalars(select(Entry))}
        assert there == {goes: part.organisation_id, stays: whole.organisation_id}
    with pytest.raises(SlotTaken):
        world.submitted(part, ISO9001)
    world.submitted(whole, ISO9001)
    with pytest.raises(Conflict, match="Không hoàn tác được"):
        undo(world, act)
    assert before != dump(world)


def test_a_support_told_twice_leaves_with_both_of_its_entries_or_with_none(world: World) -> None:
    whole, part = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    goes, twin = given(world, whole), given(world, whole, year=2023, set_aside=True)
    rest = {"ceases": False, "since": ON, "keep": {}}
    pair = (whole.organisation_id, part.organisation_id)
    with pytest.raises(Invalid, match=r"không còn chặn \(2023\)") as refused:
        run(world, deeds.split, *pair, [goes], **rest)
    assert refused.value.field == "going"
    run(world, deeds.split, *pair, [goes, twin], **rest)
    with world.reading():
        assert {each.organisation_id for each in db.session.scalars(select(Entry))} == {pair[1]}


def test_whoever_registers_a_branch_of_a_joined_root_meets_the_joined_history(
    world: World,
) -> None:
    stays, goes = world.organisation("hop_tac_xa"), world.organisation("hop_tac_xa")
    given(world, goes)
    with world.reading():
        code = organisations.get(goes.organisation_id).code
    run(
        world, deeds.succeed, stays.organisation_id, goes.organisation_id,
        inherits=True, ceases=True, since=ON, keep={},
    )  # fmt: skip
    with world.reading():
        known = beneficiary_of("mst", f"{code}001")
        assert known is not None
        assert known.id == organisations.get(stays.organisation_id).beneficiary_id
        assert by_code("mst", tax_code(500)) is None


# A table that points at organisations is moved by a join, or stays with the record on purpose.
MOVED_BY_A_JOIN = {
    "identifier", "membership", "claim", "application", "registration_form", "support",
    "ledger_entry", "need", "mandate", "member_invitation", "paper_consent",
}  # fmt: skip


def test_every_table_that_points_at_organisations_is_known_to_a_join() -> None:
    pointing = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if isinstance(key, ForeignKey) and key.column.table.name == Organisation.__tablename__
    }
    assert pointing == MOVED_BY_A_JOIN | STAYING


# Lineage itself, the words of its own names, the acts, which name the record they were about, and
# interests declared of it, which hold for all records of its beneficiary.
STAYING = {
    "organisation", "former_name", "organisation_word", "succession", "organisation_act",
    "interest",
}  # fmt: skip
