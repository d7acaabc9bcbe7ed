"""Sessions: made, found, given their dossiers, dropped."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import foreign
from app.applications.workflow import Status
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.extensions import db
from app.predicates import role
from app.programmes.models import Call
from app.selection.models import Listed, Member, Session, SessionContent
from app.selection.services import door, drafts
from app.selection.workflow import QUORUMS, SCALES, Act, State
from app.text import _

PAGE = 50
MOST = 500  # dossiers of a session
# A day farther away than that is a slip of the finger; it would stand in the papers.
FAR = {"founded_on": timedelta(days=3660), "meets_on": timedelta(days=366)}
RIVALS = _("Anh/chị có xung đột lợi ích với hồ sơ này hoặc hồ sơ khác cùng xét nội dung này.")
OPEN = (State.PREPARING, State.SCORING, State.CLOSED)
_STAFF = role(*(each for each in access.Role if each is not access.Role.COUNCIL))
SHOWN = (
    joinedload(Listed.application).joinedload(Application.organisation),
    joinedload(Listed.application).joinedload(Application.content_version),
)


@dataclass(frozen=True)
class Said:
    """What a session is set up with; marks in hundredths of a point."""

    founded_number: str = ""
    founded_on: date | None = None
    meets_on: date | None = None
    place: str = ""
    scale: int = 100
    pass_mark: int | None = None
    quorum: str = "2/3"


def get(session_id: int) -> Session:
    """Return the session; raises `NotFound`."""
    session = db.session.scalar(
        select(Session).where(Session.id == session_id).options(joinedload(Session.call))
    )
    if session is None:
        raise NotFound
    return session


def listed(by: Actor, before: int | None = None) -> tuple[Sequence[Session], int | None]:
    """Return a page of sessions, the last made first, and the id the next page begins before.

    Who only sits in sessions sees those.
    """
    query: Select[Any] = (
        select(Session)
        .options(joinedload(Session.call))
        .order_by(Session.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(Session.id < before)
    if not _STAFF(by, None):
        query = query.where(
            Session.id.in_(select(Member.session_id).where(Member.person_id == by.person_id))
        )
    found = db.session.scalars(query).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def calls_with_council() -> Sequence[Call]:
    """Return the calls that a session can be made for, the last first, at most a page."""
    return db.session.scalars(
        select(Call)
        .where(Call.council.is_(True), Call.published_at.is_not(None))
        .order_by(Call.id.desc())
        .limit(PAGE)
    ).all()


def proposal(call: Call) -> Said:
    """Return what a new session's form begins with: as the call's last one."""
    last = db.session.scalar(
        select(Session).where(Session.call_id == call.id).order_by(Session.id.desc()).limit(1)
    )
    if last is None:
        return Said()
    return Said(
        founded_number=last.founded_number,
        founded_on=last.founded_on,
        place=last.place,
        scale=last.scale,
        pass_mark=last.pass_mark,
        quorum=last.quorum,
    )


def create(call: Call, content_ids: Collection[int], said: Said, by: Actor) -> Session:
    """Make a session of a call with a council for one or several of its contents.

    An officer who makes it keeps its records (thư ký) until somebody else does. Raises 422 for a
    call without a council or criteria, or a content the call does not offer.
    """
    access.check(Permission.PREPARE_SESSION, by)
    if not call.council or call.published_at is None:
        raise Invalid(_("Đợt này không có bước xét chọn."), "call")
    if not call.criteria:
        raise Invalid(_("Đợt này chưa có tiêu chí chấm điểm."), "call")
    offered = {each.content_id for each in call.contents}
    if not content_ids or set(content_ids) - offered:
        raise Invalid(_("Vui lòng chọn ít nhất một nội dung của đợt."), "contents")
    _check(said)
    assert by.person_id is not None
    # The call's row is locked: two sessions made at once get two numbers.
    db.session.execute(select(Call.id).where(Call.id == call.id).with_for_update(of=Call))
    last = db.session.scalar(select(func.max(Session.number)).where(Session.call_id == call.id))
    session = Session(
        call_id=call.id,
        number=(last or 0) + 1,
        word=call.council_word,
        created_by=by.person_id,
        created_at=clock.now(),
        **vars(said),
    )
    session.contents = [SessionContent(content_id=key) for key in sorted(content_ids)]
    if access.Role.LEAD not in by.roles:
        session.members = [
            Member(person_id=by.person_id, capacity="secretary", votes=False, position="")
        ]
    db.session.add(session)
    db.session.flush()
    audit.record(
        "selection_session",
        session.id,
        "create",
        by,
        after=session.state,
        data={"call": call.code, "contents": sorted(content_ids)},
    )
    return session


def _check(said: Said) -> None:
    if said.scale not in SCALES:
        raise Invalid(_("Vui lòng chọn thang điểm."), "scale")
    if said.quorum not in QUORUMS:
        raise Invalid(_("Vui lòng chọn tỷ lệ chấm tối thiểu."), "quorum")
    if said.pass_mark is not None and not 0 <= said.pass_mark <= said.scale * 100:
        raise Invalid(_("Điểm đạt phải nằm trong thang điểm."), "pass_mark")
    today = clock.today()
    if said.founded_on is not None and said.founded_on > today:
        raise Invalid(_("Ngày quyết định không được sau ngày hôm nay."), "founded_on")
    for name, day in (("founded_on", said.founded_on), ("meets_on", said.meets_on)):
        if day is not None and abs(day - today) > FAR[name]:
            raise Invalid(_("Ngày này cách hôm nay quá xa. Vui lòng kiểm tra lại."), name)


def edit(session: Session, said: Said, by: Actor, *, seen: int | None = None) -> None:
    """Change a session that is being prepared; its call and contents stay."""
    _check(said)
    session = door.begin(session, by, State.PREPARING, seen=seen)
    for name, value in vars(said).items():
        setattr(session, name, value)
    door.changed(session, "edit", by)


def waiting(session: Session) -> Sequence[Application]:
    """Return the dossiers that wait for selection and that no open session looks at."""
    taken = select(Listed.application_id).where(Listed.live.is_(True))
    return db.session.scalars(
        select(Application)
        .where(
            Application.call_id == session.call_id,
            Application.content_id.in_([each.content_id for each in session.contents]),
            Application.status == Status.AWAITING_SELECTION,
            Application.id.not_in(taken),
        )
        .options(joinedload(Application.organisation), joinedload(Application.content_version))
        .order_by(Application.id)
        .limit(MOST)
    ).all()


def dossiers(session: Session, *, live: bool = False) -> Sequence[Listed]:
    """Return the session's dossiers by number; `live`: those it still has to conclude about."""
    query = select(Listed).where(Listed.session_id == session.id).options(*SHOWN)
    if live:
        query = query.join(Application, Application.id == Listed.application_id).where(
            Listed.live.is_(True), Application.status == Status.AWAITING_SELECTION
        )
    return db.session.scalars(query.order_by(Listed.application_id).limit(MOST)).all()


def rivals(session: Session, each: Listed) -> list[Listed]:
    """Return the session's dossiers of one content: they compete for the same places."""
    content_id = each.application.content_id
    found = dossiers(session, live=True)
    return [other for other in found if other.application.content_id == content_id]


def of_session(session: Session, application_id: int) -> Listed:
    """Return a dossier of the session; raises `NotFound`."""
    found = db.session.scalar(
        select(Listed)
        .where(Listed.session_id == session.id, Listed.application_id == application_id)
        .options(*SHOWN)
    )
    if found is None:
        raise NotFound
    return found


def add(
    session: Session, application_ids: Collection[int], by: Actor, *, seen: int | None = None
) -> None:
    """Put dossiers that wait for selection before the session.

    Raises 422 for one that does not wait for it, 409 for one that another session took meanwhile.
    """
    session = door.begin(session, by, State.PREPARING, seen=seen)
    possible = {each.id for each in waiting(session)}
    if not application_ids or set(application_ids) - possible:
        field = "dossiers" if possible else None
        raise Invalid(_("Vui lòng chọn hồ sơ đang chờ xét chọn."), field)
    try:
        with db.session.begin_nested():
            again = set(
                db.session.scalars(
                    update(Listed)
                    .where(
                        Listed.session_id == session.id,
                        Listed.application_id.in_(application_ids),
                        Listed.outcome.is_(None),
                    )
                    .values(live=True)
                    .returning(Listed.application_id)
                    .execution_options(synchronize_session="fetch")
                )
            )
            db.session.add_all(
                Listed(session_id=session.id, application_id=key)
                for key in sorted(set(application_ids) - again)
            )
    except IntegrityError as error:
        raise Conflict(_("Có hồ sơ vừa được đưa vào một phiên khác. Vui lòng chọn lại.")) from error
    door.changed(session, "add_dossiers", by, {"dossiers": sorted(application_ids)})


def remove(session: Session, application_id: int, by: Actor) -> None:
    """Take a dossier off the session while it is being prepared; it waits for another.

    Raises 403 for who has an interest in it, or in one that competes with it.
    """
    session = door.begin(session, by, State.PREPARING)
    found = of_session(session, application_id)
    competing = {other.application_id for other in rivals(session, found)}
    if competing - foreign.open_to(by, competing):
        raise DomainError(403, RIVALS)
    found.live = False
    door.changed(session, "remove_dossier", by, {"dossier": application_id})


def drop(session: Session, reason: str, by: Actor, *, seen: int | None = None) -> None:
    """Drop the session (hủy phiên) with a reason; its dossiers wait for another one."""
    session = door.begin(session, by, *OPEN, seen=seen)
    door.perform(session, Act.DROP, by, reason=reason)
    drafts.let_go(session, reason.strip(), by)
    db.session.execute(
        update(Listed)
        .where(Listed.session_id == session.id, Listed.live.is_(True))
        .values(live=False)
        .execution_options(synchronize_session="fetch")
    )
