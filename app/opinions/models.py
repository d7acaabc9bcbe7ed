"""Bodies that are asked, and what each was asked and answered."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.applications.models import Application
from app.extensions import Base
from app.files.models import StoredFile

ASKED, ANSWERED, CLOSED = "asked", "answered", "closed"
BY_OFFICER, BY_LINK = "officer", "link"


class Agency(Base):
    """A body that opinions are asked of: another sở, a UBND xã, an expert."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]  # no longer offered
    version: Mapped[int] = mapped_column(default=1)


class Opinion(Base):
    """One request for an opinion about a dossier, and its answer. The dossier's clock goes on.

    Name, e-mail and address are as they were when it was asked. With an e-mail address a link
    answers it without signing in; only the hash of its secret is kept.
    """

    __tablename__ = "opinion"
    __table_args__ = (
        CheckConstraint("state IN ('asked','answered','closed')", name="state"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)"
            " AND (answered_at IS NULL) = (answer_via = '')",
            name="answered",
        ),
        CheckConstraint("answer_via IN ('','officer','link')", name="via"),
        CheckConstraint("(answer_via = 'officer') = (recorded_by IS NOT NULL)", name="recorded"),
        CheckConstraint("(state = 'closed') = (close_reason <> '')", name="closed"),
        CheckConstraint(
            "(email = '') = (token_hash IS NULL) AND (email = '') = (expires_at IS NULL)",
            name="link",
        ),
        Index("ix_opinion_application", "application_id", "id"),
        Index("ix_opinion_deadline", "state", "deadline_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    questions: Mapped[list[str]] = mapped_column(JSON)
    deadline_on: Mapped[date]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=ASKED)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    expires_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer_via: Mapped[str] = mapped_column(default="")
    answer_number: Mapped[str] = mapped_column(default="")  # số văn bản trả lời
    answer_on: Mapped[date | None]
    answer_text: Mapped[str] = mapped_column(default="")
    answerer: Mapped[str] = mapped_column(default="")  # who signed, or who answered by the link
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    close_reason: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship()
    asker: Mapped[Person] = relationship(foreign_keys=[asked_by])
    file: Mapped[StoredFile | None] = relationship()

    def overdue(self, today: date) -> bool:
        """Whether the answer is late."""
        return self.state == ASKED and self.deadline_on < today
