"""The locks of a list: every dossier, beneficiary, call-content and project, each by ascending id.

A list that took them row by row would hold a content of one dossier while it waits for the next
dossier: two lists at once, or a list and a single deed, would wait for each other for ever.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from app.applications.models import Application
from app.extensions import db
from app.ledger.models import Entry
from app.organisations.models import Beneficiary
from app.programmes.models import CallContent, Project


def take(application_ids: Collection[int], *, amounts: bool = False) -> Sequence[Application]:
    """Lock the dossiers of a list, and with `amounts` what approvals count in; return them by id.

    What is locked is read again: the rows are judged by what is true now.
    """
    found = db.session.scalars(
        select(Application)
        .where(Application.id.in_(application_ids))
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()
    roots = select(Entry.beneficiary_id).where(Entry.application_id.in_(application_ids))
    db.session.scalars(
        select(Beneficiary.id)
        .where(Beneficiary.id.in_(roots))
        .order_by(Beneficiary.id)
        .with_for_update()
    ).all()
    if amounts:
        _lock_amounts(found)
    return found


def _lock_amounts(applications: Sequence[Application]) -> None:
    offered = db.session.scalars(
        select(CallContent)
        .where(
            CallContent.call_id.in_({each.call_id for each in applications}),
            CallContent.content_id.in_({each.content_id for each in applications}),
        )
        .order_by(CallContent.call_id, CallContent.content_id)
        .with_for_update(of=CallContent)
        .execution_options(populate_existing=True)
    ).all()
    db.session.scalars(
        select(Project)
        .where(Project.id.in_({each.project_id for each in offered if each.project_id}))
        .order_by(Project.id)
        .with_for_update(of=Project)
        .execution_options(populate_existing=True)
    ).all()
