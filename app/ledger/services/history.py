"""Supports given before, or outside, this system; and the Sở's mark that they were reviewed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app import access, clock, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.ledger.models import SET_ASIDE, USED, Entry, HistoryReview
from app.ledger.services import paper
from app.ledger.services.rule import rule_key, standard_name
from app.ledger.services.slots import SlotTaken, enter, holder, lock_rule
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
    programme_id: int | None = None,
    project_id: int | None = None,
) -> Entry:
    """Write a support that was given in `year`; it uses the slot.

    A true past duplicate is written with `set_aside`: recorded and counted, blocking nothing.
    Without a programme it is the first one of the scope. Raises `SlotTaken` when the slot is held
    or used.
    """
    beneficiary = lock_beneficiary_of(organisation.id)
    lock_rule(content)
    standard = standard_name(content, standard)
    key = rule_key(content, standard, year)
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
        programme_id=programme_id or first_programme(scope),
        project_id=project_id,
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


def first_programme(scope: str) -> int | None:
    """Return the programme whose scope it is; plans that carry it out came later."""
    return db.session.scalar(select(func.min(Programme.id)).where(Programme.scope == scope))


def reviewed(scopes: set[str]) -> dict[str, HistoryReview]:
    """Return which of `scopes` the Sở has marked as reviewed."""
    rows = db.session.scalars(select(HistoryReview).where(HistoryReview.scope.in_(scopes)))
    return {row.scope: row for row in rows}


def mark_reviewed(
    scope: str, up_to_year: int, by: Actor, *, document_number: str = "", note: str = ""
) -> None:
    """Mark the history of `scope` as reviewed; only then do pages say "còn".

    A person names the document; the command, which an operator types, need not. Raises 404 for a
    scope no programme has, 422 without a document or for a year beyond this one, 409 when it
    already is reviewed up to that year or a later one.
    """
    access.check(Permission.MARK_REVIEWED, by)
    if not by.system:
        paper.check(document_number)
    limits.texts({"note": note}, paper.LONGEST)
    known = db.session.scalar(select(Programme.id).where(Programme.scope == scope).limit(1))
    if known is None:
        raise NotFound(_("Không có chương trình nào thuộc phạm vi “%(scope)s”.", scope=scope))
    if up_to_year > clock.today().year:
        raise Invalid(_("Chưa thể rà soát đến một năm chưa tới."), "year")
    row = db.session.get(HistoryReview, scope, with_for_update=True)
    if row is not None and row.up_to_year >= up_to_year:
        raise Conflict(_("Lịch sử hỗ trợ đã được đánh dấu rà soát đến năm này."))
    try:
        with db.session.begin_nested():
            row = row or HistoryReview(scope=scope)
            row.up_to_year, row.reviewed_at, row.reviewed_by = up_to_year, clock.now(), by.person_id
            row.document_number, row.note = document_number, note
            db.session.add(row)
    except IntegrityError as error:  # the first mark of the scope, made twice at once
        raise Conflict(
            _("Lịch sử hỗ trợ vừa được người khác đánh dấu rà soát. Vui lòng xem lại.")
        ) from error
    audit.record(
        "history_review",
        0,
        "mark_reviewed",
        by,
        data={"scope": scope, "up_to": up_to_year, "document": document_number, "note": note},
    )


@dataclass(frozen=True)
class ScopeReview:
    """A scope, the programmes in it, its mark, and every mark it was ever given."""

    scope: str
    programmes: list[str]
    mark: HistoryReview | None
    marks: list[Event]


def reviews() -> list[ScopeReview]:
    """Return every scope that a programme has, the latest first, with its marks."""
    named: dict[str, list[str]] = {}
    rows = db.session.execute(
        select(Programme.scope, Programme.name).order_by(Programme.year_from.desc(), Programme.id)
    )
    for scope, name in rows:
        named.setdefault(scope, []).append(name)
    marks = reviewed(set(named))
    events = audit.history("history_review", 0)
    return [
        ScopeReview(
            scope,
            programmes,
            marks.get(scope),
            [event for event in events if event.data.get("scope") == scope],
        )
        for scope, programmes in named.items()
    ]
