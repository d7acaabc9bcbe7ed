"""Who wants in: registrations not confirmed yet, and claims of known organisations."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.organisations.models.organisation import Beneficiary, Organisation


class PendingRegistration(Base):
    """What was typed at registration; it takes no tax code until the letter is answered."""

    __tablename__ = "pending_registration"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    scheme: Mapped[str]
    code: Mapped[str]
    password_hash: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    notice_version: Mapped[str]
    notice_text: Mapped[str]
    consented_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class Claim(Base):
    """Someone's request to act for a known code, or for a code of a known root.

    A member of an organisation of that beneficiary, or an officer, answers it.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','granted','refused')", name="state"),
        CheckConstraint("(state = 'waiting') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("basis IN ('code','likeness')", name="basis"),
        Index("ix_claim_state", "state", "id"),
        Index(
            "uq_claim_waiting",
            "person_id",
            "beneficiary_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiary.id"), index=True)
    # The organisation that has the code (or is alike, without a code); none when only the code's
    # root is known.
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    # Whether the code is known, or what was typed is like a provisional organisation.
    basis: Mapped[str] = mapped_column(default="code")
    # Where the claimant drafts meanwhile, apart from the organisation and all it has had.
    standin_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    # How an officer made sure: the number called, or in words.
    confirmation: Mapped[str] = mapped_column(default="")
    scheme: Mapped[str]
    code: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=organisation_id)
    standin: Mapped[Organisation | None] = relationship(foreign_keys=standin_id)
    beneficiary: Mapped[Beneficiary] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations whose members may answer it; likeness is for officers to judge."""
        if self.basis == "likeness":
            return frozenset()
        return frozenset(organisation.id for organisation in self.beneficiary.organisations)
