"""Organisations are renamed, get other codes, become branches: what follows, and what undoes it."""

import pytest

from app import clock
from app.access import Actor
from app.applications.services import search, submit
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.services import book
from app.ledger.services.slots import SlotTaken
from app.organisations.services import queries as organisations
from app.organisations.services.queries import beneficiary_of
from app.registry.services import deeds, directory, page
from app.registry.services.acts import Paper
from tests.factories import FIVE_S, Member, World
from tests.shared.registry_acts import ON, PAPER, dump, given, old_list, run, undo


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
