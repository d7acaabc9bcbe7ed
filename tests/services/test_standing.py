""" "Nội dung còn có thể đăng ký": each state in words, before anything is typed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from app import clock
from app.access import SYSTEM
from app.applications.services import withdraw
from app.errors import Invalid
from app.extensions import db
from app.ledger.services import history, standing
from app.ledger.services.standing import Standing, State
from app.organisations.services import queries as organisations
from app.programmes.models import Call, CallContent, SupportContent
from app.programmes.services import calls, contents
from tests.factories import CALL, FIVE_S, GAP, ISO9001, SCOPE, Member, World

AFTER_THE_CALL = datetime.fromisoformat("2031-01-10T09:00:00+07:00")


def of(world: World, member: Member, code: str = ISO9001) -> Standing:
    with world.reading():
        return standing.for_content(organisations.get(member.organisation_id), contents.get(code))


def give(world: World, member: Member, code: str, **said: Any) -> None:
    with world.writing():
        history.record_given(
            scope=said.pop("scope", SCOPE),
            organisation=organisations.get(member.organisation_id),
            content=contents.get(code),
            year=said.pop("year", 2026),
            by=SYSTEM,
            **said,
        )


def test_every_content_has_exactly_one_state(world: World) -> None:
    member = world.organisation()
    with world.reading():
        overview = standing.overview(organisations.get(member.organisation_id))
        codes = [each.content.code for each in overview.standings]
        assert codes == [content.code for content in contents.listed()]
        assert len(codes) == len(set(codes))
        assert all(each.words and each.label and each.tone for each in overview.standings)
        assert sum(map(len, overview.groups().values())) == len(codes)


def test_an_open_content_names_the_call_and_until_when(world: World) -> None:
    found = of(world, world.organisation())
    assert found.state is State.OPEN
    assert "31/12/2030 17:00" in found.words
    assert found.call is not None


def test_a_content_of_two_open_calls_can_be_registered_for_in_both(world: World) -> None:
    member = world.organisation()
    with world.writing():
        first = calls.get(CALL)
        kept = {"id", "code", "version", "closes_at"}
        said = {c.key: getattr(first, c.key) for c in Call.__table__.columns if c.key not in kept}
        later = first.closes_at + timedelta(days=1)
        second = Call(**said, code="LAN-HAI", closes_at=later)
        content_id = contents.get(ISO9001).id
        second.contents = [CallContent(content_id=content_id, project_id=None)]
        db.session.add(second)
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        found = standing.for_content(organisation, contents.get(ISO9001))
        assert found.call is not None
        assert found.call.code == CALL  # the one that closes first
        assert [each.code for each in found.also] == ["LAN-HAI"]
        assert found.is_open_in(calls.get("LAN-HAI"))
        other = standing.for_content(organisation, contents.get(FIVE_S))
        assert not other.is_open_in(calls.get("LAN-HAI"))


def test_a_held_content_names_the_dossier_and_is_open_again_after_withdrawal(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    found = of(world, member)
    assert found.state is State.HELD
    assert world.fact(dossier, "reference") in found.words
    assert of(world, member, FIVE_S).state is State.OPEN
    world.do(withdraw.withdraw, dossier, member.actor)
    assert of(world, member).state is State.OPEN


def test_a_supported_content_names_year_and_document(world: World) -> None:
    member = world.organisation()
    give(world, member, ISO9001, year=2026, document_number="45/QĐ-SKHCN")
    found = of(world, member)
    assert found.state is State.USED
    assert "2026" in found.words
    assert "45/QĐ-SKHCN" in found.words


def test_a_branch_sees_what_its_parent_holds(world: World) -> None:
    member = world.organisation()
    world.submitted(member)
    branch = world.relatives(member, 1)
    other = Member(branch.actor, max(branch.actor.organisation_ids), branch.email)
    assert of(world, other).state is State.HELD


def test_a_named_standard_takes_only_itself(world: World) -> None:
    member = world.organisation()
    world.submitted(member, GAP, standard="VietGAP")
    found = of(world, member, GAP)
    assert found.state is State.OPEN
    assert any("VietGAP" in remark for remark in found.remarks)


def test_without_an_open_call_it_says_so_and_keeps_what_was_given(world: World) -> None:
    member = world.organisation()
    give(world, member, FIVE_S)
    with clock.freeze(AFTER_THE_CALL):
        assert of(world, member).state is State.NO_CALL
        assert of(world, member, FIVE_S).state is State.USED


def test_a_content_not_for_this_kind_and_one_not_offered_say_so(world: World) -> None:
    member = world.organisation()
    with world.writing():
        contents.get(ISO9001).kinds = ["hop_tac_xa"]
        contents.get(FIVE_S).offered = False
    assert of(world, member).state is State.WRONG_KIND
    assert of(world, member, FIVE_S).state is State.NOT_OFFERED


def test_a_call_for_other_kinds_is_no_open_call(world: World) -> None:
    member = world.organisation()
    with world.writing():
        calls.get(CALL).kinds = ["hop_tac_xa"]
    assert of(world, member).state is State.NO_CALL


def test_until_the_history_is_reviewed_nobody_says_that_something_is_left(world: World) -> None:
    member = world.organisation()

    def reviewed() -> bool:
        with world.reading():
            return standing.overview(organisations.get(member.organisation_id)).history_reviewed

    assert not reviewed()
    with world.writing():
        history.mark_reviewed("2012-2020", 2020, SYSTEM)
    assert not reviewed()  # another scope
    with world.writing(), pytest.raises(Invalid, match="dài tối đa"):
        history.mark_reviewed(SCOPE, 2026, SYSTEM, note="x" * 2001)
    with world.writing(), pytest.raises(Invalid, match="dài tối đa"):
        history.mark_reviewed(SCOPE, 2026, world.lead, document_number="9" * 61)
    with world.writing():
        history.mark_reviewed(SCOPE, 2026, SYSTEM)
    assert reviewed()


def test_the_overview_asks_a_constant_number_of_queries(world: World) -> None:
    member = world.organisation()

    def queries() -> int:
        statements: list[str] = []

        def note(*args: Any) -> None:
            statements.append(args[2])

        with world.reading():
            organisation = organisations.get(member.organisation_id)
            db.session.execute(select(SupportContent.id)).all()
            event.listen(db.engine, "before_cursor_execute", note)
            try:
                for each in standing.overview(organisation).standings:
                    assert each.words
            finally:
                event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    before = queries()
    for code in (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD"):
        give(world, member, code)
        give(world, member, code, scope="2012-2020", year=2015)
    assert queries() == before <= 6
