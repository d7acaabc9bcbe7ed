"""What the staff write: notes, decisions, ways of looking at the queue."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.applications.models import Application
from app.extensions import Base, SortText
from app.files.models import StoredFile
from app.programmes.models import Call
from app.review.workflow import LOOKS, ROW_LOOKS, RowState, State
from app.text import Look, _

_STATES = ",".join(f"'{state.value}'" for state in State)
_ROW_STATES = ",".join(f"'{state.value}'" for state in RowState)
_LIVE = text("live")


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
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id"), index=True)

    decider: Mapped[Person | None] = relationship(foreign_keys=[decided_by])
    scan: Mapped[StoredFile | None] = relationship(foreign_keys=[scan_id])
    issued_file: Mapped[StoredFile | None] = relationship(foreign_keys=[issued_file_id])


class IssuedDocument(Base):
    """A document as the clerk's register has it: number, date, signed file; for one or many.

    The clerk gives a number once a year for each kind of document (sổ đăng ký văn bản đi).
    """

    __tablename__ = "issued_document"
    __table_args__ = (
        UniqueConstraint("kind", "year", "number_key"),
        CheckConstraint("kind IN ('quyet_dinh','thong_bao')", name="kind"),
        CheckConstraint("number <> '' AND number_key <> ''", name="number"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    year: Mapped[int]  # of `issued_on`
    number: Mapped[str]
    number_key: Mapped[str] = mapped_column(SortText)  # folded, without spaces
    issued_on: Mapped[date]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship()


class Bundle(Base):
    """A list that is decided or issued in one act: a bundle for signature (bộ trình ký).

    `on_screen`: a director decided its rows here, or the clerk gathered decisions made so; else
    its papers go out to the office's own document system, are signed there and recorded here.
    """

    __tablename__ = "bundle"
    __table_args__ = (
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("outcome IN ('approve','reject')", name="outcome"),
        CheckConstraint("(state = 'cancelled') = (reason <> '')", name="cancelled"),
        CheckConstraint("state <> 'out' OR out_at IS NOT NULL", name="out"),
        # Signed on paper by somebody named; on screen each decision says who.
        CheckConstraint(
            "on_screen OR state NOT IN ('signed','issued')"
            " OR (signer_name <> '' AND signed_on IS NOT NULL AND signed_by IS NOT NULL)",
            name="signed",
        ),
        CheckConstraint("state <> 'issued' OR document_id IS NOT NULL", name="issued"),
        Index("ix_bundle_state", "state", "id"),
        Index("ix_bundle_document_id", "document_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    outcome: Mapped[str]
    on_screen: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=State.DRAFT.value)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    out_at: Mapped[datetime | None]
    signer_name: Mapped[str] = mapped_column(default="")
    signer_capacity: Mapped[str] = mapped_column(default="")  # KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC
    signed_on: Mapped[date | None]
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who recorded it
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_document.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was cancelled

    call: Mapped[Call] = relationship(innerjoin=True)
    document: Mapped[IssuedDocument | None] = relationship()
    rows: Mapped[list["BundleRow"]] = relationship(order_by="BundleRow.id", lazy="selectin")

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return LOOKS[State(self.state)]

    @property
    def name(self) -> str:
        """What it is called on pages and papers."""
        word = _("Danh sách") if self.on_screen else _("Bộ trình ký")
        return _("%(word)s số %(n)s", word=word, n=self.id)


class BundleRow(Base):
    """One dossier of a bundle, and what became of it."""

    __tablename__ = "bundle_row"
    __table_args__ = (
        UniqueConstraint("bundle_id", "application_id"),
        CheckConstraint(f"state IN ({_ROW_STATES})", name="state"),
        CheckConstraint("state NOT IN ('struck','refused') OR reason <> ''", name="reason"),
        CheckConstraint("NOT live OR state IN ('listed','signed')", name="live"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount"),
        # One bundle at a time has a dossier.
        Index(
            "uq_bundle_row_live",
            "application_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_bundle_row_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("bundle.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    state: Mapped[str] = mapped_column(default=RowState.LISTED.value)
    live: Mapped[bool] = mapped_column(default=True)
    amount: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    # Why it is not to be supported (of a rejection), struck out or refused.
    reason: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")  # why it could not be issued, the last time
    seen_version: Mapped[int]  # of the dossier when the papers were made

    application: Mapped[Application] = relationship(innerjoin=True)

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return ROW_LOOKS[RowState(self.state)]

    @property
    def changed(self) -> bool:
        """Whether the dossier moved on since the papers were made (cần lập lại)."""
        waits = self.live and self.state == RowState.LISTED
        return waits and self.application.version != self.seen_version
