"""Where else a dossier stands: the sessions and bundles it was put into, and their papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from app.access import Actor, Permission, allowed
from app.extensions import db
from app.papers.models import CURRENT, DRAFT, Paper
from app.papers.services import making
from app.review.bundle_papers import SUBJECT as BUNDLE
from app.review.models import Bundle, BundleRow
from app.selection.models import Listed, Session
from app.selection.workflow import SUBJECT as SESSION

MOST = 5  # of each: a dossier seldom is in more than one


@dataclass(frozen=True)
class Place:
    """A session (phiên xét chọn) or a bundle (bộ trình ký): how it is called, its papers."""

    subject: str
    id: int
    name: str
    papers: Sequence[Paper] = ()

    @property
    def is_session(self) -> bool:
        return self.subject == SESSION


def of(application_id: int, by: Actor) -> list[Place]:
    """Return where the dossier stands or stood, as far as `by` may see it: three queries.

    Scores stand in the papers of a session, so they are only for who runs it.
    """
    sessions = [
        each for each in _sessions(application_id) if allowed(Permission.SEE_SESSION, by, each)
    ]
    runs = {each.id for each in sessions if allowed(Permission.RUN_SESSION, by, each)}
    bundles = _bundles(application_id) if allowed(Permission.READ_DESK, by) else ()
    made = _papers([(SESSION, key) for key in runs] + [(BUNDLE, each.id) for each in bundles])
    return [
        *(
            Place(SESSION, each.id, each.name, made.get((SESSION, each.id), ()))
            for each in sessions
        ),
        *(Place(BUNDLE, each.id, each.name, made.get((BUNDLE, each.id), ())) for each in bundles),
    ]


def _sessions(application_id: int) -> Sequence[Session]:
    return db.session.scalars(
        select(Session)
        .join(Listed, Listed.session_id == Session.id)
        .where(Listed.application_id == application_id)
        .order_by(Session.id.desc())
        .limit(MOST)
    ).all()


def _bundles(application_id: int) -> Sequence[Bundle]:
    return db.session.scalars(
        select(Bundle)
        .join(BundleRow, BundleRow.bundle_id == Bundle.id)
        .where(BundleRow.application_id == application_id)
        .options(lazyload(Bundle.rows))
        .order_by(Bundle.id.desc())
        .limit(MOST)
    ).all()


def _papers(subjects: Sequence[tuple[str, int]]) -> dict[tuple[str, int], list[Paper]]:
    """Return the papers that count or wait for their number, in the order they were made."""
    found: dict[tuple[str, int], list[Paper]] = {}
    for each in reversed(making.of_subjects(*subjects)):
        if each.state in {DRAFT, CURRENT}:
            found.setdefault((each.subject, each.subject_id), []).append(each)
    return found
