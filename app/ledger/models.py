"""The ledger of supports (sổ hỗ trợ) and the one constraint the house is built on."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.organisations.models import Organisation
from app.programmes.models import SupportContent

HELD, USED, RELEASED, SET_ASIDE = "held", "used", "released", "set_aside"
BLOCKING = (HELD, USED)
GIVEN = (USED, SET_ASIDE)  # an exception never erases a support

_ACTIVE = text("state IN ('held','used')")


class Entry(Base):
    """One support held for, or given to, a beneficiary.

    "Mỗi tổ chức có thể được hỗ trợ nhiều nội dung, một nội dung chỉ được hỗ trợ 01 lần"
    (KH 79/KH-UBND 05/4/2021, section II.2.2): the partial UNIQUE index keeps it under every
    screen, import, command and race. `rule_key` NULL never collides (contents outside the rule).
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("state IN ('held','used','released','set_aside')", name="state"),
        CheckConstraint(
            "state NOT IN ('used','set_aside') OR given_year IS NOT NULL", name="given_year"
        ),
        Index(
            "uq_ledger_entry_once",
            "scope",
            "beneficiary_id",
            "rule_key",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index("ix_ledger_entry_beneficiary", "beneficiary_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiary.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"), index=True)
    rule_key: Mapped[str | None]
    standard: Mapped[str] = mapped_column(default="")  # the named standard or tool, as shown
    state: Mapped[str]
    # The dossier that holds or used the slot; empty for imported history.
    application_id: Mapped[int | None] = mapped_column(unique=True)
    source_reference: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    given_on: Mapped[date | None]
    given_year: Mapped[int | None]
    # The import that wrote it: while that batch is rolled back, and only then, the database lets
    # the row be deleted.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    created_at: Mapped[datetime]

    # Inner joins: SQLite reads the whole table for an outer join to several joined tables.
    content: Mapped[SupportContent] = relationship(innerjoin=True)
    organisation: Mapped[Organisation] = relationship(innerjoin=True)


class HistoryReview(Base):
    """The Sở's mark that the history of a scope was reviewed (đã rà soát), up to which year."""

    __tablename__ = "history_review"

    scope: Mapped[str] = mapped_column(primary_key=True)
    up_to_year: Mapped[int]
    reviewed_at: Mapped[datetime]
    reviewed_by: Mapped[int | None]
