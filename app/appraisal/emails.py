"""The letters of the appraisal: to the organisation about a visit, to the leads about interests."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Person, PersonRole
from app.actors import Role
from app.applications import emails
from app.applications.models import Application
from app.appraisal.models import FieldVisit
from app.extensions import db
from app.organisations.emails import on_paper
from app.organisations.interests import Interest
from app.outbox import services as outbox
from app.text import _


def interest_declared(application: Application, interest: Interest, name: str) -> None:
    """Tell every lead but the person that the dossier needs another hand."""
    for person in db.session.scalars(
        select(Person)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            PersonRole.role == Role.LEAD,
            Person.disabled_at.is_(None),
            Person.id != interest.person_id,
            Person.email.is_not(None),
        )
        .order_by(Person.id)
    ).all():
        outbox.post(
            "interest_declared",
            person.email or "",
            f"interest_declared:{interest.id}:{person.id}",
            {
                "name": person.name,
                "who": name,
                "whole": interest.application_id is None,
                "organisation": application.organisation.name,
                "reference": application.reference,
                "assigned": application.officer_id == interest.person_id,
                "path": f"/xet-duyet/{application.id}",
            },
            about=(emails.DOSSIER, application.id),
        )


def visit_planned(application: Application, visit: FieldVisit) -> None:
    """Tell the organisation when and where, and in what capacity who comes; no names of staff."""
    said = {"team": [row["role"] or _("Thành viên đoàn khảo sát") for row in visit.team]}
    _visit("visit_planned", application, visit, said)


def visit_cancelled(application: Application, visit: FieldVisit) -> None:
    """Tell the organisation that nobody comes, and why."""
    _visit("visit_cancelled", application, visit, {"reason": visit.reason})


def _visit(letter: str, application: Application, visit: FieldVisit, said: dict[str, Any]) -> None:
    outbox.post(
        letter,
        application.organisation.contact_email,
        f"{letter}:{visit.id}",
        {
            **emails.context(application),
            "visit_on": visit.visit_on,
            "starts": visit.starts,
            "place": visit.place,
            **said,
        },
        recipient=on_paper(application.organisation),
        about=(emails.DOSSIER, application.id),
    )
