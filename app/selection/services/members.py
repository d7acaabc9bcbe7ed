"""Who sits in a session: staff, or outside experts invited by e-mail."""

from app import access
from app.access import Actor, Permission
from app.accounts.models import Person
from app.accounts.services import people
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.selection import emails
from app.selection.models import Member, Session, Sheet
from app.selection.services import conflicts, door, sessions
from app.selection.workflow import CAPACITIES, State
from app.text import _

CHANGEABLE = (State.PREPARING, State.SCORING)


def get(session: Session, member_id: int) -> Member:
    """Return a member of the session; raises `NotFound`."""
    found = next((each for each in session.members if each.id == member_id), None)
    if found is None:
        raise NotFound
    return found


def of_actor(session: Session, by: Actor) -> Member | None:
    """Return as whom somebody sits in the session."""
    return next((each for each in session.members if each.person_id == by.person_id), None)


def seat(
    session: Session,
    *,
    email: str,
    name: str,
    capacity: str,
    votes: bool,
    position: str,
    by: Actor,
    seen: int | None = None,
) -> Member:
    """Seat somebody by their address: an account there is, or a new one for an outside expert.

    A new account sees the sessions it sits in and nothing else. Raises 409 for a chair or
    secretary there is already, and for whoever sits there.
    """
    session = door.begin(session, by, *CHANGEABLE, seen=seen)
    if capacity not in CAPACITIES:
        raise Invalid(_("Vui lòng chọn tư cách."), "capacity")
    _alone(session, capacity)
    person = people.for_council(email=email, name=name, actor=by)
    if any(each.person_id == person.id for each in session.members):
        raise Conflict(_("Người này đã có trong phiên."), "email")
    member = Member(
        session_id=session.id,
        person_id=person.id,
        capacity=capacity,
        votes=votes,
        position=position.strip(),
    )
    db.session.add(member)
    db.session.flush()
    db.session.expire(session, ["members"])
    if session.state == State.SCORING:
        conflicts.find(session, [member], sessions.dossiers(session, live=True))
        emails.scoring_opened(session, member)
    door.changed(session, "seat", by, {"person": person.id, "capacity": capacity, "votes": votes})
    return member


def _alone(session: Session, capacity: str) -> None:
    if capacity == "member":
        return
    holder: Person | None = next(
        (each.person for each in session.members if each.capacity == capacity), None
    )
    if holder is not None:
        raise Conflict(
            _(
                "Phiên đã có %(capacity)s là %(name)s.",
                capacity=CAPACITIES[capacity].lower(),
                name=holder.name,
            ),
            "capacity",
        )


def unseat(session: Session, member_id: int, by: Actor) -> None:
    """Let a member go who has scored nothing yet (409); their conflicts go with them."""
    session = door.begin(session, by, *CHANGEABLE)
    member = get(session, member_id)
    if member.person_id == by.person_id and not access.allowed(Permission.RUN_SESSION, by, None):
        raise Conflict(_("Thư ký không tự rời phiên; lãnh đạo thay thư ký khác."))
    if db.session.query(Sheet.id).filter(Sheet.member_id == member.id).first() is not None:
        raise Conflict(_("Thành viên này đã chấm điểm nên không đưa ra khỏi phiên được."))
    for conflict in conflicts.barred(member).values():
        db.session.delete(conflict)
    db.session.flush()
    db.session.delete(member)
    db.session.flush()
    db.session.expire(session, ["members"])
    door.changed(session, "unseat", by, {"person": member.person_id})
