"""What stands in a dossier, and how it is numbered and found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, SortText
from app.files.models import StoredFile


class Answer(Base):
    """The answer to one question; `value` is text, a number, a list or a truth value."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("application_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    value: Mapped[Any] = mapped_column(JSON)


class Product(Base):
    """A product (sản phẩm) the support is asked for."""

    __tablename__ = "product"
    __table_args__ = (
        CheckConstraint("ocop_stars IS NULL OR ocop_stars BETWEEN 3 AND 5", name="ocop_stars"),
        Index("ix_product_application", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    name: Mapped[str]
    standard: Mapped[str] = mapped_column(default="")  # tiêu chuẩn/QCVN
    output: Mapped[str] = mapped_column(default="")  # sản lượng
    ocop_stars: Mapped[int | None]


class ApplicationFile(Base):
    """A file given for a required document, or for an item of a supplement request."""

    __tablename__ = "application_file"
    __table_args__ = (
        Index("ix_application_file_application", "application_id"),
        Index("ix_application_file_file", "file_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    document_key: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("supplement_item.id"))
    # The answers the signed form was printed from.
    signed_digest: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class SupplementRequest(Base):
    """One round of yêu cầu bổ sung: everything that lacks, and by when."""

    __tablename__ = "supplement_request"
    __table_args__ = (
        Index("ix_supplement_request_application", "application_id"),
        Index("ix_supplement_request_deadline", "closed_at", "deadline_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    asked_at: Mapped[datetime]
    deadline_on: Mapped[date]  # until the end of this working day in Vietnam
    # The clock stops meanwhile: these are moved on by the working days it took.
    due_before: Mapped[date]
    answer_before: Mapped[date]
    closed_at: Mapped[datetime | None]

    items: Mapped[list["SupplementItem"]] = relationship(
        lazy="selectin", order_by="SupplementItem.position"
    )


class SupplementItem(Base):
    """One thing asked for, and what the applicant answered."""

    __tablename__ = "supplement_item"
    __table_args__ = (Index("ix_supplement_item_request", "request_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("supplement_request.id"))
    position: Mapped[int]
    text: Mapped[str]
    answer: Mapped[str] = mapped_column(default="")


class Revision(Base):
    """What the dossier said when it was submitted and after each supplement."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class ReferenceCounter(Base):
    """The last sequence number given out in a year; locked last of all."""

    __tablename__ = "reference_counter"

    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class SearchWord(Base):
    """A folded word by which a dossier is found: the same search on both databases."""

    __tablename__ = "search_word"
    __table_args__ = (Index("ix_search_word_application", "application_id", "word"),)

    word: Mapped[str] = mapped_column(SortText, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
