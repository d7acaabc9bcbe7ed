"""What runs beside the moves of a dossier: instructions, coordination, alarms, drafted letters."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base

DRAFT, SENT, DROPPED = "draft", "sent", "dropped"
_DRAFTED = text("state = 'draft'")


class Instruction(Base):
    """A leader's written instruction on a dossier (bút phê)."""

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        Index("ix_instruction_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Coordination(Base):
    """An officer who works on a dossier beside the one in charge (phối hợp)."""

    __tablename__ = "coordination"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime]


class SilenceNotice(Base):
    """That a person was told of a dossier that stands still, once for each step and stage.

    `version` is the dossier's when it stood still: the next step begins anew.
    """

    __tablename__ = "silence_notice"
    __table_args__ = (CheckConstraint("stage IN ('first','lead')", name="stage"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime]


class Extension(Base):
    """The letter "xin lỗi và đề nghị gia hạn" (E14): drafted by the house, sent by an officer.

    Once for each version of the dossier that was late, whether it was sent or dropped.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("state IN ('draft','sent','dropped')", name="state"),
        CheckConstraint("answer_before < answer_on", name="later"),
        CheckConstraint(
            "(state = 'sent') = (signed_by IS NOT NULL)"
            " AND (signed_by IS NULL) = (signed_at IS NULL)",
            name="signed",
        ),
        CheckConstraint("(state = 'dropped') = (dropped_at IS NOT NULL)", name="dropped"),
        UniqueConstraint("application_id", "version"),
        Index(
            "uq_extension_draft",
            "application_id",
            unique=True,
            sqlite_where=_DRAFTED,
            postgresql_where=_DRAFTED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    version: Mapped[int]
    state: Mapped[str] = mapped_column(default=DRAFT)
    answer_before: Mapped[date]
    answer_on: Mapped[date]  # the new day of the result (ngày hẹn trả), proposed or sent
    reason: Mapped[str]
    drafted_at: Mapped[datetime]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
