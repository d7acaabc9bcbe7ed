"""Holding and releasing slots. The check under the beneficiary's lock gives the words; the
partial UNIQUE index is the backstop and ends in the same refusal."""

from sqlalchemy import and_, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.errors import Conflict
from app.extensions import db
from app.ledger.models import BLOCKING, HELD, RELEASED, Entry
from app.ledger.services import exclusion
from app.ledger.services.rule import rule_key
from app.organisations.models import Organisation
from app.organisations.services.queries import lock_beneficiary, lock_beneficiary_of
from app.programmes.models import Call, CallContent, Programme, SupportContent
from app.text import _


class SlotTaken(Conflict):
    """The once-only rule refuses: `entry` holds or used the slot."""

    def __init__(self, entry: Entry | None) -> None:
        super().__init__(_refusal(entry))
        self.entry = entry


def _refusal(entry: Entry | None) -> str:
    if entry is None:  # the index refused before the row could be read
        return _(
            "Nội dung này vừa được một hồ sơ khác của đơn vị đăng ký. "
            "Một nội dung chỉ được hỗ trợ 01 lần."
        )
    if entry.state == HELD:
        return _(
            "Hồ sơ %(reference)s của đơn vị đang đăng ký nội dung này. Một nội dung chỉ được "
            "hỗ trợ 01 lần. Đơn vị có thể theo dõi hồ sơ đó, hoặc rút hồ sơ đó rồi đăng ký lại.",
            reference=entry.source_reference,
        )
    return _(
        "Đơn vị đã được hỗ trợ nội dung này năm %(year)s%(document)s. Một nội dung chỉ được hỗ "
        "trợ 01 lần. Đơn vị có thể đăng ký nội dung khác.",
        year=entry.given_year,
        document=_(" theo văn bản số %(number)s", number=entry.document_number)
        if entry.document_number
        else "",
    )


def holder(scope: str, beneficiary_id: int, key: str | None) -> Entry | None:
    """Return the entry that holds or used the slot, read afresh, or None when it is free."""
    if key is None:
        return None
    return db.session.scalar(
        select(Entry)
        .where(
            Entry.scope == scope,
            Entry.beneficiary_id == beneficiary_id,
            Entry.rule_key == key,
            Entry.state.in_(BLOCKING),
        )
        .execution_options(populate_existing=True)
    )


def blocker(scope: str, beneficiary_id: int, key: str | None) -> Entry | None:
    """Return what stands in the way of a new dossier: the holder, or a support of another scope.

    Other scopes only warn, unless the programme's switch `lookback` says that they block.
    """
    if taken := holder(scope, beneficiary_id, key):
        return taken
    lookbacks = db.session.scalars(select(Programme.lookback).where(Programme.scope == scope))
    others = {other for lookback in lookbacks for other in lookback} - {scope}
    return next(
        (found for other in sorted(others) if (found := holder(other, beneficiary_id, key))), None
    )


def lock_rule(content: SupportContent, *, change: bool = False) -> None:
    """Read the content's unit anew and keep it as it is until the transaction ends.

    Who enters a support shares the lock, who changes the unit has it alone: no row is written
    with the key of a unit that is being given up.
    """
    db.session.refresh(
        content, ["rule", "standards", "exclude_with"], with_for_update={"read": not change}
    )


def hold(
    *,
    scope: str,
    organisation: Organisation,
    content: SupportContent,
    standard: str,
    application_id: int,
    call_id: int,
) -> Entry:
    """Hold the slot for a dossier that is being submitted.

    Locks the beneficiary (the lock order is application → beneficiary → call-content →
    reference counter). Raises `SlotTaken` (409) when another dossier or a support has it.
    """
    beneficiary = lock_beneficiary_of(organisation.id)
    lock_rule(content)
    key = rule_key(content, standard)
    if taken := blocker(scope, beneficiary.id, key):
        raise SlotTaken(taken)
    exclusion.check(scope, beneficiary.id, content)
    programme_id, project_id = db.session.execute(
        select(Call.programme_id, CallContent.project_id)
        .outerjoin(
            CallContent, and_(CallContent.call_id == Call.id, CallContent.content_id == content.id)
        )
        .where(Call.id == call_id)
    ).one()
    entry = Entry(
        scope=scope,
        beneficiary_id=beneficiary.id,
        organisation_id=organisation.id,
        content_id=content.id,
        rule_key=key,
        standard=standard,
        state=HELD,
        application_id=application_id,
        programme_id=programme_id,
        project_id=project_id,
        created_at=clock.now(),
    )
    return enter(entry)


def enter(entry: Entry) -> Entry:
    """Write a row of the ledger; where the index refuses it, the refusal says who was faster."""
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as error:
        taken = holder(entry.scope, entry.beneficiary_id, entry.rule_key)
        raise SlotTaken(taken) from error
    return entry


def of_application(application_id: int) -> Entry | None:
    """Return the entry of a dossier, read afresh."""
    return db.session.scalar(
        select(Entry)
        .where(Entry.application_id == application_id)
        .execution_options(populate_existing=True)
    )


def name_source(application_id: int, reference: str) -> None:
    """Write the dossier's reference on its entry, once the reference has been given out."""
    entry = of_application(application_id)
    if entry is not None:
        entry.source_reference = reference
        db.session.flush()


def confirm(application_id: int) -> Entry:
    """Make sure, under lock, that the dossier about to be approved still holds its slot.

    Raises `SlotTaken` naming who has it; 409 when the dossier's own hold was lost.
    """
    entry = of_application(application_id)
    if entry is None:
        raise Conflict(_("Hồ sơ không còn giữ quyền đăng ký nội dung này trong sổ hỗ trợ."))
    lock_beneficiary(entry.beneficiary_id)
    entry = of_application(application_id)
    assert entry is not None
    if entry.state != HELD:
        raise SlotTaken(holder(entry.scope, entry.beneficiary_id, entry.rule_key))
    return entry


def release(application_id: int) -> None:
    """Free the slot of a dossier that ended without a support (never given)."""
    entry = of_application(application_id)
    if entry is None:
        return
    lock_beneficiary(entry.beneficiary_id)
    entry = of_application(application_id)
    if entry is not None and entry.state == HELD:
        entry.state = RELEASED
        db.session.flush()
