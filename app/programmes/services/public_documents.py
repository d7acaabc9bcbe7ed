"""Documents (văn bản) of a programme or a call that everyone may read, each under a label."""

from collections.abc import Sequence
from typing import BinaryIO

from sqlalchemy import or_, select

from app import limits
from app.access import Actor
from app.errors import Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.programmes.models import Call, Programme, PublicDocument
from app.programmes.services import call_door, changes
from app.programmes.workflow import CallAction, CallState
from app.text import _

MOST = 20
LONGEST_LABEL = 200  # characters


def of(thing: Programme | Call) -> Sequence[PublicDocument]:
    """Return the documents of a programme or call, in the order they came."""
    owner = (
        PublicDocument.call_id if isinstance(thing, Call) else PublicDocument.programme_id
    ) == thing.id
    return db.session.scalars(select(PublicDocument).where(owner).order_by(PublicDocument.id)).all()


def on_page_of(call: Call) -> Sequence[PublicDocument]:
    """Return what the call's page names: its own documents, then its programme's (one query)."""
    return db.session.scalars(
        select(PublicDocument)
        .where(
            or_(
                PublicDocument.call_id == call.id,
                PublicDocument.programme_id == call.programme_id,
            )
        )
        .order_by(PublicDocument.call_id.is_(None), PublicDocument.id)
    ).all()


def get(document_id: int) -> PublicDocument:
    """Return the document; raises `NotFound`."""
    document = db.session.get(PublicDocument, document_id)
    if document is None:
        raise NotFound
    return document


def shown_with(call: Call, document_id: int) -> PublicDocument:
    """Return a document that the call's public page shows; raises `NotFound` for any other."""
    document = get(document_id)
    if document.call_id != call.id and document.programme_id != call.programme_id:
        raise NotFound
    return document


def attach(
    thing: Programme | Call,
    label: str,
    stream: BinaryIO,
    name: str,
    by: Actor,
    *,
    reason: str = "",
) -> PublicDocument:
    """Add a document. With a published call this needs a reason (422); later it is too late."""
    limits.texts({"label": label}, {"label": LONGEST_LABEL}, needed={"label"})
    thing = _begin(thing, by)
    if len(of(thing)) >= MOST:
        raise Invalid(_("Tối đa %(most)s văn bản.", most=MOST), "file")
    stored = files.save(stream, name, by)
    document = PublicDocument(
        programme_id=thing.id if isinstance(thing, Programme) else None,
        call_id=thing.id if isinstance(thing, Call) else None,
        label=label,
        file=stored,
    )
    db.session.add(document)
    db.session.flush()
    _note(thing, by, [None, label], reason)
    return document


def remove(document: PublicDocument, by: Actor) -> None:
    """Take a document away from a programme or a draft; its event stays.

    What a published call was announced with stays with it (409).
    """
    owner: Programme | Call
    if document.call_id is None:
        owner = changes.locked(changes.get(Programme, document.programme_id or 0), by)
    else:
        owner = call_door.begin(changes.get(Call, document.call_id), CallAction.EDIT, by)
    label = document.label
    db.session.delete(document)
    db.session.flush()
    _note(owner, by, [label, None], "")


def _action(call: Call) -> CallAction:
    return CallAction.EDIT if call.state == CallState.DRAFT.value else CallAction.AMEND_NOTICE


def _begin(thing: Programme | Call, by: Actor) -> Programme | Call:
    if isinstance(thing, Call):
        return call_door.begin(thing, _action(thing), by)
    return changes.locked(thing, by)


def _note(thing: Programme | Call, by: Actor, both: list[str | None], reason: str) -> None:
    more = {"documents": list(both)}
    if isinstance(thing, Call):
        call_door.perform(thing, _action(thing), by, {}, more=more, reason=reason)
    else:
        changes.keep(thing, "edit", by, {}, more=more)
