"""Long files of history belong to the worker, which may die."""

from typing import Any

import pytest
from sqlalchemy import select, update

from app import clock, transactions
from app.extensions import db
from app.imports.models import ImportBatch
from app.imports.services import apply, batches, decide, judge, reading, rollback, work
from app.imports.services.perform import get
from app.ledger.models import Entry
from tests.factories import World
from tests.shared.histories import NEW, brought, csv, dump, judged, rows, with_batch, with_row


def test_a_long_file_is_left_to_the_worker_and_a_dead_one_is_taken_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    monkeypatch.setattr(apply, "LARGE", 2)
    monkeypatch.setattr(judge, "SLICE", 2)
    with monkeypatch.context() as patched:
        patched.setattr(reading, "tell", died)  # who chose the columns waits for no reading
        batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with world.reading():
        assert (get(batch).state, get(batch).total) == ("judging", 7)
    with world.writing():  # a worker that died in the middle
        get(batch).lease_by = "gone"
        get(batch).lease_until = clock.now() + work.LEASE
    with world.app.app_context():
        assert work.work_due() == 0
        clock.advance(2 * work.LEASE)
        assert work.work_due() == 1
    with world.reading():
        assert (get(batch).state, get(batch).done, get(batch).lease_by) == ("judged", 7, None)
    with_batch(world, batch, apply.start, world.officer)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "applied"
        assert get(batch).applied_by == world.officer.person_id
    assert world.count(Entry, Entry.batch_id == batch) == 7


def test_a_long_batch_is_taken_back_by_the_worker_or_stays_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "LARGE", 2)
    before = dump(world)
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with world.writing():
        apply.start(get(batch), world.officer, here=True)
    written = dump(world)
    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    with world.reading():
        assert (get(batch).state, get(batch).reason) == ("rolling_back", "Nhầm tệp")
    assert dump(world) == written

    with world.writing():  # somebody builds on it before the worker comes
        entry = db.session.scalars(select(Entry).order_by(Entry.id)).first()
        assert entry is not None
        entry.state, touched = "set_aside", entry.id
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert (get(batch).state, get(batch).reason) == ("applied", "")
        assert get(batch).applied_by == world.officer.person_id
        assert "đã có việc dựa vào" in get(batch).fault
    with world.writing():
        db.session.get_one(Entry, touched).state = "used"

    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    with monkeypatch.context() as patched, world.app.app_context():
        patched.setattr(rollback.intake, "erase", died)  # the entries are gone by then
        with pytest.raises(Died):
            work.work_due()
    assert dump(world) == written
    clock.advance(2 * work.LEASE)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "rolled_back"
        assert get(batch).rolled_back_by == world.lead.person_id
    assert dump(world) == before


class Died(BaseException):
    """A worker is killed: nothing of it runs on."""


def died(*_args: Any) -> Any:
    raise Died


def test_a_worker_that_dies_while_the_rows_are_replaced_loses_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with_row(world, batch, 5, decide.decide, "skip")
    monkeypatch.setattr(batches, "LARGE", 2)
    monkeypatch.setattr(judge, "SLICE", 2)
    with world.writing():
        batches.judge_file(get(batch), reading.Settings.of(get(batch)), world.officer)
    slices = iter((judge.insert, died))
    with monkeypatch.context() as patched, world.app.app_context():
        patched.setattr(judge, "insert", lambda table: next(slices)(table))  # noqa: PLW0108  (each call takes the next)
        with pytest.raises(Died):
            work.work_due()
    clock.advance(2 * work.LEASE)
    with world.app.app_context():
        assert work.work_due() == 1
    assert [row.outcome for row in rows(world, batch)] == ["use"] * 4 + ["skip"] + ["use"] * 2


def test_others_write_while_a_long_file_is_judged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 4))))
    written, matcher = [], judge.matcher

    def meanwhile(tolds: Any) -> Any:
        with transactions.beside() as connection:  # another process; SQLite has one writer
            found = connection.execute(update(ImportBatch).values(reason="Ghi xen"))
        written.append(found.rowcount)
        return matcher(tolds)

    monkeypatch.setattr(judge, "matcher", meanwhile)
    with world.app.app_context():
        assert work.work_due() == 1
    assert written == [1]
    assert judged(world, batch) == ["new"] * 3


def test_a_long_file_without_a_row_to_read_is_given_back_with_the_reason(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    batch = brought(world, csv(*("Tổng cộng,,,," for _n in range(4))))
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "uploaded"
        assert "không có dòng nào đọc được" in get(batch).fault


def test_a_long_file_that_fails_in_our_hands_is_given_back_and_the_next_is_done(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    first, second = (
        brought(world, csv(*(f"{name} {n},,5S,2015," for n in range(1, 4))))
        for name in ("HTX Số", "Cơ sở Số")
    )
    failing = iter((True, False))

    def matcher(tolds: Any, right: Any = judge.matcher) -> Any:
        if next(failing):
            raise ZeroDivisionError
        return right(tolds)

    monkeypatch.setattr(judge, "matcher", matcher)
    with world.app.app_context():
        assert work.work_due() == 2
    with world.reading():
        assert (get(first).state, get(first).lease_by) == ("uploaded", None)
        assert "gặp lỗi" in get(first).fault
        assert get(second).state == "judged"


def test_the_worker_gives_back_what_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "LARGE", 0)
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    with_batch(world, batch, apply.start, world.officer)
    world.organisation(code=NEW)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "judged"
        assert "đã được xét lại" in get(batch).fault
    assert judged(world, batch) == ["known"]
    assert world.count(Entry, Entry.batch_id == batch) == 0
