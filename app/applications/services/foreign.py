"""Whose dossiers a person looks at from this side: nobody's in whom they have an interest."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select, union
from sqlalchemy.orm import aliased

from app.access import Actor
from app.accounts.models import Membership
from app.applications.models import Application
from app.extensions import db
from app.organisations.interests import Interest
from app.organisations.models import Organisation


def others(by: Actor, each: Any) -> list[ColumnElement[bool]]:
    """Leave out dossiers of one's own organisation, and what one declared an interest in.

    Both hold for relatives too, as `no_interest` of the policy says. `each` has the dossiers'
    columns; both subqueries are read once for a whole list.
    """
    standing = (Interest.person_id == by.person_id, Interest.withdrawn_at.is_(None))
    about, relative = aliased(Organisation), aliased(Organisation)
    dossiers = select(Interest.application_id).where(
        *standing, Interest.application_id.is_not(None)
    )
    declared = select(Interest.organisation_id).where(*standing, Interest.application_id.is_(None))
    organisations = (
        select(relative.id)
        .join(about, about.beneficiary_id == relative.beneficiary_id)
        .where(or_(about.id.in_(declared), about.id.in_(by.organisation_ids)))
    )
    return [each.id.not_in(dossiers), each.organisation_id.not_in(organisations)]


def open_to(by: Actor, application_ids: Collection[int]) -> set[int]:
    """Return those of the dossiers that the person may look at from this side."""
    return set(
        db.session.scalars(
            select(Application.id).where(
                Application.id.in_(application_ids), *others(by, Application)
            )
        )
    )


def stakes(person_ids: Collection[int]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return each (person, organisation) and (person, dossier) these people have an interest in.

    Relatives of an organisation are among them, as in `others`.
    """
    about, relative = aliased(Organisation), aliased(Organisation)
    standing = (Interest.person_id.in_(person_ids), Interest.withdrawn_at.is_(None))
    held = union(
        select(Membership.person_id, Membership.organisation_id).where(
            Membership.person_id.in_(person_ids)
        ),
        select(Interest.person_id, Interest.organisation_id).where(
            *standing, Interest.application_id.is_(None)
        ),
    ).subquery()
    organisations = db.session.execute(
        select(held.c.person_id, relative.id)
        .join(about, about.id == held.c.organisation_id)
        .join(relative, relative.beneficiary_id == about.beneficiary_id)
    )
    dossiers = db.session.execute(
        select(Interest.person_id, Interest.application_id).where(
            *standing, Interest.application_id.is_not(None)
        )
    )
    return {(person, key) for person, key in organisations}, {
        (person, key) for person, key in dossiers if key is not None
    }
