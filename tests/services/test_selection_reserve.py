"""The reserve after the council: places freed, places ended, agreements not signed, amounts."""

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.access import Actor
from app.applications.services import withdraw
from app.delivery.models import Support
from app.delivery.services import of_application, unsigned
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.papers import registry
from app.papers.services import making
from app.programmes.models import CallContent, Project
from app.programmes.services import calendar, calls
from app.programmes.working_days import add_working_days
from app.review.filters import Filters
from app.review.services import bulk, decision, queue
from app.selection.services import places
from tests.council import Council
from tests.factories import CALL, FIVE_S, ISO9001, REASON, World


def hour(world: World) -> str:
    done = world.app.test_cli_runner().invoke(args=["lapse"])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_freed_place_goes_to_the_next_by_rank_within_the_hour(
    world: World, concluded: Council
) -> None:
    first, second, third = concluded.dossiers
    assert "promoted" not in hour(world)
    world.do(withdraw.withdraw, first, concluded.owners[0].actor)
    assert "1 promoted" in hour(world)
    assert (world.status(second), world.status(third)) == ("awaiting_endorsement", "reserve")
    assert world.letters("application_promoted", concluded.owners[1].email)
    assert "promoted" not in hour(world)  # the place is taken
    with pytest.raises(Conflict, match="không còn chỗ"):
        world.do(places.promote_first, third, world.lead)
    concluded.quota(2)
    world.do(places.promote_first, third, world.lead)
    assert world.status(third) == "awaiting_endorsement"


def test_nobody_is_late_while_a_dossier_waits_for_a_place_and_its_decision_has_days_again(
    world: World, concluded: Council
) -> None:
    first, second, _third = concluded.dossiers
    until = world.fact(second, "reserve_until")
    assert world.fact(second, "due_on") == world.fact(second, "answer_on") >= until
    with clock.freeze(datetime.combine(until, datetime.min.time(), UTC)):
        world.do(withdraw.withdraw, first, concluded.owners[0].actor)
        assert "1 promoted" in hour(world)
    with world.reading():
        days = calls.get(CALL).decision_days
        expected = add_working_days(until, days, calendar.current())
    assert world.fact(second, "due_on") == world.fact(second, "answer_on") == expected


def test_a_rejection_frees_its_place_when_it_is_issued(world: World, concluded: Council) -> None:
    first, second, third = concluded.dossiers
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "reject", REASON, world.director)
    assert "promoted" not in hour(world)
    with pytest.raises(Conflict, match="xếp trước"):
        world.do(places.promote_first, third, world.lead)
    world.issue(first)
    assert "1 promoted" in hour(world)
    assert world.status(second) == "awaiting_endorsement"


def test_reserve_places_end_by_their_day_and_the_leads_are_reminded_before(
    world: World, concluded: Council
) -> None:
    lead = world.lead
    until = world.fact(concluded.dossiers[1], "reserve_until")
    with clock.freeze(clock.now() + timedelta(days=8)):
        hour(world)
        hour(world)
    (letter,) = world.letters("reserve_ending")
    assert lead.person_id
    assert "2 hồ sơ dự bị" in letter.text
    with clock.freeze(datetime.combine(until + timedelta(days=1), datetime.min.time(), UTC)):
        assert "2 reserve ended" in hour(world)
    assert [world.status(each) for each in concluded.dossiers[1:]] == ["reserve_ended"] * 2
    assert [world.slot(each) for each in concluded.dossiers[1:]] == ["released"] * 2


def test_an_agreement_not_signed_by_its_day_ends_the_support_and_promotes_the_reserve(
    world: World, concluded: Council
) -> None:
    first, second, _third = concluded.dossiers
    concluded.set(unsigned_days=8)
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "approve", "", world.director)
    world.issue(first)
    with world.reading():
        support = of_application(first)
        assert support is not None
        assert support.contract_by is not None
        last = support.contract_by
    moment = datetime.combine(last - timedelta(days=6), datetime.min.time(), UTC)
    with clock.freeze(moment):
        assert "1 reminded" in hour(world)
        assert "0 reminded" in hour(world)
    with clock.freeze(datetime.combine(last, datetime.min.time(), UTC) + timedelta(hours=11)):
        assert "1 expired" in hour(world)
    assert world.status(first) == "approved"
    assert world.fact(first, "look").label == "Hết thời hạn ký thỏa thuận"
    assert world.slot(first) == "released"
    assert world.letters("support_unsigned", concluded.owners[0].email)
    assert world.status(second) == "awaiting_endorsement"
    assert concluded.line() == (1, 0)


def test_a_support_whose_agreement_has_its_number_is_ended_neither_by_the_day_nor_by_its_owner(
    world: World,
) -> None:
    owner = world.organisation()
    with world.writing():
        calls.get(CALL).unsigned_days = 8
    dossier = world.approved(owner)
    with world.writing():
        support = of_application(dossier)
        assert support is not None
        support_id = support.id
        assert support.contract_by is not None
        late = datetime.combine(support.contract_by, datetime.min.time(), UTC) + timedelta(days=1)
        made = making.from_room("thoa_thuan", support_id, world.officer)
        making.number(made, "05/TT-SKHCN", clock.today(), world.clerk)
    with clock.freeze(late):
        assert "expired" not in hour(world)
        with pytest.raises(Conflict, match="đã ký, số 05/TT-SKHCN"), world.writing():
            unsigned.give_up(unsigned.get(support_id), "", owner.actor)
    assert (world.slot(dossier), world.letters("support_unsigned")) == ("held", [])


def test_an_organisation_gives_its_support_up_before_signing(
    world: World, concluded: Council
) -> None:
    first = concluded.dossiers[0]
    world.do(decision.endorse, first, world.lead)
    world.do(decision.decide, first, "approve", "", world.director)
    world.issue(first)

    def give_up(by: Actor) -> None:
        with world.writing():
            support = of_application(first)
            assert support is not None
            unsigned.give_up(support, "", by)

    with pytest.raises(DomainError) as refused:
        give_up(concluded.owners[1].actor)
    assert refused.value.status == 403
    give_up(concluded.owners[0].actor)
    with pytest.raises(Conflict):
        give_up(concluded.owners[0].actor)
    assert world.fact(first, "look").label == "Đã rút hồ sơ"
    with world.reading():  # and in every list of the staff
        (row,) = queue.page(Filters(status="approved"), world.officer).rows
        (asked,) = bulk.rows([first], world.officer)
        support = of_application(first)
        assert support is not None
        with pytest.raises(Conflict, match="không lập thỏa thuận"):
            registry.of("thoa_thuan").supply(support.id)
    assert row.look.inside == asked.look.inside == "Đơn vị rút trước khi ký thỏa thuận"
    assert world.count(Support, Support.status == "cancelled") == 1
    assert world.slot(first) == "released"
    world.submitted(concluded.owners[0], ISO9001)  # the slot is free again


def test_an_amount_is_asked_where_there_is_a_ceiling_and_never_exceeds_budget(
    world: World,
) -> None:
    one, two = (world.awaiting_approval(world.organisation(), FIVE_S) for _n in range(2))
    with world.writing():
        row = next(each for each in calls.get(CALL).contents if each.content.code == FIVE_S)
        assert row.project is not None
        row.ceiling, row.project.budget = 40_000_000, 70_000_000
        project_id, row_id = row.project.id, row.id

    def approve(dossier: int, amount: int | None) -> None:
        world.do(decision.decide, dossier, "approve", "", world.director, amount=amount)

    for amount, words in ((None, "ghi số tiền"), (0, "lớn hơn 0"), (41_000_000, "Mức tối đa")):
        with pytest.raises(Invalid, match=words):
            approve(one, amount)
    approve(one, 40_000_000)
    with pytest.raises(Conflict, match=r"còn 30\.000\.000"):
        approve(two, 30_000_001)
    approve(two, 30_000_000)
    world.issue(two)
    assert "Mức hỗ trợ được duyệt: 30.000.000" in world.letters("application_approved")[-1].text
    with world.reading():  # the papers say what was approved, not the most the call would give
        support = of_application(two)
        assert support is not None
        for kind, subject in (("quyet_dinh", two), ("thoa_thuan", support.id)):
            assert registry.of(kind).supply(subject).data["bang_chu"] == "Ba mươi triệu đồng", kind
    with world.reading():
        project = db.session.get_one(Project, project_id)
        row = db.session.get_one(CallContent, row_id)
        assert (project.committed, row.approved) == (70_000_000, 2)
