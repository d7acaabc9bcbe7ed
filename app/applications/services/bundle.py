"""The dossiers of one phiếu đăng ký: found, and locked together."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application, RegistrationForm
from app.applications.services import queries
from app.errors import Conflict
from app.extensions import db
from app.programmes.models import SupportContent
from app.text import _


class Moved(Conflict):
    """A colleague has changed which contents the phiếu is for."""

    def __init__(self) -> None:
        super().__init__(
            _("Phiếu vừa được người khác của đơn vị thay đổi. Vui lòng tải lại trang rồi làm tiếp.")
        )


def dossiers(application: Application) -> list[Application]:
    """Return every dossier of the phiếu, the given one among them, in the catalogue's order."""
    return list(
        db.session.scalars(
            select(Application)
            .join(SupportContent, SupportContent.id == Application.content_id)
            .where(Application.form_id == application.form_id)
            .options(*queries.SHOWN)
            .order_by(SupportContent.position, Application.id)
        )
    )


def lock(application: Application) -> list[Application]:
    """Lock the phiếu, then its dossiers by ascending id; return those, read anew.

    Raises `NotFound`, or `Moved` when the dossier stands on another phiếu by now.
    """
    found = lock_forms({application.form_id})
    if all(each.id != application.id for each in found):
        queries.lock(application.id)  # thrown away meanwhile: NotFound
        raise Moved
    return found


def lock_forms(form_ids: Collection[int]) -> list[Application]:
    """Lock phiếu by ascending id, then all their dossiers by ascending id; return those."""
    db.session.execute(
        select(RegistrationForm.id)
        .where(RegistrationForm.id.in_(form_ids))
        .order_by(RegistrationForm.id)
        .with_for_update()
    )
    return list(
        db.session.scalars(
            select(Application)
            .where(Application.form_id.in_(form_ids))
            .order_by(Application.id)
            .with_for_update(of=Application)
            .execution_options(populate_existing=True)
        )
    )


def locked_drafts(application: Application, by: Actor) -> tuple[Application, list[Application]]:
    """Lock the phiếu of a draft; return the draft, and all drafts of the phiếu with it.

    Raises 409 once it was submitted, 403 for who may not change it.
    """
    drafts = lock(application)
    own = next(each for each in drafts if each.id == application.id)
    access.check(Permission.EDIT_APPLICATION, by, own)
    check_editable(own)
    return own, drafts


def check_editable(application: Application) -> None:
    """Raise 409 once the dossier was submitted."""
    if not application.editable:
        raise Conflict(_("Hồ sơ đã nộp nên không sửa được. Cán bộ sẽ yêu cầu bổ sung nếu cần."))


def with_products(drafts: Sequence[Application]) -> list[Application]:
    """Return those of `drafts` that ask for products: one list serves them all."""
    return [each for each in drafts if each.content_version.asks_products]


def new_form(organisation_id: int, call_id: int, by: Actor) -> RegistrationForm:
    """Return a new phiếu, with nothing on it yet."""
    form = RegistrationForm(
        organisation_id=organisation_id,
        call_id=call_id,
        created_by=by.person_id,
        created_at=clock.now(),
    )
    db.session.add(form)
    db.session.flush()
    return form


def drop_empty(form_ids: Collection[int]) -> None:
    """Remove those phiếu of `form_ids` on which nothing stands."""
    db.session.execute(
        delete(RegistrationForm)
        .where(
            RegistrationForm.id.in_(form_ids),
            RegistrationForm.id.not_in(select(Application.form_id)),
        )
        .execution_options(synchronize_session=False)
    )
