"""What the house has of selection: a session of each state, and a reserve place."""

from typing import Any

from sqlalchemy import select

from app.demo import dossiers, people, selection
from app.demo.dossiers import Plan
from app.extensions import db
from app.papers.services import making
from app.selection.models import Listed, Session
from app.selection.services import members, scoring, sessions
from app.selection.workflow import State


def things(secretary: str) -> dict[str, dict[str, Any]]:
    """Make what the demonstration lacks; `secretary` is the address of who keeps the records."""
    by = people.actor_of(secretary)
    scored = _last(State.SCORING)
    call = scored.call
    found = {
        "council_call": {"call_id": call.id},
        "scoring": _parts(scored),
        "concluded": _parts(_last(State.CONCLUDED)),
        "reserved": {
            "application_id": db.session.scalars(
                select(Listed.application_id).where(Listed.outcome == "reserve")
            ).one()
        },
    }
    concluded = _last(State.CONCLUDED)
    paper = making.from_room("bien_ban_hop", concluded.id, by, drawn=False)
    found["minutes"] = {"session_id": concluded.id, "paper_id": paper.id}
    for thing, unit in (("closed", "hopchuan"), ("preparing", "daynghe")):
        dossiers.make(Plan(unit, selection.SCORING, "awaiting_selection", call=selection.CALL))
        content = next(each for each in call.contents if each.content.code == selection.SCORING)
        made = sessions.create(call, [content.content_id], sessions.Said(quorum="1/2"), by)
        sessions.add(made, [each.id for each in sessions.waiting(made)], by)
        members.seat(
            made,
            email="chicuc@" + people.DOMAIN,
            name="",
            capacity="chair",
            votes=True,
            position="",
            by=by,
        )
        if thing == "closed":
            _score(made)
            scoring.close(made, by)
        found[thing] = _parts(made)
    return found


def _last(state: State) -> Session:
    return db.session.scalars(
        select(Session).where(Session.state == state).order_by(Session.id.desc())
    ).first() or _missing(state)


def _missing(state: State) -> Session:
    raise AssertionError(f"the demonstration has no session that is {state}")


def _parts(session: Session) -> dict[str, Any]:
    application = sessions.dossiers(session)[0].application
    return {
        "session_id": session.id,
        "application_id": application.id,
        "attachment_id": application.files[0].id,
        "member_id": session.members[-1].id,
    }


def _score(session: Session) -> None:
    lead = people.actor_of("chicuc@" + people.DOMAIN)
    scoring.open_scoring(session, people.actor_of("chuyenvien2@" + people.DOMAIN))
    member = members.of_actor(session, lead)
    assert member is not None
    for each in sessions.dossiers(session):
        scoring.save(
            session,
            member,
            each,
            lead,
            marks={criterion.id: 6000 for criterion in session.call.criteria},
            remark="",
        )
