"""Declared conflicts of interest (có lợi ích liên quan): the table below organisations."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, FromClause, Index, and_, text
from sqlalchemy.orm import Mapped, Relationship, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base

_DOSSIER = text("withdrawn_at IS NULL AND application_id IS NOT NULL")
_ORGANISATION = text("withdrawn_at IS NULL AND application_id IS NULL")


class Interest(Base):
    """What a person of the staff declared about an organisation, or only one dossier of it.

    While it stands, `no_interest` of the policy refuses them that dossier, or every thing of the
    organisation and its relatives. Only a lead, and not the person, withdraws it.
    """

    __tablename__ = "interest"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name="withdrawn",
        ),
        CheckConstraint("withdrawn_by <> person_id", name="by_another"),
        Index("ix_interest_organisation", "organisation_id"),
        Index(
            "uq_interest_dossier",
            "person_id",
            "application_id",
            unique=True,
            sqlite_where=_DOSSIER,
            postgresql_where=_DOSSIER,
        ),
        Index(
            "uq_interest_organisation",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=_ORGANISATION,
            postgresql_where=_ORGANISATION,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    reason: Mapped[str]
    declared_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


def about_relatives(organisation: Callable[[], Any]) -> Relationship[list[Interest]]:
    """Return how an organisation finds what was declared about it or a relative of it.

    Not what was withdrawn. Read once a session: `organisation` is its class, once there is one.
    """

    @cache
    def relative() -> FromClause:
        found: FromClause = organisation().__table__.alias("relative")
        return found

    return relationship(
        Interest,
        viewonly=True,
        secondary=relative,
        primaryjoin=lambda: organisation().beneficiary_id == relative().c.beneficiary_id,
        secondaryjoin=lambda: and_(
            relative().c.id == Interest.organisation_id, Interest.withdrawn_at.is_(None)
        ),
    )
