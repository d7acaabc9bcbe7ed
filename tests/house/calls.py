"""What the house has of programmes and calls: a call of each state, a document, news."""

from typing import Any

from sqlalchemy import select

from app.access import Actor
from app.accounts.services import people as accounts
from app.demo import dossiers
from app.extensions import db
from app.programmes.models import Programme
from app.programmes.services import (
    calls,
    cloning,
    news,
    public_documents,
    publishing,
    set_up_projects,
)


def things(lead: Actor, reader: str) -> dict[str, dict[str, Any]]:
    """Make them, and return the parts of their addresses; `reader` may end their news."""
    programme = db.session.scalars(select(Programme).where(Programme.is_open)).first()
    person = accounts.by_email(reader)
    assert programme is not None
    assert person is not None
    document = public_documents.attach(
        programme, "Kế hoạch DEMO", dossiers.sheet("kế hoạch"), "ke-hoach.pdf", lead
    )
    published = calls.get(dossiers.CALL)
    found: dict[str, dict[str, Any]] = {
        "plan": {"programme_id": programme.id},
        "project": {"project_id": set_up_projects.of_programme(programme)[0].id},
        "annex": {"document_id": document.id},
        "paper": {"code": dossiers.CALL, "document_id": document.id},
        "news": {"token": news.end_path(person.id).rsplit("/", 1)[1]},
    }
    for thing, state in (("planned", "draft"), ("live", "published"), ("ended", "closed")):
        call = published
        if state != "published":
            values = cloning.call_proposal(published) | {"code": f"DEMO-{state.upper()}"}
            values.pop("programme_id")
            call = cloning.clone_call(published, programme, values, lead)
        if state == "closed":
            publishing.publish(call, lead)
            publishing.close(call, "DEMO", lead)
        found[thing] = {"call_id": call.id, "line_id": call.contents[0].id}
    return found
