"""Yêu cầu bổ sung: the clock stops, every item is answered, the dossier goes back where it was."""

import io
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock, text
from app.applications.models import Revision
from app.applications.services import documents, queries, supplement
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.extensions import db
from tests.factories import Member, World, attach_to_item, pdf

ITEMS = ("Bổ sung sơ đồ tổ chức", "Bổ sung giấy chứng nhận")


def ask(world: World, dossier: int, items: tuple[str, ...] = ITEMS) -> None:
    world.do(supplement.request, dossier, items, world.officer)


def answer_all(world: World, dossier: int, member: Member) -> None:
    with world.writing():
        row = queries.get(dossier)
        asked = queries.open_supplement(row)
        assert asked is not None
        for item in list(asked.items):
            supplement.answer(row, item, "Đã gửi kèm", member.actor)


def send(world: World, dossier: int, member: Member) -> None:
    answer_all(world, dossier, member)
    world.do(supplement.send, dossier, member.actor)


@pytest.mark.parametrize("step", ["submitted", "accepted", "assigned"])
def test_after_a_supplement_the_dossier_is_where_it_was(world: World, step: str) -> None:
    member = world.organisation()
    dossier = getattr(world, step)(member)
    before = world.status(dossier)
    ask(world, dossier)
    assert (world.status(dossier), world.slot(dossier)) == ("supplement_requested", "held")
    send(world, dossier, member)
    assert world.status(dossier) == before
    assert world.fact(dossier, "status_before") is None
    assert world.slot(dossier) == "held"


def test_the_request_names_every_item_and_the_deadline(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    # Ten working days after 23/11/2026; 24/11 is a public holiday.
    assert text.format_date(world.fact(dossier, "due_on")) == "08/12/2026"
    (letter,) = world.letters("application_supplement_requested", member.email)
    assert "17 giờ ngày 08/12/2026" in letter.text
    assert all(item in letter.text and item in letter.html for item in ITEMS)


def test_the_dates_move_by_the_working_days_the_supplement_took(world: World) -> None:
    member = world.organisation()
    dossier = world.accepted(member)
    due, answer = world.fact(dossier, "due_on"), world.fact(dossier, "answer_on")
    assert [text.format_date(day) for day in (due, answer)] == ["15/12/2026", "29/12/2026"]
    ask(world, dossier)
    # Asked on Monday 23/11, answered on Monday 30/11: 25, 26, 27 and 30 are four working days.
    with clock.freeze(datetime.fromisoformat("2026-11-30T10:00:00+07:00")):
        send(world, dossier, member)
    # Four working days after 15/12 and 29/12; 01/01/2027 is a public holiday.
    moved = [text.format_date(world.fact(dossier, name)) for name in ("due_on", "answer_on")]
    assert moved == ["21/12/2026", "05/01/2027"]
    (letter,) = world.letters("application_supplement_received", member.email)
    assert "05/01/2027" in letter.text


def test_an_answer_on_the_same_day_moves_nothing(world: World) -> None:
    member = world.organisation()
    dossier = world.accepted(member)
    before = world.fact(dossier, "due_on"), world.fact(dossier, "answer_on")
    ask(world, dossier)
    send(world, dossier, member)
    assert (world.fact(dossier, "due_on"), world.fact(dossier, "answer_on")) == before


def test_every_item_needs_a_text_or_a_file_before_it_is_sent(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    with world.writing():
        row = queries.get(dossier)
        supplement.answer(row, row.supplements[0].items[0], "Đã gửi", member.actor)
    with pytest.raises(Invalid, match="giấy chứng nhận") as refused:
        world.do(supplement.send, dossier, member.actor)
    assert "sơ đồ" not in refused.value.message
    with world.writing():
        row = queries.get(dossier)
        item = row.supplements[0].items[1]
        attach_to_item(row, item, io.BytesIO(pdf()), "gcn.pdf", member.actor)
    world.do(supplement.send, dossier, member.actor)
    assert world.status(dossier) == "submitted"


def test_a_request_without_items_is_refused(world: World) -> None:
    dossier = world.submitted(world.organisation())
    for items in ((), ("", "  ")):
        with pytest.raises(Invalid) as refused:
            ask(world, dossier, items)
        assert refused.value.field == "items"
    assert world.status(dossier) == "submitted"


def test_a_second_request_waits_until_the_first_is_answered_and_then_asks_anew(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    with pytest.raises(Conflict):
        ask(world, dossier)
    send(world, dossier, member)
    ask(world, dossier, ("Thêm một mục",))
    with world.reading():
        asked = queries.open_supplement(queries.get(dossier))
        assert asked is not None
        assert [item.text for item in asked.items] == ["Thêm một mục"]


def test_each_supplement_leaves_a_revision_of_what_the_dossier_says(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    send(world, dossier, member)
    with world.reading():
        query = select(Revision.data).where(Revision.application_id == dossier)
        first, second = db.session.scalars(query.order_by(Revision.number)).all()
    assert first["supplements"] == []
    assert [each["answer"] for each in second["supplements"]] == ["Đã gửi kèm"] * 2


def test_an_item_of_another_dossier_is_not_found(world: World) -> None:
    one, two = world.organisation(), world.organisation()
    mine, other = world.submitted(one), world.submitted(two)
    ask(world, mine)
    ask(world, other)
    with world.reading():
        item_id = queries.get(other).supplements[0].items[0].id
    with world.reading(), pytest.raises(NotFound):
        supplement.item(queries.get(mine), item_id)

    def stray() -> None:
        item = queries.get(other).supplements[0].items[0]
        supplement.answer(queries.get(mine), item, "lạc", one.actor)

    with pytest.raises(NotFound), world.writing():
        stray()


def test_what_was_sent_cannot_be_changed_or_taken_out(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    with world.writing():
        row = queries.get(dossier)
        item = row.supplements[0].items[0]
        kept = attach_to_item(row, item, io.BytesIO(pdf()), "a.pdf", member.actor)
        kept_id, item_id = kept.id, item.id
    send(world, dossier, member)

    def take_out() -> None:
        row = queries.get(dossier)
        documents.remove(row, queries.attachment(row, kept_id), member.actor)

    def rewrite() -> None:
        row = queries.get(dossier)
        item = next(each for each in row.supplements[0].items if each.id == item_id)
        supplement.answer(row, item, "sửa sau khi gửi", member.actor)

    for deed in (take_out, rewrite):
        with pytest.raises(Conflict), world.writing():
            deed()


def test_a_supplement_is_in_time_until_seventeen_oclock_whenever_the_timer_runs(
    world: World,
) -> None:
    """The lapse may be carried out later; the deadline is the server's clock in UTC+7."""
    early, late = world.organisation(), world.organisation()
    first, second = world.submitted(early), world.submitted(late)
    for dossier in (first, second):
        ask(world, dossier)
    answer_all(world, first, early)
    answer_all(world, second, late)
    five = datetime.fromisoformat("2026-12-08T17:00:00+07:00")
    with clock.freeze(five - timedelta(seconds=1)):
        world.do(supplement.send, first, early.actor)
    with clock.freeze(five), pytest.raises(Conflict, match="quá hạn bổ sung"):
        world.do(supplement.send, second, late.actor)
    with clock.freeze(five), pytest.raises(Conflict, match="quá hạn bổ sung"):
        answer_all(world, second, late)
    assert world.status(first) == "submitted"
    assert world.status(second) == "supplement_requested"


def test_nobody_else_answers_for_the_organisation(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    dossier = world.submitted(member)
    ask(world, dossier)
    for actor in (stranger.actor, world.officer):
        with pytest.raises(DomainError) as refused:
            world.do(supplement.send, dossier, actor)
        assert refused.value.status == 403


def test_more_items_than_fit_are_refused_and_none_is_dropped(world: World) -> None:
    dossier = world.submitted(world.organisation())
    with pytest.raises(Invalid) as refused:
        ask(world, dossier, tuple(f"Mục {n}" for n in range(21)))
    assert refused.value.field == "items"
    ask(world, dossier, tuple(f"Mục {n}" for n in range(20)))
    with world.reading():
        assert len(queries.get(dossier).supplements[0].items) == 20
