"""A batch of history and its rows: what the file said, what was understood, what was decided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile
from app.imports.told import place_of
from app.imports.workflow import State
from app.programmes.models import Programme, Project

NEW, KNOWN, LIKELY, DUPLICATE, ERROR = (
    "new",
    "known",
    "likely_known",
    "duplicate_support",
    "error",
)
JUDGEMENTS = (NEW, KNOWN, LIKELY, DUPLICATE, ERROR)
# What apply will do with a row; `open` waits for a person.
USE, ASIDE, SKIP, OPEN = "use", "set_aside", "skip", "open"
OUTCOMES = (USE, ASIDE, SKIP, OPEN)
WRITTEN = (USE, ASIDE)


def _listed(values: Any) -> str:
    return ",".join(f"'{value}'" for value in values)


class ImportBatch(Base):
    """One file of history (đợt nhập lịch sử) on its way into the ledger, and after."""

    __tablename__ = "import_batch"
    __table_args__ = (
        CheckConstraint(f"state IN ({_listed(State)})", name="state"),
        CheckConstraint(
            "state NOT IN ('partly','applied','rolling_back','rolled_back') "
            "OR applied_at IS NOT NULL",
            name="applied",
        ),
        CheckConstraint("(state = 'rolled_back') = (rolled_back_at IS NOT NULL)", name="undone"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
        Index("ix_import_batch_sha256", "sha256"),
        Index("ix_import_batch_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str]
    name: Mapped[str]  # the file's name, only ever shown
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    sha256: Mapped[str]
    # Under which programme everything in it was given; none: by the year of each row.
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    # Sheets and columns, and what holds for the whole file: see services/reading.py.
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Rows by judgement and outcome at the last judgement or decision; kept after a roll-back.
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")  # why the worker gave it back
    worker_by: Mapped[int | None]  # for whom the worker works
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    judged_at: Mapped[datetime | None]
    judged_by: Mapped[int | None]
    applied_at: Mapped[datetime | None]
    applied_by: Mapped[int | None]
    rolled_back_at: Mapped[datetime | None]
    rolled_back_by: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (read once by SQLAlchemy)

    file: Mapped[StoredFile] = relationship()
    programme: Mapped[Programme | None] = relationship()
    project: Mapped[Project | None] = relationship()


class ImportRow(Base):
    """One row of the file. The ids it names are no keys: it outlives what it led to."""

    __tablename__ = "import_row"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        CheckConstraint(f"judgement IN ({_listed(JUDGEMENTS)})", name="judgement"),
        CheckConstraint(f"outcome IN ({_listed(OUTCOMES)})", name="outcome"),
        CheckConstraint("code_state IN ('none','good','wrong')", name="code_state"),
        CheckConstraint("organisation_decision IN ('','link','new')", name="organisation_decision"),
        CheckConstraint("support_decision IN ('','set_aside','skip')", name="support_decision"),
        CheckConstraint("made IN ('','organisation','both')", name="made"),
        CheckConstraint("proposal IN ('','set_aside','skip')", name="proposal"),
        CheckConstraint(
            "entry_id IS NULL OR (outcome IN ('use','set_aside') AND organisation_id IS NOT NULL)",
            name="entry",
        ),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_import_row_judgement", "batch_id", "judgement", "position"),
        Index("ix_import_row_outcome", "batch_id", "outcome", "position"),
        Index("ix_import_row_group", "batch_id", "group_key"),
        Index("ix_import_row_beneficiary", "batch_id", "beneficiary_id"),
        Index("ix_import_row_root", "batch_id", "root_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    position: Mapped[int]  # the order of the file, through all its sheets
    sheet: Mapped[str]
    row_number: Mapped[int]
    raw: Mapped[dict[str, Any]] = mapped_column(JSON)  # heading → text, as read

    # What was understood; a person may correct it.
    name: Mapped[str]
    code: Mapped[str]  # canonical when good, as typed when wrong
    scheme: Mapped[str]
    code_state: Mapped[str]
    kind: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)  # commune, address, representative, …
    content_text: Mapped[str]
    content_id: Mapped[int | None] = mapped_column(ForeignKey("support_content.id"))
    standard: Mapped[str]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    given_year: Mapped[int | None]
    given_on: Mapped[date | None]
    document_number: Mapped[str]
    project_words: Mapped[str] = mapped_column(default="", server_default="")  # as the file says
    project_id: Mapped[int | None]  # … when it is one of the list
    amount: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    products: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    certificate_number: Mapped[str] = mapped_column(default="", server_default="")
    certificate_on: Mapped[date | None]
    faults: Mapped[list[Any]] = mapped_column(JSON)  # of the reading: [cell, words]
    hints: Mapped[list[Any]] = mapped_column(JSON)  # what was noticed and does not stop it

    # The judgement.
    group_key: Mapped[int]  # rows of the file that are one organisation
    root_code: Mapped[str]  # of the group's tax code: branches of one root share it
    match_id: Mapped[int | None]  # the known organisation it is
    beneficiary_id: Mapped[int | None]  # the known beneficiary, also of a new branch
    candidates: Mapped[list[Any]] = mapped_column(JSON)
    score: Mapped[int]  # of the best candidate, per cent
    judgement: Mapped[str]
    proposal: Mapped[str]
    outcome: Mapped[str]
    why: Mapped[list[Any]] = mapped_column(JSON)  # [cell, words], of the once-only rule
    other_scope: Mapped[bool]  # had in another scope: a warning, no more

    # What a person decided.
    organisation_decision: Mapped[str]
    support_decision: Mapped[str]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    # What apply made of it.
    organisation_id: Mapped[int | None]
    entry_id: Mapped[int | None]
    made: Mapped[str] = mapped_column(default="")  # what was new: the organisation, or both
    settled: Mapped[bool]  # written or left out by an apply: it changes no more

    batch: Mapped[ImportBatch] = relationship()

    @property
    def place(self) -> str:
        """Where it stands in the file, as an officer says it."""
        return place_of(self.sheet, self.row_number)


class ColumnMemory(Base):
    """Which column meant what, the last time a table with these headings came."""

    __tablename__ = "column_memory"

    signature: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[dict[str, Any]] = mapped_column(JSON)
    used_at: Mapped[datetime]
    used_by: Mapped[int | None]
