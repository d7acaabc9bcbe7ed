"""What a session of selection is set up with."""

from datetime import timedelta

import pytest

from app import clock
from app.applications.services import queries
from app.appraisal.services import interests
from app.errors import DomainError, Invalid
from app.selection.services import reading, sessions
from tests.council import council
from tests.factories import REASON, World


def test_the_days_of_a_session_can_be(world: World) -> None:
    sitting = council(world, dossiers=1, quota=1, scoring_open=False)
    for name, days in (("founded_on", 1), ("founded_on", -4000), ("meets_on", -400)):
        said = sessions.Said(**{name: clock.today() + timedelta(days=days)})  # type: ignore[arg-type]  # a day each
        with pytest.raises(Invalid) as refused, world.writing():
            sessions.edit(sitting.session(), said, sitting.secretary)
        assert refused.value.field == name


def test_scores_are_hidden_from_who_declared_an_interest_and_does_not_sit(world: World) -> None:
    sitting = council(world, dossiers=2, quota=1)
    sitting.score_all(70)
    sitting.close()
    theirs, other = sitting.dossiers
    clerk = world.clerk
    with world.writing():
        interests.declare(queries.get(theirs), "Em ruột là giám đốc.", clerk, whole=False)
    with world.reading():
        session = sitting.session()
        (table,) = reading.tables(session, clerk)
        assert {row.listed.application_id: row.score for row in table.rows} == {
            theirs: None,
            other: 7000,
        }
        reading.seen_dossier(session, other, clerk)
        with pytest.raises(DomainError, match="xung đột"):
            reading.seen_dossier(session, theirs, clerk)
    # Nor does who runs the session set back what competes with it.
    with world.writing():
        interests.declare(queries.get(theirs), "Anh ruột.", sitting.secretary, whole=False)
    with pytest.raises(DomainError, match="cùng xét nội dung"):
        sitting.want(other, "rejected", REASON)
    with world.writing():
        interests.declare(queries.get(theirs), "Em rể.", world.lead, whole=False)
    with pytest.raises(DomainError, match="cùng xét nội dung"):
        sitting.send_back(other)
    sitting.set(state="preparing")
    with pytest.raises(DomainError, match="cùng xét nội dung"), world.writing():
        sessions.remove(sitting.session(), other, sitting.secretary)
