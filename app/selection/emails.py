"""The letters of a session, and those to the leads about reserve places that end."""

from datetime import date

from sqlalchemy import select

from app.accounts.models import Person, PersonRole
from app.actors import Role
from app.extensions import db
from app.outbox import services as outbox
from app.outbox.models import Letter
from app.programmes.councils import COUNCILS
from app.selection.models import Member, Session


def scoring_opened(session: Session, member: Member) -> None:
    """Tell a member that the scoring is open, or open again, with the way to it."""
    if not member.votes or member.person.email is None:
        return
    outbox.post(
        "selection_opened",
        member.person.email,
        f"selection_opened:{session.id}:{member.id}:{session.version}",
        {
            "name": member.person.name,
            "session": session.name,
            "body": COUNCILS[session.word],
            "call": session.call.name,
            "meets_on": session.meets_on,
            "place": session.place,
            "path": f"/xet-chon/{session.id}/cham",
        },
    )


def reserve_ending(
    call_id: int, call: str, content: str, until: date, *, stage: int, days_left: int, dossiers: int
) -> int:
    """Remind every lead (E19) that reserve places end; return how many letters are new."""
    posted = 0
    for person_id, email, name in db.session.execute(
        select(Person.id, Person.email, Person.name)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.LEAD, Person.disabled_at.is_(None))
        .order_by(Person.id)
    ).all():
        key = f"reserve_ending:{call_id}:{content}:{until.isoformat()}:{stage}:{person_id}"
        known = db.session.scalar(select(Letter.id).where(Letter.once_key == key))
        if email is None or known is not None:
            continue
        outbox.post(
            "reserve_ending",
            email,
            key,
            {
                "name": name,
                "call": call,
                "content": content,
                "until": until,
                "days_left": days_left,
                "dossiers": dossiers,
                "path": "/xet-chon/du-bi",
            },
        )
        posted += 1
    return posted
