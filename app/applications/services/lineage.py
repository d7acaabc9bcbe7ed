"""The dossiers of a record that is joined into another: they go on under the one that stays."""

from collections.abc import Sequence

from sqlalchemy import select

from app.applications.models import Application, RegistrationForm
from app.applications.services import queries, search
from app.applications.workflow import Status
from app.changes import Changes
from app.errors import Conflict
from app.extensions import db
from app.organisations.models import Organisation
from app.text import _


def lock_all(organisation_id: int) -> list[Application]:
    """Lock the organisation's phiếu, then every dossier, ascending: before any beneficiary."""
    _forms(organisation_id)
    ids = db.session.scalars(
        select(Application.id)
        .where(Application.organisation_id == organisation_id)
        .order_by(Application.id)
    ).all()
    return [queries.lock(application_id) for application_id in ids]


def move(changes: Changes, dossiers: list[Application], from_id: int, to: Organisation) -> None:
    """Let `to` have the dossiers and phiếu of `from_id`, which `lock_all` locked.

    Raises 409 when both have a draft for the same content of the same call: neither is lost, the
    organisation says which it wants.
    """
    here = {
        (draft.call_id, draft.content_id)
        for draft in db.session.scalars(
            select(Application).where(
                Application.organisation_id == to.id, Application.status == Status.DRAFT
            )
        )
    }
    for dossier in dossiers:
        if dossier.editable and (dossier.call_id, dossier.content_id) in here:
            raise Conflict(
                _(
                    "Cả hai bản ghi đều có bản nháp cho “%(content)s” trong cùng một đợt. "
                    "Đơn vị cần xóa một bản nháp trước.",
                    content=dossier.content_version.name,
                )
            )
        changes.set(dossier, "organisation_id", to.id)
    for form in _forms(from_id):
        changes.set(form, "organisation_id", to.id)
    db.session.flush()
    reindex(dossiers)


def _forms(organisation_id: int) -> Sequence[RegistrationForm]:
    return db.session.scalars(
        select(RegistrationForm)
        .where(RegistrationForm.organisation_id == organisation_id)
        .order_by(RegistrationForm.id)
        .with_for_update()
    ).all()


def reindex(dossiers: list[Application]) -> None:
    """Write anew by what the dossiers that are out of the draft are found."""
    for dossier in dossiers:
        if not dossier.editable:
            db.session.refresh(dossier, ["organisation"])
            search.index(dossier)


def of(organisation_ids: set[int]) -> list[Application]:
    """Return every dossier of the organisations, to write its search words anew."""
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.organisation_id.in_(organisation_ids))
            .order_by(Application.id)
        )
    )
