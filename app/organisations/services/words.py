"""The keys under which an organisation is looked up: by likeness (`likeness.keys`), and by name."""

from collections.abc import Callable, Iterable

from sqlalchemy import Select, delete, insert, select

from app.extensions import db
from app.organisations.likeness import Description, core_name, keys
from app.organisations.models import FormerName, Organisation, OrganisationWord
from app.text import words

MOST_WORDS = 8
# What rooms above do when an organisation is called otherwise: they keep its name among their
# own words, and this room does not know them.
WHEN_CHANGED: list[Callable[[Organisation], None]] = []


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


def written(said: Description) -> set[str]:
    """Return every key an organisation is kept under: of likeness, and each word of its name.

    Likeness leaves out the words that do not tell one from another; who searches types them.
    """
    name = {*words(said.name), *words(core_name(said.name))}
    return {*keys(said), *(f"a:{word}"[:120] for word in name)}


def named(typed: str) -> list[Select[int]]:
    """Return, for each typed word, the organisations with a name that has a word beginning so.

    The legal form is left aside ("HTX", "Cty TNHH"), unless nothing else was typed.
    """
    terms = words(core_name(typed)) or words(typed)
    return [
        select(OrganisationWord.organisation_id).where(
            OrganisationWord.word >= f"a:{term}",
            OrganisationWord.word < f"a:{term}" + "{",  # the sign after z
        )
        for term in terms[:MOST_WORDS]
    ]


def index_new(organisation: Organisation) -> None:
    """Write the keys of an organisation that has just been made: one statement."""
    _write(organisation.id, written(described(organisation)))


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
        wanted |= written(described(organisation, name))
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
    for follow in WHEN_CHANGED:
        follow(organisation)
