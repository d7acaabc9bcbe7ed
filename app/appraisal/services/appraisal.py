"""Appraisal (thẩm định): checklist, opinion, recommendation; then up to the leaders."""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.accounts.services.authors import by_name
from app.applications.models import Application
from app.applications.services import perform as door
from app.applications.services import queries
from app.applications.workflow import Action
from app.appraisal.models import Appraisal
from app.errors import Invalid
from app.extensions import db
from app.text import _

# What an appraisal looks at (đề xuất, DOMAIN 2): editable per call with the call's own screens.
CHECKLIST = {
    "eligible": _("Đúng đối tượng, địa bàn theo kế hoạch"),
    "complete": _("Thành phần hồ sơ đầy đủ, hợp lệ"),
    "not_supported": _("Chưa được hỗ trợ nội dung này"),
    "feasible": _("Mục tiêu, phạm vi áp dụng khả thi"),
    "contribution": _("Có nguồn lực đối ứng phù hợp"),
}

APPRAISER = by_name(Appraisal.person)


def recommend(
    application: Application,
    *,
    checklist: Sequence[str],
    opinion: str,
    recommendation: str,
    by: Actor,
    version: int | None = None,
) -> Appraisal:
    """Write the appraisal and send the dossier up, to the Chi cục or straight to the Sở.

    Only the assigned officer may (403). Raises 422 without an opinion or a recommendation.
    """
    application = queries.lock(application.id)
    action = _onward(application)
    door.check(application, action, by, version=version)
    if not opinion.strip():
        raise Invalid(_("Vui lòng ghi ý kiến thẩm định."), "opinion")
    if recommendation not in {"approve", "reject"}:
        raise Invalid(_("Vui lòng chọn đề xuất."), "recommendation")
    assert by.person_id is not None
    appraisal = Appraisal(
        application_id=application.id,
        person_id=by.person_id,
        checklist={key: key in checklist for key in CHECKLIST},
        opinion=opinion,
        recommendation=recommendation,
        at=clock.now(),
    )
    db.session.add(appraisal)
    db.session.flush()

    def facts(application: Application) -> None:
        # A new list: a changed one would not be noticed. Everyone who ever appraised stays.
        application.appraiser_ids = sorted({*application.appraiser_ids, appraisal.person_id})

    door.perform(
        application,
        action,
        by,
        facts=facts,
        data={"appraisal": appraisal.id, "recommendation": recommendation},
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
