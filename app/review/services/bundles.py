"""Bundles for signature (bộ trình ký): drafted, sent out, signed elsewhere, recorded here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from app import access, clock, limits
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.workflow import Action, Status
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.papers.frame import Signing
from app.programmes.services import quota
from app.review import bundle_papers
from app.review.models import Bundle, BundleRow
from app.review.services import bundle_bar, bundle_door, decision, list_locks
from app.review.services.bundle_door import NotAll
from app.review.workflow import OUTCOMES, Act, RowState, State
from app.text import _

MOST = 100  # rows of one list
PAGE = 50
LONGEST = {"reason": 2000}  # characters
PREPARE = Permission.PREPARE_BUNDLE


@dataclass(frozen=True)
class Said:
    """What is said of one row: the amount (đồng) of an approval, the reason of a rejection."""

    amount: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed the papers, by which right, and when."""

    signing: Signing
    on: date

    @property
    def capacity(self) -> str:
        """The lines above the signature: KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC."""
        return ", ".join(self.signing.lines(_("Giám đốc")))


def listed(before: int | None = None) -> Sequence[Bundle]:
    """Return up to 50 bundles, the newest first; `before` is the last id of the page before."""
    query = select(Bundle).options(joinedload(Bundle.call), selectinload(Bundle.rows))
    if before is not None:
        query = query.where(Bundle.id < before)
    return db.session.scalars(query.order_by(Bundle.id.desc()).limit(PAGE + 1)).all()


def create(application_ids: Collection[int], outcome: str, by: Actor) -> Bundle:
    """Begin a bundle with dossiers of one call that wait for the director.

    Raises 403, 422 for none, too many, or of several calls, 409 for one that waits no more.
    """
    access.check(PREPARE, by)
    found = list_locks.take(application_ids)
    check_list(found, application_ids, outcome)
    bundle_door.check_interest(application_ids, by)
    if gone := [each for each in found if each.status != Status.AWAITING_APPROVAL]:
        raise NotAll([_why(each) for each in gone])
    bundle = fresh(found[0].call_id, outcome, by)
    for each in found:
        add(bundle, each)
    bundle_door.changed(bundle, "create", by, {"dossiers": [each.id for each in found]})
    return bundle


def check_list(found: Sequence[Application], wanted: Collection[int], outcome: str) -> None:
    """Raise 422 unless these are dossiers of one call, as many as a list holds."""
    if outcome not in OUTCOMES or not found or len(found) != len(set(wanted)):
        raise Invalid(_("Vui lòng chọn ít nhất một hồ sơ."))
    if len(found) > MOST:
        raise Invalid(_("Mỗi danh sách có tối đa %(most)s hồ sơ.", most=MOST))
    if len({each.call_id for each in found}) > 1:
        raise Invalid(_("Mỗi danh sách là của một đợt đăng ký. Vui lòng chọn hồ sơ cùng đợt."))


def fresh(call_id: int, outcome: str, by: Actor, *, on_screen: bool = False) -> Bundle:
    """Return a new bundle without rows."""
    assert by.person_id is not None  # the policy asked for a role
    bundle = Bundle(
        call_id=call_id,
        outcome=outcome,
        on_screen=on_screen,
        state=State.DRAFT.value,
        version=0,
        created_by=by.person_id,
        created_at=clock.now(),
    )
    db.session.add(bundle)
    db.session.flush()
    return bundle


def add(
    bundle: Bundle,
    application: Application,
    said: Said | None = None,
    state: RowState = RowState.LISTED,
) -> BundleRow:
    """Put a locked dossier on a bundle; raises 409 when another has it."""
    said = said or Said()
    row = BundleRow(
        bundle_id=bundle.id,
        application_id=application.id,
        state=state.value,
        live=state in {RowState.LISTED, RowState.SIGNED},
        amount=said.amount,
        reason=said.reason,
        seen_version=application.version,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        found = bundle_bar.of_application(application.id)
        raise Conflict(
            _(
                "%(reference)s đang nằm trong “%(bundle)s”.",
                reference=application.reference,
                bundle=found.name if found else _("một danh sách khác"),
            )
        ) from error
    return row


def edit(
    bundle: Bundle,
    said: Mapping[int, Said],
    removed: Collection[int],
    by: Actor,
    *,
    seen: int | None = None,
) -> None:
    """Write amounts and reasons of a draft's rows, by dossier, and take dossiers off it."""
    bundle = bundle_door.begin(bundle, by, PREPARE, State.DRAFT, seen=seen)
    if not {row.application_id for row in bundle.rows} - set(removed):
        raise Invalid(_("Danh sách phải còn ít nhất một hồ sơ. Có thể hủy cả bộ."))
    for row in list(bundle.rows):
        if row.application_id in removed:
            db.session.delete(row)
            continue
        told = said.get(row.application_id, Said())
        limits.texts({"reason": told.reason}, LONGEST)
        row.amount, row.reason = told.amount, told.reason
    bundle_door.changed(bundle, "edit", by, {"removed": sorted(removed)})
    db.session.expire(bundle, ["rows"])


def send_out(bundle: Bundle, signing: Signing, by: Actor, *, seen: int | None = None) -> None:
    """Make the papers from what the dossiers say now; they go out as one bundle.

    While it is out no row is decided otherwise. Raises `NotAll` (409) naming each row that waits
    no more, or whose amount or reason is missing.
    """
    bundle = bundle_door.begin(bundle, by, PREPARE, State.DRAFT, seen=seen)
    list_locks.take([row.application_id for row in bundle.rows])
    if wrong := [words for row in bundle.rows for words in _missing(bundle, row, by)]:
        raise NotAll(wrong)
    for row in bundle.rows:
        row.seen_version = row.application.version
    bundle.out_at = clock.now()
    bundle_door.perform(bundle, Act.SEND_OUT, by)
    bundle_papers.make(bundle, signing, by)


def _missing(bundle: Bundle, row: BundleRow, by: Actor) -> list[str]:
    """Say why a row cannot go out, if so: it waits no more, an amount or a reason is missing."""
    application, approves = row.application, bundle.outcome == "approve"
    action = Action.RECORD_APPROVAL if approves else Action.RECORD_REJECTION
    try:
        door.check(application, action, by, reason=row.reason)
        offered = quota.offered(application.call_id, application.content_id)
        if approves and offered is not None:
            quota.check_amount(offered, row.amount)
    except DomainError as error:
        return [f"{row.application.reference}: {error.message}"]
    return []


def _why(application: Application) -> str:
    return _(
        "%(reference)s: hồ sơ không còn chờ ký (%(status)s).",
        reference=application.reference,
        status=application.look.inside,
    )


def take_back(bundle: Bundle, by: Actor, *, seen: int | None = None) -> None:
    """Take the papers back (lập lại): they count no more, the list is a draft again."""
    bundle = bundle_door.begin(bundle, by, PREPARE, State.OUT, seen=seen)
    bundle_papers.withdraw(bundle, _("Lập lại bộ trình ký"), by)
    bundle.out_at = None
    bundle_door.perform(bundle, Act.TAKE_BACK, by)


def cancel(bundle: Bundle, reason: str, by: Actor, *, seen: int | None = None) -> None:
    """Cancel a bundle with a reason; its dossiers are decided, or issued, otherwise.

    What was signed on paper is issued; only a list on screen is given up after the decisions.
    """
    clerks = Permission.ISSUE_LISTS if bundle.on_screen else PREPARE
    states = (State.SIGNED,) if bundle.on_screen else (State.DRAFT, State.OUT)
    bundle = bundle_door.begin(bundle, by, clerks, *states, seen=seen)
    if bundle.document_id is not None:
        raise Conflict(_("Danh sách đã có số ban hành nên không hủy được."))
    limits.texts({"reason": reason.strip()}, LONGEST, needed=LONGEST)
    db.session.execute(
        update(BundleRow)
        .where(BundleRow.bundle_id == bundle.id)
        .values(live=False)
        .execution_options(synchronize_session="fetch")
    )
    bundle_papers.withdraw(bundle, reason.strip(), by)
    bundle.reason = reason.strip()
    bundle_door.perform(bundle, Act.CANCEL, by, {"reason": bundle.reason})


def sign(
    bundle: Bundle,
    signed: Signed,
    struck: Mapping[int, str],
    by: Actor,
    *,
    seen: int | None = None,
) -> None:
    """Record that the papers were signed: every row that was not struck out, or none.

    `struck` gives the reason for each dossier whose name was struck out (gạch tên); it goes on
    waiting for the director. Raises `NotAll` (409) naming each row that the rules do not let
    through, as `decision.record_paper` does: withdrawn, appraised by the signer, quota, budget.
    """
    bundle = bundle_door.begin(bundle, by, PREPARE, State.OUT, seen=seen)
    signed.signing.check(named=True)
    if not {row.application_id for row in bundle.rows} - set(struck):
        raise Invalid(_("Tất cả hồ sơ đều bị gạch tên. Nếu không ký, vui lòng hủy bộ trình ký."))
    list_locks.take([row.application_id for row in bundle.rows], amounts=True)
    wrong = []
    for row in sorted(bundle.rows, key=lambda each: each.application_id):
        if row.application_id in struck:
            _strike(row, struck[row.application_id].strip())
            continue
        try:
            with db.session.begin_nested():
                _record(bundle, row, signed, by)
        except DomainError as error:
            wrong.append(f"{row.application.reference}: {error.message}")
    if wrong:
        raise NotAll(wrong)
    bundle.signer_name, bundle.signer_capacity = signed.signing.name.strip(), signed.capacity
    bundle.signed_on, bundle.signed_by = signed.on, by.person_id
    said = {"signer": bundle.signer_name, "signed_on": signed.on.isoformat()}
    bundle_door.perform(bundle, Act.SIGN, by, {**said, "struck": sorted(struck)})
    bundle_papers.signed(bundle, signed.signing, by)


def _strike(row: BundleRow, reason: str) -> None:
    if not reason:
        reference, field = row.application.reference, f"reason_{row.application_id}"
        raise Invalid(_("Vui lòng nêu lý do gạch tên %(ref)s.", ref=reference), field)
    limits.texts({"reason": reason}, LONGEST)
    row.state, row.live, row.reason = RowState.STRUCK.value, False, reason
    db.session.flush()


def _record(bundle: Bundle, row: BundleRow, signed: Signed, by: Actor) -> None:
    """Record the decision on one row, the dossier locked."""
    application = row.application
    if application.version != row.seen_version and bundle.state == State.OUT:
        raise Conflict(
            _(
                "hồ sơ đã thay đổi từ khi lập bộ trình ký (%(status)s); cần lập lại hoặc gạch tên.",
                status=application.look.inside,
            )
        )
    decision.check_signer(application, signed.signing.name, signed.capacity, signed.on)
    decision.keep_paper(
        application,
        outcome=bundle.outcome,
        reason=row.reason,
        signer_name=signed.signing.name.strip(),
        signer_capacity=signed.capacity,
        signed_on=signed.on,
        by=by,
        amount=row.amount if bundle.outcome == "approve" else None,
    )
    row.state = RowState.SIGNED.value
    db.session.flush()
