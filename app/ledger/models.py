"""The ledger of supports (sổ hỗ trợ) and the one constraint the house is built on."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.files.models import StoredFile
from app.organisations.models import Organisation
from app.programmes.models import Programme, Project, SupportContent
from app.text import Look, _

HELD, USED, RELEASED, SET_ASIDE = "held", "used", "released", "set_aside"
BLOCKING = (HELD, USED)
GIVEN = (USED, SET_ASIDE)  # an exception never erases a support

_ACTIVE = text("state IN ('held','used')")
_GIVEN = text("state IN ('used','set_aside')")

PROPOSED, APPROVED, REFUSED, WITHDRAWN = "proposed", "approved", "refused", "withdrawn"


ENTRY_LOOKS = {
    USED: Look(_("Đã hỗ trợ, tính 01 lần"), "good"),
    SET_ASIDE: Look(_("Đã hỗ trợ, không chặn"), "waiting"),
    HELD: Look(_("Hồ sơ đang giữ"), "progress"),
    RELEASED: Look(_("Không hỗ trợ"), "neutral"),
}
LOOKS = {
    PROPOSED: Look(_("Chờ quyết định"), "waiting"),
    APPROVED: Look(_("Đã đồng ý"), "good"),
    REFUSED: Look(_("Không đồng ý"), "refused"),
    WITHDRAWN: Look(_("Đã rút"), "neutral"),
}


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
        CheckConstraint("rule_key <> ''", name="rule_key"),
        CheckConstraint("amount >= 0", name="amount"),
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
        # The book: one index to page by, and one for each filter that carries its totals too.
        Index(
            "ix_ledger_entry_given",
            "given_year",
            "id",
            sqlite_where=_GIVEN,
            postgresql_where=_GIVEN,
        ),
        Index("ix_ledger_entry_state", "state", "id"),
        *(
            Index(f"ix_ledger_entry_by_{column}", column, "beneficiary_id", "state")
            for column in ("given_year", "programme_id", "project_id", "content_id")
        ),
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
    # Under which plan it was given; a project (dự án) where there was one.
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    # What a paper of earlier years says besides: a project that is not on the list, in its words;
    # the money (kinh phí hỗ trợ, đồng), NULL where nobody knows; products; the certificate.
    project_words: Mapped[str] = mapped_column(default="", server_default="")
    amount: Mapped[int | None] = mapped_column(BigInteger)
    products: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    certificate_number: Mapped[str] = mapped_column(default="", server_default="")
    certificate_on: Mapped[date | None]
    # The import that wrote it: while that batch is rolled back, and only then, the database lets
    # the row be deleted.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
    created_at: Mapped[datetime]

    # Inner joins: SQLite reads the whole table for an outer join to several joined tables.
    content: Mapped[SupportContent] = relationship(innerjoin=True)
    organisation: Mapped[Organisation] = relationship(innerjoin=True)
    programme: Mapped[Programme | None] = relationship()
    project: Mapped[Project | None] = relationship()

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return ENTRY_LOOKS[self.state]

    @property
    def related_organisation_ids(self) -> frozenset[int]:
        """Whoever shares the beneficiary has an interest in what becomes of the entry."""
        return frozenset(item.id for item in self.organisation.beneficiary.organisations)


class HistoryReview(Base):
    """The Sở's mark that the history of a scope was reviewed (đã rà soát), up to which year."""

    __tablename__ = "history_review"

    scope: Mapped[str] = mapped_column(primary_key=True)
    up_to_year: Mapped[int]
    reviewed_at: Mapped[datetime]
    reviewed_by: Mapped[int | None]
    document_number: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class ExceptionRequest(Base):
    """A proposal to let an organisation have a content once more (đề nghị cho phép thêm).

    A lead proposes, another person, a director, decides. Approved, the earlier entry is set
    aside: it is still counted and shown, and blocks no more.
    """

    __tablename__ = "exception_request"
    __table_args__ = (
        CheckConstraint("state IN ('proposed','approved','refused','withdrawn')", name="state"),
        CheckConstraint(
            "(state IN ('approved','refused')) = (decided_by IS NOT NULL) "
            "AND (decided_by IS NULL) = (decided_at IS NULL)",
            name="decided",
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_people"),
        CheckConstraint("state <> 'refused' OR decision_reason <> ''", name="refused"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn"),
        CheckConstraint("reason <> '' AND document_number <> ''", name="document"),
        Index("ix_exception_request_entry", "entry_id", "id"),
        Index("ix_exception_request_state", "state", "id"),
        Index(
            "uq_exception_request_open",
            "entry_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"))
    state: Mapped[str] = mapped_column(default=PROPOSED)
    reason: Mapped[str]
    document_number: Mapped[str]
    document_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (read once by SQLAlchemy)

    entry: Mapped[Entry] = relationship(innerjoin=True)
    file: Mapped[StoredFile | None] = relationship()
    proposer: Mapped[Person] = relationship(foreign_keys=[proposed_by])
    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return LOOKS[self.state]

    @property
    def organisation_id(self) -> int:
        """Whose entry it is about, by the name the policy asks for."""
        return self.entry.organisation_id

    @property
    def related_organisation_ids(self) -> frozenset[int]:
        """As of the entry."""
        return self.entry.related_organisation_ids
