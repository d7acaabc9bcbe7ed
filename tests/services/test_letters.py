"""Letters in the office's own words: saved, used for what is written from then on, given up."""

import pytest
from flask import Flask

from app import transactions
from app.access import Actor, Role
from app.applications.services import queries
from app.correspondence.services import previews, sent
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.extensions import db
from app.outbox import letters, rendering, versions
from app.outbox import services as outbox
from app.outbox.models import FAILED, WAITING
from app.review.services import work
from tests.factories import World

LEAD = Actor(3, "Lãnh đạo", frozenset({Role.LEAD}))
ADMIN = Actor(4, "Quản trị", frozenset({Role.ADMIN}))
KIND = letters.LETTERS["application_accepted"]


def words(extra: str) -> tuple[str, str]:
    subject, body = rendering.start(KIND.name)
    return subject, f"{body}\n{extra}\n"


def test_new_letters_take_the_offices_words_and_old_ones_stay(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        before = outbox.post(KIND.name, "a@example.vn", "k1", KIND.sample())
        first = versions.save(KIND, *words("Trân trọng."), "Lời chào", LEAD, seen=0)
        after = outbox.post(KIND.name, "a@example.vn", "k2", KIND.sample())
        assert "Trân trọng." not in before.text
        assert "Trân trọng." in after.text
        assert "<p>Trân trọng.</p>" in after.html
        with pytest.raises(Conflict):
            versions.save(KIND, *words("Chậm."), "Chậm", ADMIN, seen=0)
        with pytest.raises(Invalid):
            versions.save(KIND, "Thư", "Không còn gì.", "Cắt hết", LEAD, seen=1)
        versions.save(KIND, *words("Kính chào."), "Đổi", ADMIN, seen=1)
        assert ("-", "Trân trọng.") in versions.compared(KIND, first)
        again = versions.bring_back(first, LEAD)
        assert (again.version, again.body) == (3, first.body)
        seen = versions.latest(KIND)
        versions.back_to_default(KIND, LEAD)
        with pytest.raises(Conflict):  # written over words that are no longer used
            versions.save(KIND, *words("Muộn."), "Muộn", ADMIN, seen=seen)
        assert outbox.post(KIND.name, "a@example.vn", "k3", KIND.sample()).text == before.text
        with pytest.raises(Conflict):
            versions.back_to_default(KIND, LEAD)
        for role in (Role.OFFICER, Role.DIRECTOR):
            with pytest.raises(DomainError):
                versions.save(KIND, *words("x"), "x", Actor(9, "x", frozenset({role})), seen=3)


def test_a_preview_takes_a_real_dossier_only_from_who_may_see_it(world: World) -> None:
    dossier = world.submitted(world.organisation())
    with world.reading():
        reference = world.fact(dossier, "reference")
        subject, body = rendering.start(KIND.name)
        shown = previews.of(KIND, subject, body, f" {reference.lower()} ", LEAD)
        assert reference in shown.text
        for asked, by in ((reference, ADMIN), ("NSCL-26-99999-X", LEAD)):
            with pytest.raises(Invalid):
                previews.of(KIND, subject, body, asked, by)


def test_a_failed_letter_of_a_dossier_goes_to_the_address_as_it_is_now(world: World) -> None:
    dossier = world.accepted(world.organisation())
    other = world.submitted(world.organisation())
    officer, clerk, director = world.officer, world.clerk, world.director
    with world.writing():
        application = queries.get(dossier)
        lines = sent.of_dossier(application, officer)
        assert [line.letter.name for line in lines] == [
            "application_accepted",
            "application_submitted",
        ]
        assert "•••@" in lines[0].to
        assert application.reference in lines[0].text
        failed = lines[0].letter
        failed.state, failed.last_error = FAILED, "(550, b'5.1.1 no such user')"
        db.session.flush()
        assert lines[0].why.startswith("Địa chỉ không tồn tại")
        assert list(db.session.scalars(sent.unsent())) == [dossier]
        assert any(waiting.block.key == "unsent" for waiting in work.blocks(clerk))
        with pytest.raises(NotFound):
            sent.send_again(queries.get(other), failed.id, officer)
        with pytest.raises(DomainError):
            sent.send_again(application, failed.id, director)
        application.organisation.contact_email = "moi@example.vn"
        sent.send_again(application, failed.id, officer)
        assert (failed.state, failed.to) == (WAITING, "moi@example.vn")
        with pytest.raises(Conflict):
            sent.send_again(application, failed.id, officer)
        inside = outbox.post(
            "question_asked", "can-bo@example.vn", "k", letters.get("question_asked").sample(),
            about=("application", dossier),
        )  # fmt: skip
        inside.state = FAILED
        sent.send_again(application, inside.id, officer)
        assert inside.to == "can-bo@example.vn"  # what goes to the staff never leaves for the unit
        failed.sensitive = True
        assert sent.Line(failed).text == ""
