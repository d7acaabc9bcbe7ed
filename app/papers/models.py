"""Papers as they were made: frozen data, number, code; and the office's own Word templates."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, SortText
from app.files.models import StoredFile

DRAFT, CURRENT, SUPERSEDED, WITHDRAWN = "draft", "current", "superseded", "withdrawn"
IN_FORCE, RETIRED = "in_force", "retired"
_CURRENT = text("state = 'current'")
_DRAFT = text("state = 'draft'")
_IN_FORCE = text("state = 'in_force'")


class PaperTemplate(Base):
    """A Word template (mẫu) of the office's own for a kind; the newest in force is used."""

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint("state IN ('in_force','retired')", name="state"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired"),
        Index(
            "uq_paper_template_in_force",
            "kind",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(default=IN_FORCE)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    uploaded_by: Mapped[int | None]
    uploader_name: Mapped[str]
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Paper(Base):
    """One version of an official paper about one thing.

    A numbered kind is a draft until the clerk (văn thư) wrote its number and date; others are
    current at once. A newer version supersedes the current one; withdrawn ones count no more.
    The data are frozen. The PDF is kept, or, of a paper that a deed made under a lock, drawn from
    them whenever it is read.
    """

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "subject_id", "version"),
        CheckConstraint("state IN ('draft','current','superseded','withdrawn')", name="state"),
        CheckConstraint("version > 0", name="version"),
        # The number is the clerk's: with it come its date, who wrote it and when.
        CheckConstraint(
            "(number = '') = (numbered_at IS NULL) AND (number = '') = (numbered_by IS NULL)"
            " AND (number = '' OR dated_on IS NOT NULL) AND (number = '' OR state <> 'draft')",
            name="number",
        ),
        # A draft for the office's own system carries no code: nothing of it is genuine yet.
        CheckConstraint("code IS NULL OR state <> 'draft'", name="code"),
        CheckConstraint(
            "(state IN ('superseded','withdrawn')) = (ended_at IS NOT NULL)", name="ended"
        ),
        CheckConstraint("(state = 'withdrawn') = (ended_reason <> '')", name="withdrawn"),
        Index(
            "uq_paper_current",
            "kind",
            "subject",
            "subject_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index(
            "uq_paper_draft",
            "kind",
            "subject",
            "subject_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
        Index("ix_paper_subject", "subject", "subject_id", "id"),
        Index("ix_paper_reference", "reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str]
    subject: Mapped[str]  # application, registration_form, support, session, …
    subject_id: Mapped[int]
    reference: Mapped[str]  # what people call the thing
    version: Mapped[int]
    state: Mapped[str]
    issuer: Mapped[str]  # the body whose paper it is, as it was called
    frame: Mapped[dict[str, Any]] = mapped_column(JSON)  # province, signing, applicant
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[str] = mapped_column(default="")  # số, ký hiệu
    dated_on: Mapped[date | None]
    numbered_by: Mapped[int | None]
    numbered_at: Mapped[datetime | None]
    made_by: Mapped[int | None]
    maker_name: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    # The office's Word template when it was made; none: the one built from the wording.
    template_id: Mapped[int | None] = mapped_column(ForeignKey("paper_template.id"))

    file: Mapped[StoredFile | None] = relationship()
    template: Mapped[PaperTemplate | None] = relationship()


class GivenNumber(Base):
    """A number of the register of outgoing documents (sổ đăng ký văn bản đi), once a year.

    The clerk gives it; whatever way it is written, on a draft or at the issue, it stands here.
    """

    __tablename__ = "given_number"
    __table_args__ = (
        UniqueConstraint("year", "number_key"),
        CheckConstraint("number <> '' AND number_key <> ''", name="number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]  # of `dated_on`
    number_key: Mapped[str] = mapped_column(SortText)  # folded, with its symbol
    number: Mapped[str]
    dated_on: Mapped[date]
    subject: Mapped[str]  # what the document is about: application, bundle, session, …
    subject_id: Mapped[int]
    issued: Mapped[bool] = mapped_column(default=False)  # with its signed file; never let go
    given_by: Mapped[int | None]
    given_at: Mapped[datetime]
