"""Whose dossiers a person looks at from this side: nobody's in whom they have an interest."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, literal_column, select, union
from sqlalchemy.orm import aliased

from app.access import Actor
from app.accounts.models import Membership
from app.applications.models import Application
from app.extensions import db
from app.organisations.interests import Interest
from app.organisations.models import Organisation

_INTEREST: Final = Interest.__table__
_ABOUT: Final = Organisation.__table__.alias("about")
_RELATIVE: Final = Organisation.__table__.alias("relative")
_RELATED: Final = _ABOUT.join(_RELATIVE, _RELATIVE.c.beneficiary_id == _ABOUT.c.beneficiary_id)
# Written once: each page of what waits asks it.
_STANDING: Final = (
    select(_INTEREST.c.id)
    .where(_INTEREST.c.person_id == bindparam("person"), _INTEREST.c.withdrawn_at.is_(None))
    .limit(literal_column("1"))
)


def others(by: Actor, each: Any) -> list[ColumnElement[bool]]:
    """Leave out dossiers of one's own organisation, and what one declared an interest in.

    Both hold for relatives too, as `no_interest` of the policy says. `each` has the dossiers'
    columns; the subqueries are read once for a whole list.
    """
    return excluding(each, by.person_id, by.organisation_ids or None)


def excluding(each: Any, person: Any, own: Any = None) -> list[ColumnElement[bool]]:
    """Return the same conditions for a person and their organisations: values, or parameters.

    One subquery for each reason: joined by OR they would be found by reading all organisations.
    """
    standing = (_INTEREST.c.person_id == person, _INTEREST.c.withdrawn_at.is_(None))
    dossiers = select(_INTEREST.c.application_id).where(
        *standing, _INTEREST.c.application_id.is_not(None)
    )
    declared = (
        select(_RELATIVE.c.id)
        .select_from(_RELATED.join(_INTEREST, _INTEREST.c.organisation_id == _ABOUT.c.id))
        .where(*standing, _INTEREST.c.application_id.is_(None))
    )
    found = [each.id.not_in(dossiers), each.organisation_id.not_in(declared)]
    if own is not None:
        related = select(_RELATIVE.c.id).select_from(_RELATED).where(_ABOUT.c.id.in_(own))
        found.append(each.organisation_id.not_in(related))
    return found


def has_any(by: Actor) -> bool:
    """Return whether there may be dossiers to leave out at all."""
    if by.organisation_ids:
        return True
    return db.session.execute(_STANDING, {"person": by.person_id}).first() is not None


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
