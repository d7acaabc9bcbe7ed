"""Opinions: asked by letter, answered once by the link or from paper; the clock goes on."""

import io
from datetime import timedelta

import pytest

from app import clock
from app.accounts.services.tokens import Dead
from app.applications.services import queries
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.files import services as files
from app.opinions.models import Opinion
from app.opinions.services import answering, asking, hourly
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.papers import kinds, registry
from tests.factories import World, pdf
from tests.people import secret_in

COMMUNE = To("UBND xã Công Sơn", "xa@cong-son.example.vn")
ANSWER = Answer("Đơn vị hoạt động ổn định.", "Chủ tịch UBND xã", "15/UBND")


def asked(world: World, dossier: int, to: To = COMMUNE) -> int:
    with world.writing():
        application = queries.get(dossier)
        return asking.ask(application, to, ["Có hoạt động không"], 5, world.officer).id


def state(world: World, opinion: int) -> str:
    with world.reading():
        found = db.session.get(Opinion, opinion)
        assert found is not None
        return found.state


def test_the_link_of_the_letter_answers_once_and_tells_who_asked(world: World) -> None:
    dossier = world.assigned(world.organisation())
    before = world.status(dossier), world.fact(dossier, "due_on")
    opinion = asked(world, dossier)
    with world.reading():
        secret = secret_in("opinion_asked", COMMUNE.email)
    with world.reading(), pytest.raises(Dead):
        answering.by_secret(secret + "x")
    with world.writing():
        scan = files.make([(io.BytesIO(pdf()), "tra-loi.pdf")], ("pdf",), "Trả lời")
        answering.by_link(secret, Answer(ANSWER.text, ANSWER.answerer, file=scan))
    assert state(world, opinion) == "answered"
    with pytest.raises(Conflict), world.writing():
        answering.by_link(secret, ANSWER)
    assert (world.status(dossier), world.fact(dossier, "due_on")) == before
    (letter,) = world.letters("opinion_asked")
    assert letter.sensitive
    told_back = world.letters("opinion_answered")[0]
    assert letter.about_id == told_back.about_id == dossier
    with world.reading():
        assert "0912" not in letter.text  # nobody's telephone goes out with it
        told = registry.of("xin_y_kien").supply(opinion).data
        assert kinds.get("xin_y_kien").filled(told)["kinh_gui"] == COMMUNE.name


def test_a_link_ends_after_its_time_and_when_nobody_waits_any_more(world: World) -> None:
    dossier = world.assigned(world.organisation())
    opinion = asked(world, dossier)
    with world.reading():
        secret = secret_in("opinion_asked", COMMUNE.email)
    with clock.freeze(clock.now() + timedelta(days=60)), world.reading(), pytest.raises(Dead):
        answering.by_secret(secret)
    with world.writing():
        application = queries.get(dossier)
        asking.close(application, asking.get(application, opinion), "Đã đủ.", world.officer)
    with world.reading(), pytest.raises(Dead):
        answering.by_secret(secret)


def test_who_has_no_address_is_asked_on_paper_and_an_officer_writes_the_answer_down(
    world: World,
) -> None:
    dossier = world.assigned(world.organisation())
    opinion = asked(world, dossier, To("Sở Công Thương", "", "Đường Hùng Vương"))
    (letter,) = world.letters("opinion_asked")
    assert (letter.state, letter.recipient["address"]) == ("to_print", "Đường Hùng Vương")
    assert "tra-loi-y-kien" not in letter.text
    record(world, dossier, opinion, ANSWER)
    assert state(world, opinion) == "answered"
    with pytest.raises(Conflict):
        record(world, dossier, opinion, ANSWER)
    with pytest.raises(Invalid):
        record(world, dossier, asked(world, dossier), Answer("", "Chủ tịch"))
    before = Answer("Không trùng.", "Chủ tịch", signed_on=clock.today() - timedelta(days=400))
    with pytest.raises(Invalid, match="trước ngày nộp hồ sơ"):
        record(world, dossier, asked(world, dossier), before)
    with pytest.raises(DomainError) as refused:
        world.do(asking.ask, dossier, COMMUNE, ["Gì"], 5, world.clerk)
    assert refused.value.status == 403


def record(world: World, dossier: int, opinion: int, answer: Answer) -> None:
    with world.writing():
        application = queries.get(dossier)
        answering.record(application, asking.get(application, opinion), answer, world.officer)


def test_a_reminder_leaves_once_before_the_deadline(world: World) -> None:
    opinion = asked(world, world.assigned(world.organisation()))
    with world.reading():
        assert hourly.due() == []
        found = db.session.get(Opinion, opinion)
        assert found is not None
        deadline = found.deadline_on
    near = clock.now() + (deadline - clock.today()) - timedelta(days=1)
    with clock.freeze(near):
        with world.reading():
            assert hourly.due() == [opinion]
        with world.writing():
            assert hourly.treat(opinion) == "opinions reminded"
        with world.reading():
            assert hourly.due() == []
    assert len(world.letters("opinion_reminder", to=COMMUNE.email)) == 1
    with clock.freeze(near + timedelta(days=9)), world.reading():
        (late,), _following = asking.waiting(world.officer)
        assert late.overdue(clock.today())
