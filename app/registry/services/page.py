"""All an organisation is, had, has and asked, for the officer's page; the queries are constant."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Membership, Person
from app.applications.models import Application
from app.extensions import db
from app.ledger.models import RELEASED, Entry
from app.ledger.services import joining
from app.needs.models import NeedItem
from app.needs.services import say
from app.organisations.models import FormerName, Organisation, Succession
from app.organisations.services import candidates, lineage, words
from app.organisations.services.candidates import Candidate
from app.registry.models import Act
from app.registry.services import acts

MOST = 100


@dataclass(frozen=True)
class Whole:
    """What the page shows; `entries` are of the beneficiary, relatives' too."""

    entries: Sequence[Entry]
    dossiers: Sequence[Application]
    people: Sequence[tuple[Membership, Person]]
    former_names: Sequence[FormerName]
    successions: Sequence[Succession]
    relatives: Sequence[Organisation]
    needs: Sequence[NeedItem]
    acts: Sequence[Act]


def whole(organisation: Organisation) -> Whole:
    """Return everything about the organisation, but not the drafts, which are the applicant's."""
    return Whole(
        entries=[
            entry
            for entry in joining.entries_of(organisation.beneficiary_id)
            if entry.state != RELEASED
        ],
        dossiers=_dossiers(organisation.id),
        people=_people(organisation.id),
        former_names=lineage.former_names(organisation.id),
        successions=lineage.successions(organisation.id),
        relatives=_relatives(organisation),
        needs=say.of_organisation(organisation.id),
        acts=acts.of_organisation(organisation.id),
    )


def _dossiers(organisation_id: int) -> Sequence[Application]:
    return db.session.scalars(
        select(Application)
        .where(
            Application.organisation_id == organisation_id, Application.submitted_at.is_not(None)
        )
        .options(joinedload(Application.content_version), joinedload(Application.call))
        .order_by(Application.id.desc())
        .limit(MOST)
    ).all()


def _people(organisation_id: int) -> list[tuple[Membership, Person]]:
    rows = db.session.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organisation_id == organisation_id)
        .order_by(Membership.id)
        .limit(MOST)
    )
    return [(membership, person) for membership, person in rows]


def _relatives(organisation: Organisation) -> Sequence[Organisation]:
    """Return who shares the beneficiary, and the duplicates that were joined into it."""
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.beneficiary_id == organisation.beneficiary_id,
            Organisation.id != organisation.id,
        )
        .options(joinedload(Organisation.commune))
        .order_by(Organisation.id)
        .limit(MOST)
    ).all()


def alike(organisation: Organisation) -> list[Candidate]:
    """Return other organisations that may be the same one, relatives left out, with reasons."""
    return candidates.like(words.described(organisation), without={organisation.beneficiary_id})
