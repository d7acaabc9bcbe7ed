"""What a session of selection is set up with."""

from datetime import timedelta

import pytest

from app import clock
from app.errors import Invalid
from app.selection.services import sessions
from tests.council import council
from tests.factories import World


def test_the_days_of_a_session_can_be(world: World) -> None:
    sitting = council(world, dossiers=1, quota=1, scoring_open=False)
    for name, days in (("founded_on", 1), ("founded_on", -4000), ("meets_on", -400)):
        said = sessions.Said(**{name: clock.today() + timedelta(days=days)})  # type: ignore[arg-type]  # a day each
        with pytest.raises(Invalid) as refused, world.writing():
            sessions.edit(sitting.session(), said, sitting.secretary)
        assert refused.value.field == name
