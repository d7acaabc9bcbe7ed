"""What a leader reads before signing a list: each warning in words, in so many queries."""

from datetime import timedelta

from sqlalchemy import update

from app import clock
from app.applications.mark_models import DossierMark
from app.applications.models import Application
from app.applications.services import queries
from app.applications.workflow import Status
from app.appraisal.services import interests
from app.extensions import db
from app.review.services import waiting
from bench.counting import counted
from tests.factories import World


def asked(world: World) -> tuple[int, int]:
    """Return (dossiers, queries) of the list a director signs, and of the form that decides it."""
    with world.reading(), counted(db.engine) as statements:
        page = waiting.page(Status.AWAITING_APPROVAL, world.director)
        rows = [row.application.id for group in page.groups for row in group.rows]
        assert len(waiting.these(rows, world.director)) == len(rows)
    return len(rows), len(statements)


def test_a_leader_reads_every_warning_and_many_dossiers_cost_no_more_questions(
    world: World,
) -> None:
    assert world.director
    first = world.awaiting_approval(world.organisation())
    with world.writing():
        db.session.add_all(
            DossierMark(mark=mark, application_id=first) for mark in ("w", "w:alike", "w:scope")
        )
        db.session.execute(
            update(Application)
            .where(Application.id == first)
            .values(has_warning=True, due_on=clock.today() - timedelta(days=3))
        )
        interests.declare(queries.get(first), "Bạn học.", world.officer, whole=True)
    one = asked(world)
    with world.reading():
        (group,) = waiting.page(Status.AWAITING_APPROVAL, world.director).groups
        assert list(group.rows[0].warnings) == [
            "Có thể trùng tổ chức khác.",
            "Đã được hỗ trợ ở phạm vi khác.",
            f"Đã khai có lợi ích liên quan: {world.officer.name}.",
            "Quá hạn bước này.",
        ]
        (group,) = waiting.page(Status.AWAITING_APPROVAL, world.clerk).groups
        assert not any("lợi ích" in words for words in group.rows[0].warnings)
    for _n in range(2):
        world.awaiting_approval(world.organisation())
    assert asked(world) == (3, one[1])
