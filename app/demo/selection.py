"""A demonstration call with a council: one session that scores, one that is concluded."""

from collections.abc import Sequence
from datetime import timedelta

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.workflow import Status
from app.demo import dossiers, people
from app.demo.dossiers import Plan
from app.extensions import db
from app.programmes.models import Call, Programme
from app.programmes.services import contents, publishing, set_up_calls
from app.programmes.services.set_up_calls import Line
from app.selection.models import Session
from app.selection.services import conclude, members, results, scoring, sessions

CALL = "DEMO-2026-HD"
CONCLUDED, SCORING = "CDS-TM", "MH-DIEM"
_PLANS = (
    Plan("davoi", CONCLUDED, "awaiting_selection", call=CALL),
    Plan("nabuoi", CONCLUDED, "awaiting_selection", call=CALL),
    Plan("xuongmoc", CONCLUDED, "awaiting_selection", call=CALL),
    Plan("davoi", SCORING, "awaiting_selection", call=CALL),
    Plan("nabuoi", SCORING, "awaiting_selection", call=CALL),
)
_POINTS = {"davoi": 8450, "nabuoi": 8450, "xuongmoc": 4000}  # hundredths: a tie, and one below
_CRITERIA = (
    ("Thuộc nhóm ưu tiên của kế hoạch", 30),
    ("Mức độ sẵn sàng áp dụng", 40),
    ("Nguồn lực đối ứng", 30),
)


def load(programme: Programme) -> None:
    """Make the call, its dossiers and both sessions."""
    lead = people.staff("chicuc")
    call = _call(programme, lead)
    for plan in _PLANS:
        dossiers.make(plan)
    secretary = people.staff("chuyenvien2")
    concluded = _session(call, CONCLUDED, secretary)
    for each in sessions.dossiers(concluded):
        unit = next(
            one.key for one in people.UNITS if one.code == each.application.organisation.code
        )
        for key in ("chicuc", "chuyengia"):
            _score(concluded, each.application, key, _POINTS[unit])
    scoring.close(concluded, secretary)
    conclude.conclude(concluded, results.seen(results.rank(concluded)), lead)
    open_now = _session(call, SCORING, secretary)
    first = sessions.dossiers(open_now)[0]
    _score(open_now, first.application, "chicuc", 7500)


def _call(programme: Programme, lead: Actor) -> Call:
    values = {
        **set_up_calls.proposal(),
        "code": CALL,
        "name": "DEMO – Đợt có Hội đồng xét chọn năm 2026",
        "opens_at": clock.now() - timedelta(days=20),
        "closes_at": clock.now() + timedelta(days=200),
        "reserve_days": 60,
        "unsigned_days": 30,
        "council": True,
    }
    del values["programme_id"]
    call = set_up_calls.create(programme, values, lead)
    lines = {
        contents.get(CONCLUDED).id: Line(quota=1),
        contents.get(SCORING).id: Line(quota=1),
    }
    set_up_calls.offer(call, lines, lead)
    set_up_calls.set_criteria(call, _CRITERIA, lead)
    publishing.publish(call, lead)
    return call


def _session(call: Call, content: str, secretary: Actor) -> Session:
    """Make a session of one content with two who score, and open the scoring."""
    content_id = contents.get(content).id
    said = sessions.Said(
        founded_number="DEMO-25/QĐ-SKHCN",
        founded_on=clock.today() - timedelta(days=15),
        meets_on=clock.today(),
        place="Phòng họp DEMO",
        pass_mark=5000,
    )
    session = sessions.create(call, [content_id], said, secretary)
    sessions.add(session, _waiting(session), secretary)
    for key, capacity, position in (
        ("chicuc", "chair", "Lãnh đạo Chi cục DEMO"),
        ("chuyengia", "member", "Trường đại học DEMO"),
    ):
        members.seat(
            session,
            email=f"{key}@{people.DOMAIN}",
            name=key,
            capacity=capacity,
            votes=True,
            position=position,
            by=secretary,
        )
    scoring.open_scoring(session, secretary)
    return session


def _waiting(session: Session) -> Sequence[int]:
    found = [each.id for each in sessions.waiting(session)]
    assert found, "nothing waits for selection"
    return found


def _score(session: Session, application: Application, key: str, points: int) -> None:
    by = people.staff(key)
    member = members.of_actor(session, by)
    assert member is not None
    assert application.status == Status.AWAITING_SELECTION
    scoring.save(
        session,
        member,
        sessions.of_session(session, application.id),
        by,
        marks={criterion.id: points for criterion in session.call.criteria},
        remark="Nhận xét DEMO.",
    )
    db.session.flush()
