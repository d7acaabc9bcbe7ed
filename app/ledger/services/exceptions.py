"""Letting an organisation have a content once more (cho phép thêm): one proposes, another decides.

Nothing is erased: the earlier support is set aside, still counted and shown, and names the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy import Select, case, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app import access, clock, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.ledger import emails
from app.ledger.models import (
    APPROVED,
    HELD,
    PROPOSED,
    REFUSED,
    SET_ASIDE,
    USED,
    WITHDRAWN,
    Entry,
    ExceptionRequest,
)
from app.ledger.services import paper
from app.ledger.services.standing import NAMED
from app.organisations.services.queries import lock_beneficiary
from app.text import _, row_number

PAGE = 50


def entry(entry_id: int) -> Entry:
    """Return the entry; raises `NotFound`."""
    found = db.session.get(Entry, entry_id)
    if found is None:
        raise NotFound
    return found


def get(request_id: int) -> ExceptionRequest:
    """Return the proposal; raises `NotFound`."""
    found = db.session.get(ExceptionRequest, request_id)
    if found is None:
        raise NotFound
    return found


def of_entry(entry_id: int) -> Sequence[ExceptionRequest]:
    """Return the proposals about an entry, the latest first."""
    return db.session.scalars(
        select(ExceptionRequest)
        .where(ExceptionRequest.entry_id == entry_id)
        .options(
            joinedload(ExceptionRequest.proposer),
            joinedload(ExceptionRequest.decider),
            joinedload(ExceptionRequest.file),
        )
        .order_by(ExceptionRequest.id.desc())
    ).all()


@dataclass(frozen=True)
class Page:
    """A page of proposals and the key of the next one ("" on the last)."""

    rows: Sequence[ExceptionRequest]
    next_key: str


def listed(after: str = "") -> Page:
    """Return a page of proposals, those to be decided in front, then the latest."""
    rank = case((ExceptionRequest.state == PROPOSED, 0), else_=1)
    query = (
        select(ExceptionRequest)
        .options(
            joinedload(ExceptionRequest.entry).options(NAMED, joinedload(Entry.organisation)),
            joinedload(ExceptionRequest.proposer),
            joinedload(ExceptionRequest.decider),
        )
        .order_by(rank, ExceptionRequest.id.desc())
        .limit(PAGE + 1)
    )
    front, _dot, last = after.partition(".")
    if front in ("0", "1") and (last_id := row_number(last)) is not None:
        here = (rank == int(front)) & (ExceptionRequest.id < last_id)
        query = query.where((rank > int(front)) | here)
    rows = db.session.scalars(query).all()
    shown = rows[:PAGE]
    if len(rows) <= PAGE:
        return Page(shown, "")
    return Page(shown, f"{int(shown[-1].state != PROPOSED)}.{shown[-1].id}")


def excepted() -> Select[int]:
    """Select the ids of the entries that a director let block no more."""
    return select(ExceptionRequest.entry_id).where(ExceptionRequest.state == APPROVED)


def why_not(entry: Entry) -> str | None:
    """Return in words why no exception can be made of this entry, or None."""
    if entry.state == HELD:
        return _(
            "Hồ sơ %(reference)s đang giữ nội dung này và chưa được hỗ trợ, nên không có gì để cho "
            "phép thêm: đơn vị rút hồ sơ đó hoặc chờ kết quả.",
            reference=entry.source_reference,
        )
    if entry.state != USED:
        return _("Lượt này không chặn đăng ký mới, nên không cần cho phép thêm.")
    if entry.rule_key is None:
        return _("Nội dung này nằm ngoài quy tắc 01 lần, nên không cần cho phép thêm.")
    return None


def propose(
    entry: Entry,
    *,
    reason: str,
    document_number: str,
    document_on: date,
    by: Actor,
    scan: tuple[BinaryIO, str] | None = None,
) -> ExceptionRequest:
    """Propose that the entry shall block no more.

    Raises 422 without a document or a reason, 409 for an entry that does not block, or about
    which a proposal is open already.
    """
    access.check(Permission.PROPOSE_EXCEPTION, by, entry)
    paper.check(document_number, document_on, reason)
    entry = lock_entry(entry.id)
    if words := why_not(entry):
        raise Conflict(words)
    assert by.person_id is not None  # the policy wants a lead
    request = ExceptionRequest(
        entry_id=entry.id,
        state=PROPOSED,
        reason=reason,
        document_number=document_number,
        document_on=document_on,
        file_id=files.save(*scan, by).id if scan else None,
        proposed_by=by.person_id,
        proposed_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError as error:  # the index: one open proposal an entry
        raise Conflict(_("Lượt này đã có một đề nghị đang chờ quyết định.")) from error
    _record(request, "propose_exception", by, None)
    return request


def decide(
    request: ExceptionRequest,
    *,
    approve: bool,
    reason: str,
    by: Actor,
    version: int | None = None,
) -> ExceptionRequest:
    """Approve or refuse a proposal; approved, the entry is set aside at once, under lock.

    Raises 422 for a refusal without a reason, 409 when it was decided or the entry changed.
    """
    access.check(Permission.DECIDE_EXCEPTION, by, request)
    limits.texts({"reason": reason}, paper.LONGEST)
    entry = lock_entry(request.entry_id)
    _still_open(request, version)
    if not approve and not reason.strip():
        raise Invalid(_("Vui lòng nêu lý do không đồng ý."), "reason")
    if approve and (words := why_not(entry)):
        raise Conflict(words)
    request.state = APPROVED if approve else REFUSED
    request.decided_by, request.decided_at = by.person_id, clock.now()
    request.decision_reason = reason
    if approve:
        entry.state = SET_ASIDE
    db.session.flush()
    _record(request, "approve_exception" if approve else "refuse_exception", by, PROPOSED)
    if approve:
        audit.record(
            "ledger_entry",
            entry.id,
            "set_aside",
            by,
            before=USED,
            after=SET_ASIDE,
            data={"exception": request.id, "document": request.document_number},
        )
        emails.exception_approved(request, entry)
    return request


def withdraw(request: ExceptionRequest, by: Actor, version: int | None = None) -> None:
    """Take a proposal back before it is decided. Raises 409 afterwards."""
    access.check(Permission.PROPOSE_EXCEPTION, by, request)
    lock_entry(request.entry_id)
    _still_open(request, version)
    request.state, request.withdrawn_at = WITHDRAWN, clock.now()
    db.session.flush()
    _record(request, "withdraw_exception", by, PROPOSED)


def lock_entry(entry_id: int) -> Entry:
    """Lock the beneficiary the entry belongs to by then, and read the entry afresh."""
    query = select(Entry).where(Entry.id == entry_id).execution_options(populate_existing=True)
    found = db.session.scalars(query).one()
    while True:
        beneficiary_id = found.beneficiary_id
        lock_beneficiary(beneficiary_id)
        found = db.session.scalars(query).one()
        if found.beneficiary_id == beneficiary_id:  # else it was moved while we waited
            return found


def _still_open(request: ExceptionRequest, version: int | None) -> None:
    db.session.refresh(request)
    if request.state != PROPOSED or version not in (None, request.version):
        raise Conflict(
            _("Đề nghị này vừa được người khác xử lý. Vui lòng xem lại trước khi quyết định.")
        )


def _record(request: ExceptionRequest, action: str, by: Actor, before: str | None) -> None:
    audit.record(
        "exception_request",
        request.id,
        action,
        by,
        before=before,
        after=request.state,
        data={"entry": request.entry_id, "document": request.document_number},
    )
