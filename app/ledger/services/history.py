"""Supports given before, or outside, this system; and the Sở's mark that they were reviewed."""

from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict, NotFound
from app.extensions import db
from app.ledger.models import SET_ASIDE, USED, Entry, HistoryReview
from app.ledger.services.rule import rule_key, standard_name
from app.ledger.services.slots import SlotTaken, enter, holder
from app.organisations.models import Organisation
from app.organisations.services.queries import lock_beneficiary_of
from app.programmes.models import Programme, SupportContent
from app.text import _


def record_given(
    *,
    scope: str,
    organisation: Organisation,
    content: SupportContent,
    year: int,
    by: Actor,
    standard: str = "",
    given_on: date | None = None,
    document_number: str = "",
    source: str = "",
    set_aside: bool = False,
) -> Entry:
    """Write a support that was given in `year`; it uses the slot.

    A true past duplicate is written with `set_aside`: recorded and counted, blocking nothing.
    Raises `SlotTaken` when the slot is held or used.
    """
    beneficiary = lock_beneficiary_of(organisation.id)
    standard = standard_name(content, standard)
    key = rule_key(content, standard)
    if not set_aside and (taken := holder(scope, beneficiary.id, key)):
        raise SlotTaken(taken)
    entry = Entry(
        scope=scope,
        beneficiary_id=beneficiary.id,
        organisation_id=organisation.id,
        content_id=content.id,
        rule_key=key,
        standard=standard,
        state=SET_ASIDE if set_aside else USED,
        source_reference=source,
        document_number=document_number,
        given_on=given_on,
        given_year=year,
        created_at=clock.now(),
    )
    enter(entry)
    audit.record(
        "ledger_entry",
        entry.id,
        "record_given",
        by,
        after=entry.state,
        data={"scope": scope, "content": content.code, "year": year, "document": document_number},
    )
    return entry


def reviewed(scopes: set[str]) -> dict[str, HistoryReview]:
    """Return which of `scopes` the Sở has marked as reviewed."""
    rows = db.session.scalars(select(HistoryReview).where(HistoryReview.scope.in_(scopes)))
    return {row.scope: row for row in rows}


def mark_reviewed(scope: str, up_to_year: int, by: Actor) -> None:
    """Mark the history of `scope` as reviewed; only then do pages say "còn".

    Raises 404 for a scope no programme has, 409 when it already is reviewed up to that year or
    a later one.
    """
    known = db.session.scalar(select(Programme.id).where(Programme.scope == scope).limit(1))
    if known is None:
        raise NotFound(_("Không có chương trình nào thuộc phạm vi “%(scope)s”.", scope=scope))
    row = db.session.get(HistoryReview, scope, with_for_update=True)
    if row is not None and row.up_to_year >= up_to_year:
        raise Conflict(_("Lịch sử hỗ trợ đã được đánh dấu rà soát đến năm này."))
    if row is None:
        row = HistoryReview(scope=scope)
        db.session.add(row)
    row.up_to_year, row.reviewed_at, row.reviewed_by = up_to_year, clock.now(), by.person_id
    db.session.flush()
    audit.record(
        "history_review", 0, "mark_reviewed", by, data={"scope": scope, "up_to": up_to_year}
    )
