"""Questions and answers about a dossier (hỏi đáp), and how its organisation found it went."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile

LONGEST_MESSAGE, LONGEST_REMARK = 3_000, 1_000  # characters


class Thread(Base):
    """Where the questions about a dossier stand; it is there once something was asked.

    `waiting_since` is the first question without an answer, `due_on` the day by which it is owed
    (working days). Unread: messages of the other side that nobody said they had read.
    """

    __tablename__ = "thread"
    __table_args__ = (
        CheckConstraint("(waiting_since IS NULL) = (due_on IS NULL)", name="waiting"),
        CheckConstraint("unread_inside >= 0 AND unread_outside >= 0", name="unread"),
        Index(
            "ix_thread_waiting",
            "due_on",
            "application_id",
            sqlite_where=text("due_on IS NOT NULL"),
            postgresql_where=text("due_on IS NOT NULL"),
        ),
    )

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    waiting_since: Mapped[datetime | None]
    due_on: Mapped[date | None]
    unread_inside: Mapped[int] = mapped_column(default=0)
    unread_outside: Mapped[int] = mapped_column(default=0)


class Message(Base):
    """A question of the organisation, or an answer of the office (`inside`), with one file."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        Index("ix_message_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    inside: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    author: Mapped[str]  # name, as it was
    text: Mapped[str]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    at: Mapped[datetime]

    file: Mapped[StoredFile | None] = relationship(lazy="joined")


class Satisfaction(Base):
    """How the organisation found the handling of its dossier: once, from 1 to 5."""

    __tablename__ = "satisfaction"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    score: Mapped[int]
    remark: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
