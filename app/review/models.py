"""What the staff write: notes, decisions, ways of looking at the queue."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base, SortText
from app.files.models import StoredFile


class Note(Base):
    """An internal note (ghi chú nội bộ); no applicant ever sees it."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_application", "application_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SavedView(Base):
    """A way of looking at the queue that somebody keeps under a name (cách xem)."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        CheckConstraint("name <> ''", name="name"),
        Index("ix_saved_view_shared", "shared", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(SortText)
    query: Mapped[str]  # the filters as they stand in an address
    shared: Mapped[bool] = mapped_column(default=False)  # by a lead, with everyone at the desk
    created_at: Mapped[datetime]


class DefaultView(Base):
    """The view with which somebody's queue begins."""

    __tablename__ = "default_view"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    view_id: Mapped[int] = mapped_column(ForeignKey("saved_view.id"), index=True)


class Decision(Base):
    """A decision: by a director on screen, or recorded from a paper signed by one.

    It takes effect only when the clerk (văn thư) has issued it: number, date, signed file.
    """

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("outcome IN ('approve','reject')", name="outcome"),
        CheckConstraint("outcome = 'approve' OR reason <> ''", name="reason"),
        # Signed on screen by a director, or on paper by somebody named.
        CheckConstraint("(decided_by IS NULL) = (signer_name <> '')", name="signer"),
        # Who appraised may not approve, whatever the code above says.
        CheckConstraint(
            "decided_by IS NULL OR appraised_by IS NULL OR decided_by <> appraised_by",
            name="separation",
        ),
        CheckConstraint(
            "(issued_on IS NULL) = (number = '')"
            " AND (issued_on IS NULL) = (issued_file_id IS NULL)"
            " AND (issued_on IS NULL) = (issued_at IS NULL)",
            name="issued",
        ),
        Index("ix_decision_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    outcome: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    appraised_by: Mapped[int | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    signer_name: Mapped[str] = mapped_column(default="")
    signer_capacity: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    at: Mapped[datetime]
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    issued_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]

    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])
    issued_file: Mapped[StoredFile | None] = relationship(foreign_keys=[issued_file_id])
