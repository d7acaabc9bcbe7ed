"""The keys under which an organisation is looked up by likeness; see `likeness.keys`."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from app.extensions import db
from app.organisations.likeness import Description, keys
from app.organisations.models import FormerName, Organisation, OrganisationWord


def described(organisation: Organisation, name: str = "") -> Description:
    """Return what is known of the organisation, under `name` if it had another."""
    return Description(
        name=name or organisation.name,
        code=organisation.code,
        commune_code=organisation.commune_code,
        representative=organisation.representative,
        phone=organisation.phone,
        email=organisation.email,
        address=organisation.address,
    )


def index_new(organisation: Organisation) -> None:
    """Write the keys of an organisation that has just been made: one statement."""
    _write(organisation.id, keys(described(organisation)))


def _write(organisation_id: int, wanted: Iterable[str]) -> None:
    db.session.execute(
        insert(OrganisationWord),
        [{"word": word, "organisation_id": organisation_id} for word in sorted(wanted)],
    )


def index(organisation: Organisation) -> None:
    """Bring the keys in step with the name, the former names and the rest; flushes.

    Whoever writes an organisation's names, codes, representative or contact calls this. A
    claimant's stand-in is found by nobody.
    """
    db.session.flush()
    if organisation.is_standin:
        return
    former = db.session.scalars(
        select(FormerName.name).where(FormerName.organisation_id == organisation.id)
    )
    wanted: set[str] = set()
    for name in (organisation.name, *former):
        wanted |= keys(described(organisation, name))
    known = set(
        db.session.scalars(
            select(OrganisationWord.word).where(OrganisationWord.organisation_id == organisation.id)
        )
    )
    if gone := known - wanted:
        db.session.execute(
            delete(OrganisationWord)
            .where(
                OrganisationWord.organisation_id == organisation.id,
                OrganisationWord.word.in_(gone),
            )
            .execution_options(synchronize_session=False)
        )
    if new := wanted - known:
        _write(organisation.id, new)
