"""Acts on organisations: what the ledger says after them, and that each can be taken back."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import ForeignKey, select, text

from app import clock
from app.access import Actor, Role
from app.applications.services import queries, search, submit
from app.appraisal.services import interests
from app.errors import Conflict, DomainError, Invalid
from app.extensions import Base, db
from app.ledger.models import SET_ASIDE, USED, Entry
from app.ledger.services import book, history
from app.ledger.services.slots import SlotTaken
from app.organisations.models import Organisation
from app.organisations.services import provisional
from app.organisations.services import queries as organisations
from app.organisations.services.queries import beneficiary_of, by_code
from app.programmes.services import contents
from app.registry.models import Act
from app.registry.services import acts, deeds, directory, page, preview
from app.registry.services.acts import Paper
from tests.factories import FIVE_S, ISO9001, SCOPE, Member, World, tax_code

ON = date(2026, 11, 2)
PAPER = Paper("15/QĐ-HTX", ON, "Theo giấy chứng nhận đăng ký thay đổi lần 2.")
# What an act may write; events, letters and the act itself stay when it is undone.
TABLES = (
    "organisation", "identifier", "beneficiary", "former_name", "succession", "membership",
    "ledger_entry", "application", "organisation_word", "search_word", "claim",
)  # fmt: skip


def given(
    world: World, member: Member, content: str = ISO9001, year: int = 2022, set_aside: bool = False
) -> int:
    by = world.officer
    with world.writing():
        return history.record_given(
            scope=SCOPE,
            organisation=organisations.get(member.organisation_id),
            content=contents.get(content),
            year=year,
            by=by,
            document_number=f"{year}/QĐ",
            set_aside=set_aside,
        ).id


def old_list(world: World, name: str = "HTX Hồi Bình Gia", code: str = "") -> Member:
    """Return an organisation that an import made: nobody signs in for it."""
    by = world.officer
    with world.writing():
        made = provisional.make(name=name, kind="hop_tac_xa", by=by, origin="imported", code=code)
        return Member(Actor(None), made.id, "")


def run(world: World, deed: Callable[..., Act], *args: Any, **said: Any) -> int:
    by = world.officer
    with world.writing():
        return deed(*args, **said, paper=PAPER, by=by).id


def undo(world: World, act_id: int) -> None:
    by = world.officer
    with world.writing():
        acts.undo(acts.get(act_id), "Ghi nhầm tổ chức.", by)


def dump(world: World) -> str:
    """Return the tables an act may write, without the counters of their versions."""
    with world.reading():
        rows = {
            table: sorted(
                json.dumps({k: v for k, v in row.items() if k != "version"}, default=str)
                for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings()
            )
            for table in TABLES
        }
        return json.dumps(rows, indent=1)


def states(world: World) -> dict[int, str]:
    with world.reading():
        return {entry.id: entry.state for entry in db.session.scalars(select(Entry))}


def beneficiary(world: World, member: Member) -> int:
    with world.reading():
        return organisations.get(member.organisation_id).beneficiary_id


def test_a_renamed_organisation_is_found_by_both_names_and_can_have_its_name_back(
    world: World,
) -> None:
    member = world.organisation(name="Công ty TNHH Thạch Đen Tràng Định")
    world.submitted(member)
    before = dump(world)
    act = run(world, deeds.rename, member.organisation_id, "Công ty TNHH Sương Sáo Xứ Lạng", ON)
    with world.reading():
        for words in ("thach den", "suong sao"):
            found = [row.id for row in directory.listed(directory.Filters(query=words)).rows]
            assert found == [member.organisation_id], words
        names = page.whole(organisations.get(member.organisation_id)).former_names
        assert [name.name for name in names] == ["Công ty TNHH Thạch Đen Tràng Định"]
    undo(world, act)
    assert dump(world) == before


def test_a_household_takes_twelve_digits_and_its_old_code_still_leads_to_it(world: World) -> None:
    member = world.organisation("co_so_sxkd")
    given(world, member)
    with world.reading():
        old = organisations.get(member.organisation_id).code
    before = dump(world)
    act = run(world, deeds.change_code, member.organisation_id, "020 090 001 234", clock.today())
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        assert organisation.code == "020090001234"
        for scheme, code in (("so_dinh_danh", "020090001234"), ("mst", old)):
            known = beneficiary_of(scheme, code)
            assert known is not None
            assert known.id == organisation.beneficiary_id
    undo(world, act)
    assert dump(world) == before


def test_a_personal_number_is_found_by_the_whole_of_it_and_never_guessed_digit_by_digit(
    world: World,
) -> None:
    member = world.organisation("co_so_sxkd", code="020090001234")
    entry, dossier = given(world, member), world.submitted(member, FIVE_S)
    with world.reading():
        for typed, found in (("0200", False), ("02009000123", False), ("020090001234", True)):
            listed = [row.id for row in directory.listed(directory.Filters(query=typed)).rows]
            assert listed == [member.organisation_id] * found
            supports = book.page(book.Filters(query=typed)).rows
            assert [row.id for row in supports] == [entry] * found
            (term,) = search.terms(typed)
            assert list(db.session.scalars(search.beginning(term))) == [dossier] * found


def test_a_code_that_another_goes_by_is_refused_and_names_it(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    with world.reading():
        code = organisations.get(two.organisation_id).code
    with pytest.raises(Conflict, match="đang là của"):
        run(world, deeds.change_code, one.organisation_id, code, ON)


def test_a_branch_counts_as_its_parent_and_can_be_taken_back(world: World) -> None:
    parent, branch = world.organisation(), world.organisation()
    given(world, parent)
    dossier = world.draft(branch)
    before = dump(world)
    act = run(world, deeds.make_branch, branch.organisation_id, parent.organisation_id, {})
    with pytest.raises(SlotTaken):
        from_draft(world, dossier, branch)
    undo(world, act)
    assert dump(world) == before
    from_draft(world, dossier, branch)


def from_draft(world: World, dossier: int, member: Member) -> None:
    world.do(submit.submit, dossier, member.actor)


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


def test_what_came_after_stands_in_the_way_of_undoing(world: World) -> None:
    new, old = world.organisation(), world.organisation()
    first = run(world, deeds.make_branch, new.organisation_id, old.organisation_id, {})
    run(world, deeds.rename, new.organisation_id, "Chi nhánh Hữu Lũng", ON)
    with pytest.raises(Conflict, match="thay đổi khác về sau"):
        undo(world, first)


def test_an_act_needs_its_document_and_an_officer_without_interest(world: World) -> None:
    member = world.organisation()
    officer, nothing = world.officer, Paper("", ON, "x")
    with pytest.raises(Invalid) as refused, world.writing():
        deeds.rename(member.organisation_id, "Tên mới", ON, nothing, officer)
    assert refused.value.field == "document_number"
    for actor in (world.lead, world.clerk, member.actor):
        with pytest.raises(DomainError) as forbidden, world.writing():
            deeds.rename(member.organisation_id, "Tên mới", ON, PAPER, actor)
        assert forbidden.value.status == 403
    interested = Actor(
        world.officer.person_id, "x", world.officer.roles, frozenset({member.organisation_id})
    )
    with pytest.raises(DomainError) as forbidden, world.writing():
        deeds.rename(member.organisation_id, "Tên mới", ON, PAPER, interested)
    assert forbidden.value.status == 403


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


def test_a_ceased_organisation_begins_nothing_new(world: World) -> None:
    new, old = world.organisation(), world.organisation()
    run(
        world, deeds.succeed, new.organisation_id, old.organisation_id,
        inherits=False, ceases=True, since=ON, keep={},
    )  # fmt: skip
    with pytest.raises(Conflict, match="chấm dứt"):
        world.draft(old)


def test_an_organisation_is_found_by_the_words_of_its_trade_and_by_its_number(
    world: World,
) -> None:
    one = old_list(world, "HTX Nông nghiệp Vật liệu Nà Lụa 29")
    other = old_list(world, "Hợp tác xã Nông nghiệp Vật liệu Nà Lụa 3")
    with world.reading():
        for typed, expected in {
            "nông nghiệp": {one, other},
            "htx nông nghiệp na lua 29": {one},
            "hợp tác xã nông nghiệp": {one, other},
            "vat lieu nà lụa 3": {other},
        }.items():
            found = {row.id for row in directory.listed(directory.Filters(query=typed)).rows}
            assert found == {member.organisation_id for member in expected}, typed
