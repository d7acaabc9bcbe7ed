"""How organisations found the handling of their dossiers: asked once, read as counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import queries
from app.applications.workflow import ENDED
from app.audit import services as audit
from app.correspondence.models import LONGEST_REMARK, Satisfaction
from app.errors import Conflict, Invalid
from app.extensions import db
from app.programmes.models import Call, ContentVersion
from app.text import _

SCORES = {
    5: _("Rất hài lòng"),
    4: _("Hài lòng"),
    3: _("Bình thường"),
    2: _("Chưa hài lòng"),
    1: _("Rất không hài lòng"),
}
FEWEST = 5  # answers below which no figure is shown: it would tell who said what
MOST_ROWS = 100


def of(application_id: int) -> Satisfaction | None:
    """Return what the organisation said of this dossier, or None."""
    return db.session.get(Satisfaction, application_id)


def may_be_rated(application: Application) -> bool:
    """Return whether the dossier has ended, so that one can say how it went."""
    return application.status in ENDED


def rate(application: Application, score: int, remark: str, by: Actor) -> Satisfaction:
    """Say how it went. Raises 403, 409 before the end or the second time, 422."""
    access.check(Permission.RATE, by, application)
    if score not in SCORES:
        raise Invalid(_("Vui lòng chọn một mục."), "score")
    limits.texts({"remark": remark}, {"remark": LONGEST_REMARK})
    application = queries.lock(application.id)
    if not may_be_rated(application):
        raise Conflict(_("Hồ sơ chưa kết thúc, chưa thể đánh giá."))
    if of(application.id) is not None:
        raise Conflict(_("Đơn vị đã đánh giá hồ sơ này. Cảm ơn đơn vị."))
    given = Satisfaction(
        application_id=application.id, score=score, remark=remark.strip(), at=clock.now()
    )
    db.session.add(given)
    db.session.flush()
    # The score stays out of the record: who reads it must not see who said what.
    audit.record("application", application.id, "rate", by)
    return given


@dataclass(frozen=True)
class Row:
    """The answers about one content of one call; `counts` is None where they are too few."""

    call: str
    content: str
    answers: int
    counts: Sequence[int] | None

    @property
    def words(self) -> str:
        """How many answered; few are not counted out."""
        return str(self.answers) if self.counts else _("dưới %(n)s", n=FEWEST)


def counted(by: Actor) -> list[Row]:
    """Return the answers by call and content, newest call first. Raises 403."""
    access.check(Permission.READ_RATINGS, by)
    each = [func.sum(case((Satisfaction.score == score, 1), else_=0)) for score in SCORES]
    rows = db.session.execute(
        select(Call.name, ContentVersion.name, func.count(), *each)
        .select_from(Satisfaction)
        .join(Application, Application.id == Satisfaction.application_id)
        .join(Call, Call.id == Application.call_id)
        .join(ContentVersion, ContentVersion.id == Application.version_id)
        .group_by(Call.id, Call.name, ContentVersion.name)
        .order_by(Call.id.desc(), ContentVersion.name)
        .limit(MOST_ROWS)
    ).all()
    return [
        Row(row[0], row[1], row[2], tuple(row[3:]) if row[2] >= FEWEST else None) for row in rows
    ]


def remarks(by: Actor) -> list[str]:
    """Return the newest remarks without who, when or about what. Raises 403.

    Nothing while there are so few that one could guess whose they are.
    """
    access.check(Permission.READ_RATINGS, by)
    found = db.session.scalars(
        select(Satisfaction.remark)
        .where(Satisfaction.remark != "")
        .order_by(Satisfaction.at.desc())
        .limit(MOST_ROWS)
    ).all()
    return sorted(found) if len(found) >= FEWEST else []
