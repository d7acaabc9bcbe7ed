"""Files that somebody takes away: asked for once, made as they are then, gone in time."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import icalendar
import pytest
from sqlalchemy import update

from app import clock, transactions
from app.access import Actor, Permission, Role
from app.accounts.services import people
from app.applications.services import queries
from app.audit import services as audit
from app.correspondence.services import threads
from app.errors import Conflict, DomainError, NotFound
from app.exports import archive
from app.exports.models import DONE, EXPIRED, FAILED, WAITING, WORKING, Job
from app.exports.services import jobs, kinds, work
from app.exports.services.kinds import Kind, Params, Step
from app.opinions.services import answering, asking
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.review.services import calendar_feed, dossier_zip
from tests.factories import World, pdf
from tests.taken_away import BOOK, ask, content, state, stored, taken, worked


@pytest.fixture
def slow(world: World) -> Iterator[list[Any]]:
    """A kind whose making the test takes part in: what stands in the list is done in turn."""
    deeds: list[Any] = []

    def make(_params: Params, _by: Actor, place: BinaryIO, step: Step) -> None:
        place.write(b"half")
        for deed in [*deeds]:
            deed()
        step(1)
        place.write(b" and half")

    kinds.provide(
        Kind(
            name="slow",
            permission=Permission.READ_LEDGER,
            title=lambda _params: "Chậm",
            file_name=lambda _params: "cham.csv",
            total=lambda _params, _by: 2,
            make=make,
        )
    )
    yield deeds
    kinds._kinds.pop("slow")


def test_a_file_is_asked_for_made_told_taken_and_gone_after_a_week(world: World) -> None:
    by = world.officer
    job_id = ask(world, by)
    assert state(world, job_id) == WAITING
    assert (worked(world), worked(world)) == (1, 0)
    assert state(world, job_id) == DONE
    assert taken(world, job_id, by).startswith("\ufeffNăm,".encode())
    (letter,) = world.letters("export_ready")
    assert f"/tep-da-xuat/{job_id}" in letter.text
    assert "30/11/2026" in letter.text
    with world.reading():
        deeds = [event.action for event in audit.history("export", job_id)]
    assert deeds == ["export", "made", "download"]
    assert len(stored()) == 1
    clock.advance(timedelta(days=7))
    with pytest.raises(DomainError) as gone:
        taken(world, job_id, by)
    assert gone.value.status == 410
    said = world.app.test_cli_runner().invoke(args=["lapse"]).output
    assert "1 export expired" in said
    assert (state(world, job_id), stored()) == (EXPIRED, [])
    assert world.app.test_cli_runner().invoke(args=["check", "--deep"]).exit_code == 0
    clock.advance(timedelta(days=31))
    assert "1 export forgotten" in world.app.test_cli_runner().invoke(args=["lapse"]).output
    with world.reading():
        assert jobs.of(by) == ([], None)
        deeds = [event.action for event in audit.history("export", job_id)]
    assert deeds == ["export", "made", "download"]  # who took what stays


def test_the_same_ask_within_a_minute_is_the_same_file(world: World) -> None:
    first = ask(world, world.officer)
    assert ask(world, world.officer) == first
    worked(world)
    assert ask(world, world.officer) == first
    assert ask(world, world.lead) != first
    assert ask(world, world.officer, params={**BOOK, "as": "xlsx"}) != first
    clock.advance(timedelta(seconds=61))
    assert ask(world, world.officer) != first


def test_who_may_is_asked_when_it_is_made_and_when_it_is_taken(world: World) -> None:
    by, other, admin = world.officer, world.lead, world.staff(Role.ADMIN)
    made, not_made = ask(world, by), ask(world, other)
    with pytest.raises(DomainError) as refused:
        ask(world, Actor(by.person_id, roles=frozenset({Role.ADMIN})))
    assert refused.value.status == 403
    with world.writing():
        people.disable(people.get(other.person_id or 0), admin)
    worked(world)
    assert (state(world, made), state(world, not_made)) == (DONE, FAILED)
    with world.reading():
        assert "không có quyền" in jobs.get(not_made).fault
    with pytest.raises(DomainError) as refused:
        taken(world, made, Actor(by.person_id, roles=frozenset({Role.ADMIN})))
    assert refused.value.status == 403


def test_what_a_dead_worker_left_is_made_anew_and_a_third_death_is_the_last(
    world: World, slow: list[Any]
) -> None:
    class Killed(BaseException):
        """As SIGKILL: nothing of ours runs after it."""

    def die() -> None:
        raise Killed

    slow.append(die)
    job_id = ask(world, world.officer, "slow")
    for attempt in range(work.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            worked(world)
        assert (state(world, job_id), worked(world), stored()) == (WORKING, 0, []), attempt
        clock.advance(work.LEASE + timedelta(seconds=1))
    assert worked(world) == 1
    assert state(world, job_id) == FAILED
    slow.clear()
    again = ask(world, world.officer, "slow")
    assert worked(world) == 1
    assert taken(world, again, world.officer) == b"half and half"


def test_a_job_given_up_or_taken_over_meanwhile_leaves_no_file(
    world: World, slow: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SAY_EVERY", -1.0)
    job_id = ask(world, world.officer, "slow")

    def give_up() -> None:
        with transactions.beside() as connection:
            connection.execute(
                update(Job)
                .where(Job.id == job_id)
                .values(state=EXPIRED, ended_at=clock.now(), lease_by=None, lease_until=None)
            )

    slow.append(give_up)
    assert worked(world) == 1
    assert (state(world, job_id), stored()) == (EXPIRED, [])
    assert not world.letters("export_ready")


def test_a_deleted_file_is_gone_at_once_and_a_fault_is_told(world: World, slow: list[Any]) -> None:
    job_id = ask(world, world.officer)
    worked(world)
    with world.writing():
        jobs.give_up(jobs.get(job_id), world.officer)
    assert (state(world, job_id), stored()) == (EXPIRED, [])

    def break_() -> None:
        raise ValueError("broken")

    slow.append(break_)
    broken = ask(world, world.officer, "slow")
    assert worked(world) == 1
    with world.reading():
        assert jobs.get(broken).fault == "Không tạo được tệp này. Vui lòng yêu cầu lại."
    with pytest.raises(Conflict):
        taken(world, broken, world.officer)


def test_nobody_fills_the_disk_with_wishes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_WAITING", 1)
    ask(world, world.officer)
    with pytest.raises(Conflict):
        ask(world, world.officer, params={**BOOK, "as": "xlsx"})


# -- the register of a year, a dossier with everything in it


def test_a_dossier_is_one_zip_the_same_each_time_and_its_contents_are_checked(
    world: World, tmp_path: Path
) -> None:
    member = world.organisation(name="<b>Hợp tác xã</b>")
    dossier = world.awaiting_approval(member)
    with world.writing():
        application = queries.get(dossier)
        asked = asking.ask(application, To("UBND xã Mẫu"), ["Có ở xã không?"], 5, world.officer)
        answering.record(application, asked, Answer("Có.", "Chủ tịch"), world.officer)
        threads.ask(application, "Khi nào?", (io.BytesIO(pdf()), "anh.pdf"), member.actor)
    params = {"application_id": dossier}
    made = content(world, dossier_zip.KIND, params, world.officer)
    assert content(world, dossier_zip.KIND, params, world.lead) == made
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        names = opened.namelist()
        assert all(re.fullmatch(r"[a-z0-9-]+(/[a-z0-9.-]+)+", name) for name in names)
        text = {name.split("/", 1)[1]: opened.read(name) for name in names}
    for folder in ("01-dang-ky/", "02-tep/", "03-van-ban/", "04-thu/", "05-dien-bien/"):
        assert any(name.startswith(folder) for name in text), folder
    assert "&lt;b&gt;Hợp tác xã" in text["01-dang-ky/tra-loi.html"].decode()
    assert "Trình lãnh đạo" in text["muc-luc.txt"].decode()
    for name, said in (  # what officers, other bodies and the organisation said
        ("06-tham-dinh/tham-dinh-01.txt", "Đề xuất: "),
        ("07-y-kien/01.txt", "Nội dung trả lời: Có."),
        ("08-hoi-dap/hoi-dap.txt", "Khi nào?"),
    ):
        assert said in text[name].decode()
    assert "08-hoi-dap/001-anh.pdf" in text
    letters = [part.decode() for name, part in text.items() if name.startswith("04-thu/")]
    assert len(letters) == sum(each.about_id == dossier for each in world.letters(""))
    file = tmp_path / "bo.zip"
    run = world.app.test_cli_runner()
    file.write_bytes(made)
    said = run.invoke(args=["exports", "verify", str(file)])
    assert (said.exit_code, "0 faults" in said.output) == (0, True)
    file.write_bytes(made.replace(b"&lt;b&gt;H", b"&lt;i&gt;H"))
    said = run.invoke(args=["exports", "verify", str(file)])
    assert (said.exit_code, "tra-loi.html" in said.output) == (1, True)


def test_nobody_takes_the_dossier_of_their_own_organisation(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    by = Actor(
        world.officer.person_id,
        roles=frozenset({Role.OFFICER}),
        organisation_ids=frozenset({member.organisation_id}),
    )
    with pytest.raises(DomainError) as refused:
        ask(world, by, dossier_zip.KIND, {"application_id": dossier})
    assert refused.value.status == 403


def test_an_archive_names_what_was_added_lost_or_renamed(tmp_path: Path) -> None:
    place = io.BytesIO()
    made = archive.Archive(place, "../Hồ sơ", {})
    made.add("a.txt", "A", [b"a"])
    made.close()
    assert archive.safe("..\\x/Giấy phép (bản 2).PDF") == "giay-phep-ban-2.pdf"
    with zipfile.ZipFile(place, "a") as opened:
        opened.writestr("ho-so/b.txt", "b")
        opened.writestr("../c.txt", "c")
    wrong = list(archive.faults(place))
    assert "ho-so/b.txt: is not in the table of contents" in wrong
    assert "../c.txt: leads out of the folder" in wrong
    assert list(archive.faults(io.BytesIO(b"no"))) == ["this is no ZIP"]


# -- the calendar of due dates


def feed(world: World, secret: str) -> list[dict[str, Any]]:
    with world.reading():
        calendar = icalendar.Calendar.from_ical(calendar_feed.read(secret))
    return [dict(event) for event in calendar.walk("VEVENT")]


def test_the_calendar_has_the_due_dates_of_its_person_and_is_dead_when_revoked(
    world: World,
) -> None:
    dossier = world.assigned(world.organisation(name="Hợp tác xã Kín"))
    with world.writing():
        secret = calendar_feed.make(world.officer, with_names=False)
    (event,) = feed(world, secret)
    due = world.fact(dossier, "due_on")
    assert event["DTSTART"].dt == due
    assert event["DTEND"].dt == due + timedelta(days=1)
    assert str(event["SUMMARY"]) == f"{world.fact(dossier, 'reference')} – Đang thẩm định"
    assert str(event["UID"]).startswith(f"ho-so-{dossier}@")
    with world.writing():
        named = calendar_feed.make(world.officer, with_names=True)
    with pytest.raises(NotFound):
        feed(world, secret)
    assert "Hợp tác xã Kín" in str(feed(world, named)[0]["SUMMARY"])
    admin = world.staff(Role.ADMIN)
    with world.writing():
        people.disable(people.get(world.officer.person_id or 0), admin)
    with pytest.raises(NotFound):
        feed(world, named)
