"""Which contents a phiếu đăng ký is for: chosen at the beginning, changed while it is a draft."""

from collections.abc import Sequence

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.applications.models import Application, RegistrationForm
from app.applications.services import bundle, draft, shared
from app.applications.workflow import Status
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.services import exclusion
from app.organisations.models import Organisation
from app.programmes.models import Call, SupportContent
from app.text import _


def begin(
    organisation: Organisation, call: Call, chosen: Sequence[SupportContent], by: Actor
) -> Application:
    """Begin one phiếu for the chosen contents of a call; return its first draft.

    A content that has a draft already brings it along, with all that was filled in. Raises 422
    when nothing was chosen, or two contents that exclude one another; 409 when the call does not
    take one of them from this organisation.
    """
    access.check(Permission.START_APPLICATION, by)
    access.check(Permission.EDIT_ORGANISATION, by, organisation)
    return _assemble(organisation, call, chosen, by, None)


def choose(application: Application, chosen: Sequence[SupportContent], by: Actor) -> Application:
    """Let the phiếu be for exactly the chosen contents; return its first draft.

    What leaves goes on as a draft of its own: nothing filled in is lost. Raises as `begin`.
    """
    access.check(Permission.EDIT_APPLICATION, by, application)
    return _assemble(application.organisation, application.call, chosen, by, application)


def take_out(application: Application, by: Actor) -> Application:
    """Take one content out of its phiếu: it goes on as a draft of its own.

    Return the first draft of what stays. Raises 409 when it is the phiếu's only content.
    """
    own, drafts = bundle.locked_drafts(application, by)
    staying = [each for each in drafts if each is not own]
    if not staying:
        raise Conflict(_("Phiếu chỉ có một nội dung này. Đơn vị có thể xóa bản nháp."))
    _leave(own, by)
    draft.touched(*drafts)
    return bundle.dossiers(staying[0])[0]


def _assemble(
    organisation: Organisation,
    call: Call,
    chosen: Sequence[SupportContent],
    by: Actor,
    own: Application | None,
) -> Application:
    if not chosen:
        raise Invalid(_("Vui lòng chọn ít nhất một nội dung."), "contents")
    # Always in one order: two people who begin the same contents at once wait, and never for ever.
    wanted = sorted(chosen, key=lambda content: content.id)
    exclusion.check_together(wanted, "contents")
    ids = {content.id for content in wanted}
    forms = _forms_of(organisation, call, ids, own)
    there = bundle.lock_forms(forms)
    if own is not None:
        _still_a_draft(own, there)
    leading = own or _oldest(there, ids)
    if leading is not None:
        form = db.session.get_one(RegistrationForm, leading.form_id)
    else:
        form = bundle.new_form(organisation.id, call.id, by)
    drafts = [draft.start(organisation, call, content, by, form=form) for content in wanted]
    if any(each.form_id not in {*forms, form.id} for each in drafts):
        raise bundle.Moved
    for each in there:
        if each.form_id == form.id and each.content_id not in ids:
            _leave(each, by)
    for each in drafts:
        _join(each, form, by)
    bundle.drop_empty(forms)
    shared.share(drafts)
    draft.touched(*drafts)
    return bundle.dossiers(drafts[0])[0]


def _forms_of(
    organisation: Organisation, call: Call, content_ids: set[int], own: Application | None
) -> set[int]:
    """Return the phiếu on which there are drafts of these contents now, and the draft's own."""
    here = own.form_id if own is not None else None
    found = (
        *db.session.scalars(
            select(Application.form_id).where(
                Application.organisation_id == organisation.id,
                Application.call_id == call.id,
                Application.content_id.in_(content_ids),
                Application.status == Status.DRAFT,
            )
        ),
        here,
    )
    return {each for each in found if each is not None}


def _still_a_draft(own: Application, there: Sequence[Application]) -> None:
    if all(each.id != own.id for each in there):
        raise bundle.Moved
    bundle.check_editable(own)


def _oldest(there: Sequence[Application], wanted: set[int]) -> Application | None:
    """Return the draft whose phiếu the others join: the one begun first."""
    return next((each for each in there if each.content_id in wanted), None)


def _join(each: Application, form: RegistrationForm, by: Actor) -> None:
    if each.form_id != form.id:
        each.form_id = form.id
        db.session.flush()
        audit.record("application", each.id, "join_form", by, data={"form": form.id})


def _leave(each: Application, by: Actor) -> None:
    form = bundle.new_form(each.organisation_id, each.call_id, by)
    each.form_id = form.id
    db.session.flush()
    audit.record("application", each.id, "leave_form", by, data={"form": form.id})
