"""Finding dossiers; locking one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.applications.models import Application, ApplicationFile, Product, SupplementRequest
from app.errors import NotFound
from app.extensions import db

PAGE = 100
# Made once: making options anew for each request costs as much as reading a row.
SHOWN = (
    joinedload(Application.organisation),
    joinedload(Application.call),
    joinedload(Application.content),
    joinedload(Application.content_version),
)


def get(application_id: int) -> Application:
    """Return the dossier with what its pages always show; raises `NotFound`."""
    application = db.session.scalar(
        select(Application).where(Application.id == application_id).options(*SHOWN)
    )
    if application is None:
        raise NotFound
    return application


def lock(application_id: int) -> Application:
    """Lock the dossier's row, first of all locks, and return it as it is now.

    Raises `NotFound`.
    """
    application = db.session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    )
    if application is None:
        raise NotFound
    return application


def of_organisation(organisation_id: int, before: int | None = None) -> Sequence[Application]:
    """Return up to 100 dossiers, newest first; `before` is the last id of the page before."""
    query = (
        select(Application)
        .where(Application.organisation_id == organisation_id)
        .options(joinedload(Application.call), joinedload(Application.content_version))
        .order_by(Application.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        query = query.where(Application.id < before)
    return db.session.scalars(query).all()


def with_reference(reference: str) -> Application | None:
    """Return the submitted dossier of a reference as it is typed, or None."""
    wanted = "".join(reference.split()).upper()
    return db.session.scalar(
        select(Application).where(Application.reference == wanted).options(*SHOWN)
    )


def by_reference(reference: str, tax_code: str) -> Application:
    """Return the dossier for the public look-up: it takes the reference and the tax code.

    Raises `NotFound`, alike for a wrong reference, a wrong code and a draft.
    """
    wanted = "".join(reference.split()).upper()
    # The check character may be O or 0, I or 1; on paper they look alike.
    alike = {"O": "0", "0": "O", "I": "1", "1": "I"}.get(wanted[-1:], wanted[-1:])
    application = db.session.scalar(
        select(Application)
        .where(Application.reference.in_({wanted, wanted[:-1] + alike}))
        .options(joinedload(Application.organisation), joinedload(Application.content_version))
    )
    code = "".join(char for char in tax_code if char.isdigit())
    if application is None or not code or code not in _codes(application):
        raise NotFound
    return application


def _codes(application: Application) -> set[str]:
    return {
        "".join(char for char in item.value if char.isdigit())
        for item in application.organisation.identifiers
    }


def product(application: Application, product_id: int) -> Product:
    """Return one of the dossier's products; raises `NotFound`."""
    found = db.session.get(Product, product_id, populate_existing=True)
    if found is None or found.application_id != application.id:
        raise NotFound
    return found


def attachment(application: Application, attachment_id: int) -> ApplicationFile:
    """Return one of the dossier's files; raises `NotFound`."""
    found = db.session.get(ApplicationFile, attachment_id, populate_existing=True)
    if found is None or found.application_id != application.id or found.removed_at is not None:
        raise NotFound
    return found


def files(application: Application) -> list[ApplicationFile]:
    """Return the files that count now, oldest first."""
    return [item for item in application.files if item.removed_at is None]


def open_supplement(application: Application) -> SupplementRequest | None:
    """Return the supplement request that waits for the applicant."""
    return next((item for item in application.supplements if item.closed_at is None), None)
