"""Questions about a dossier and their answers; how its organisation found it went."""

import io
from datetime import timedelta

import pytest

from app import clock
from app.access import Role
from app.accounts.services import absences
from app.applications.services import ahead, queries, withdraw
from app.correspondence.services import ratings, threads
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.opinions.services import answering, asking
from app.opinions.services.answering import Answer
from app.opinions.services.asking import To
from app.review.services import work
from tests.factories import World, pdf
from tests.people import secret_in

TEXT = "Đơn vị có cần nộp bản sao <b>chứng thực</b> không? {{ 7*7 }}"


def test_a_question_waits_until_it_is_answered_and_both_sides_get_a_letter(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    officer, clerk, director = world.officer, world.clerk, world.director
    dossier = world.assigned(member)
    with world.writing():
        application = queries.get(dossier)
        for by in (stranger.actor, officer):
            with pytest.raises(DomainError):
                threads.ask(application, TEXT, None, by)
        with pytest.raises(Conflict):
            threads.answer(application, "Không hỏi.", None, officer)
        with pytest.raises(Invalid):
            threads.ask(application, "  ", None, member.actor)
        asked = threads.ask(application, TEXT, (io.BytesIO(pdf()), "anh.pdf"), member.actor)
        thread = threads.of(dossier)
        assert thread is not None
        assert thread.due_on is not None
        assert thread.due_on > clock.today()
        assert thread.unread_inside == 1
        assert threads.attachment(dossier, asked.id).original_name == "anh.pdf"
        (waiting,) = (block for block in work.blocks(clerk) if block.block.key == "questions")
        # The day the answer is owed, not that of the dossier's step.
        assert [row.due_on for row in waiting.rows] == [thread.due_on] != [application.due_on]
        threads.mark_read(application, officer)
        assert (thread.unread_inside, thread.due_on is None) == (0, False)
        with pytest.raises(DomainError):
            threads.answer(application, "Có.", None, director)
        threads.answer(application, "Chỉ cần bản chụp.", None, officer)
        assert (thread.due_on, thread.unread_outside) == (None, 1)
        assert not any(block.block.key == "questions" for block in work.blocks(clerk))
        threads.mark_read(application, member.actor)
        assert thread.unread_outside == 0
    assert TEXT in world.letters("question_asked")[0].text
    answered = world.letters("question_answered")[0]
    assert "Chỉ cần bản chụp." in answered.text
    assert "<b>chứng" not in world.letters("question_asked")[0].html


def test_who_stands_in_for_the_officer_is_told_of_the_question_and_of_the_answer_asked_for(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.assigned(member)
    other = world.staff(Role.OFFICER, name="Người thay", email="thay@so.example.vn")
    today = clock.today()
    with world.writing():
        asking.ask(
            queries.get(dossier), To("UBND xã", "xa@example.vn"), ["Có không?"], 5, world.officer
        )
        absences.say(
            world.officer.person_id or 0, other.person_id or 0, world.lead,
            first_on=today, last_on=today + timedelta(days=9), reason="Đi học",
        )  # fmt: skip
    with world.writing():
        threads.ask(queries.get(dossier), TEXT, None, member.actor)
        answering.by_link(secret_in("opinion_asked", "xa@example.vn"), Answer("Có.", "Chủ tịch"))
    for name in ("question_asked", "opinion_answered"):
        assert [each.to for each in world.letters(name)] == ["thay@so.example.vn"]


def test_questions_are_few_a_day_and_end_thirty_days_after_the_dossier(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with world.writing():
        for _n in range(threads.MOST_A_DAY):
            threads.ask(queries.get(dossier), TEXT, None, member.actor)
        with pytest.raises(DomainError) as refused:
            threads.ask(queries.get(dossier), TEXT, None, member.actor)
        assert refused.value.status == 429
        withdraw.withdraw(queries.get(dossier), member.actor)
        assert threads.is_open(queries.get(dossier))
        with clock.freeze(clock.now() + timedelta(days=31)), pytest.raises(Conflict):
            threads.ask(queries.get(dossier), TEXT, None, member.actor)


def test_a_dossier_is_rated_once_after_its_end_and_few_answers_show_no_figures(
    world: World,
) -> None:
    member, lead, officer = world.organisation(), world.lead, world.officer
    dossier = world.submitted(member)
    others = [world.submitted(world.organisation()) for _n in range(4)]
    with world.writing():
        with pytest.raises(Conflict):
            ratings.rate(queries.get(dossier), 5, "", member.actor)
        withdraw.withdraw(queries.get(dossier), member.actor)
        with pytest.raises(Invalid):
            ratings.rate(queries.get(dossier), 6, "", member.actor)
        ratings.rate(queries.get(dossier), 4, "Nhanh.", member.actor)
        with pytest.raises(Conflict):
            ratings.rate(queries.get(dossier), 1, "", member.actor)
        (row,) = ratings.counted(lead)
        assert (row.counts, row.words) == (None, "dưới 5")
        assert ratings.remarks(lead) == []
        with pytest.raises(DomainError):
            ratings.counted(officer)
        for number, each in enumerate(others):
            score = 5 if number else 1
            db.session.add(
                ratings.Satisfaction(application_id=each, score=score, remark="x", at=clock.now())
            )
        db.session.flush()
        (row,) = ratings.counted(lead)
        assert row.counts == (3, 1, 0, 0, 1)
        assert len(ratings.remarks(lead)) == 5


def test_the_steps_ahead_say_when_and_who_and_move_with_a_supplement(world: World) -> None:
    member = world.organisation()
    asked, selected = world.supplement_requested(member), world.submitted(world.organisation())
    waiting, decided = (
        world.awaiting_approval(world.organisation()),
        world.rejected_unissued(world.organisation()),
    )
    with world.reading():
        steps = ahead.of(queries.get(selected))
        assert [step.by for step in steps] == ["cơ quan tiếp nhận", "Sở"]
        assert steps[0].words.startswith("Dự kiến đến ngày ")
        first, then = ahead.of(queries.get(asked))
        assert first.words.startswith("Chậm nhất 17 giờ ngày ")
        assert first.words.endswith(", do đơn vị.")
        assert then.words == "Do cơ quan tiếp nhận."
        # What is decided and not issued looks like what waits to be decided.
        assert [(step.title, step.by) for step in ahead.of(queries.get(waiting))] == [
            (step.title, step.by) for step in ahead.of(queries.get(decided))
        ]
        with clock.freeze(clock.now() + timedelta(days=400)):
            assert "Đã quá ngày dự kiến" in ahead.of(queries.get(selected))[1].words
