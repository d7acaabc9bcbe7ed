"""Appraisal (thẩm định): a draft that may wait, then the sheet that goes up and stays."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from app import access, clock
from app.access import Actor, Permission
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action, Status
from app.appraisal.models import Appraisal, AppraisalDraft
from app.appraisal.services import sheet
from app.appraisal.services.sheet import Said
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.text import _

APPRAISER = by_name(Appraisal.person)


def draft_of(application_id: int) -> AppraisalDraft | None:
    """Return the sheet that is being written, if any."""
    return db.session.scalar(
        select(AppraisalDraft)
        .where(AppraisalDraft.application_id == application_id)
        .options(by_name(AppraisalDraft.person))
    )


def begun(application: Application) -> Said:
    """Return what the sheet begins with: the draft, else a copy of what was sent last."""
    draft = draft_of(application.id)
    if draft is not None:
        return Said.of(draft.said)
    sent = of_application(application.id)
    return sheet.again(application, sent[0]) if sent else Said()


def save_draft(
    application: Application, said: Said, by: Actor, *, seen: int | None = None
) -> AppraisalDraft:
    """Keep what is filled in so far; nobody above the officer is told.

    `seen` is the draft's version the person saw, 0 for none. Raises 403; 409 where somebody saved
    meanwhile or the dossier is no longer appraised; 422 for what is too long.
    """
    application = queries.lock(application.id)
    access.check(Permission.APPRAISE, by, application)
    if application.status != Status.UNDER_APPRAISAL:
        raise Conflict(_("Hồ sơ đã sang bước khác nên không lưu được phiếu nháp."))
    _refuse(sheet.unkept(said))
    draft = draft_of(application.id)
    _check_seen(draft, seen)
    assert by.person_id is not None
    if draft is None:
        draft = AppraisalDraft(application_id=application.id, version=0)
        db.session.add(draft)
    draft.said = said.kept()
    draft.person_id = by.person_id
    draft.version += 1
    draft.updated_at = clock.now()
    db.session.flush()
    audit.record("application", application.id, "save_appraisal", by)
    return draft


def _check_seen(draft: AppraisalDraft | None, seen: int | None) -> None:
    if seen is not None and seen != (draft.version if draft else 0):
        raise Conflict(
            _("Phiếu nháp đã được lưu ở nơi khác sau khi anh/chị mở trang này. Vui lòng xem lại.")
        )


def _refuse(faults: Iterator[tuple[str, str]]) -> None:
    for field, words in faults:
        raise Invalid(words, field)


def recommend(
    application: Application,
    said: Said,
    *,
    by: Actor,
    version: int | None = None,
    seen: int | None = None,
) -> Appraisal:
    """Write the appraisal and send the dossier up, to the Chi cục or straight to the Sở.

    Only the assigned officer may (403). Raises 422 while something of the sheet lacks.
    """
    application = queries.lock(application.id)
    action = _onward(application)
    door.check(application, action, by, version=version)
    _refuse(sheet.faults(application, said))
    draft = draft_of(application.id)
    _check_seen(draft, seen)
    assert by.person_id is not None
    appraisal = Appraisal(
        application_id=application.id,
        person_id=by.person_id,
        checklist=sheet.checked(application, said),
        scores=sheet.scored(application, said),
        total=sheet.total(sheet.measures(application), said),
        opinion=said.opinion,
        recommendation=said.recommendation,
        proposed_amount=said.proposed_amount,
        at=clock.now(),
    )
    db.session.add(appraisal)
    if draft is not None:
        db.session.delete(draft)
    db.session.flush()

    def facts(application: Application) -> None:
        # A new list: a changed one would not be noticed. Everyone who ever appraised stays.
        application.appraiser_ids = sorted({*application.appraiser_ids, appraisal.person_id})

    door.perform(
        application,
        action,
        by,
        facts=facts,
        data={"appraisal": appraisal.id, "recommendation": said.recommendation},
    )
    return appraisal


def _onward(application: Application) -> Action:
    """Return where an appraised dossier goes: to the council, the Chi cục or straight to the Sở."""
    if application.call.council:
        return Action.SEND_TO_SELECTION
    if application.call.programme.endorsement:
        return Action.RECOMMEND
    return Action.RECOMMEND_STRAIGHT


def of_application(application_id: int) -> Sequence[Appraisal]:
    """Return the appraisals of a dossier, newest first."""
    return db.session.scalars(
        select(Appraisal)
        .where(Appraisal.application_id == application_id)
        .options(APPRAISER)
        .order_by(Appraisal.id.desc())
    ).all()


def proposed_amount(application_id: int) -> int | None:
    """Return what the newest appraisal proposes to give, in đồng; None where it says no amount."""
    return db.session.scalar(
        select(Appraisal.proposed_amount)
        .where(Appraisal.application_id == application_id)
        .order_by(Appraisal.id.desc())
        .limit(1)
    )
