"""The dossier and everything the applicant puts into it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.applications.models.parts import Answer, ApplicationFile, Product, SupplementRequest
from app.applications.workflow import ENDED, Look, Status, look_of
from app.extensions import Base, SortText
from app.organisations.models import Organisation
from app.programmes.models import Call, ContentVersion, SupportContent

_STATUSES = ",".join(f"'{status.value}'" for status in Status)
_ENDED = ",".join(sorted(f"'{status.value}'" for status in ENDED))
_DRAFT = text("status = 'draft'")
_ARRIVED, _OPEN = text("arrival_number <> ''"), text("is_open")
# The key of a scan by which an organisation withdrew; no document of a content has such a key.
PAPER_WITHDRAWAL = ":withdrawal"

# What a list of dossiers is narrowed by, in the order in which its indexes end.
NARROWED_BY = (
    "is_open",
    "status",
    "due_on",
    "id",
    "content_id",
    "commune_code",
    "officer_id",
    "organisation_kind",
    "project_id",
    "call_id",
    "has_warning",
    "organisation_id",
)


def _walked(name: str, *columns: str) -> Index:
    """An index a list is walked along: it holds all that is asked of a row that may be passed by.

    Else each of thousands of rows that other filters drop would be looked up in the table.
    """
    return Index(name, *columns, *(column for column in NARROWED_BY if column not in columns))


class RegistrationForm(Base):
    """A phiếu đăng ký: what one organisation asks for in one call with one signature.

    It groups the drafts that are filled in, printed, signed and submitted together; a dossier for
    one content alone stands on a phiếu of its own. Its row is locked before those of its dossiers.
    """

    __tablename__ = "registration_form"
    __table_args__ = ({"sqlite_autoincrement": True},)  # a number is never given again

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


class Application(Base):
    """One organisation's dossier for one content in one call."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        # A status is tied to its facts: the database refuses impossible states.
        CheckConstraint("(status = 'draft') = (submitted_at IS NULL)", name="submitted_at"),
        CheckConstraint("(status = 'draft') = (reference IS NULL)", name="reference"),
        CheckConstraint("status = 'draft' OR due_on IS NOT NULL", name="due_on"),
        CheckConstraint(
            f"is_open = (status <> 'draft' AND status NOT IN ({_ENDED}))", name="is_open"
        ),
        CheckConstraint(
            "(status = 'supplement_requested') = (status_before IS NOT NULL)",
            name="status_before",
        ),
        CheckConstraint(
            "status NOT IN ('under_appraisal','awaiting_selection','reserve',"
            "'awaiting_endorsement','awaiting_approval',"
            "'approved_unissued','rejected_unissued','approved','rejected')"
            " OR officer_id IS NOT NULL",
            name="officer",
        ),
        CheckConstraint("status = 'reserve' OR reserve_until IS NULL", name="reserve"),
        CheckConstraint(
            "approved_amount IS NULL OR (approved_amount > 0 "
            "AND status IN ('approved_unissued','approved'))",
            name="approved_amount",
        ),
        CheckConstraint(
            "cancelled = '' OR (cancelled IN ('withdrawn','unsigned') AND status = 'approved')",
            name="cancelled",
        ),
        CheckConstraint(
            "(arrival_number = '') = (arrived_on IS NULL)"
            " AND (arrival_number = '') = (arrival_year IS NULL)",
            name="arrival",
        ),
        Index(
            "uq_application_draft",
            "organisation_id",
            "call_id",
            "content_id",
            unique=True,
            sqlite_where=_DRAFT,
            postgresql_where=_DRAFT,
        ),
        Index(  # the office's register begins anew each year
            "uq_application_arrival",
            "arrival_year",
            "arrival_number",
            unique=True,
            sqlite_where=_ARRIVED,
            postgresql_where=_ARRIVED,
        ),
        Index(
            "ix_application_silent",
            "updated_at",
            "id",
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_application_work", "officer_id", "status", "due_on", "id"),
        Index("ix_application_organisation", "organisation_id", "id"),
        Index("ix_application_call", "call_id", "content_id", "status"),
        # One index for each filter of the queue along its usual order, one for each other order.
        _walked("ix_application_queue", "is_open", "due_on", "id"),
        _walked("ix_application_status", "status", "due_on", "id"),
        _walked("ix_application_officer", "officer_id", "is_open", "due_on", "id"),
        _walked("ix_application_content", "content_id", "is_open", "due_on", "id"),
        _walked("ix_application_commune", "commune_code", "is_open", "due_on", "id"),
        _walked("ix_application_of_call", "call_id", "is_open", "due_on", "id"),
        _walked("ix_application_project", "project_id", "is_open", "due_on", "id"),
        _walked("ix_application_kind", "organisation_kind", "is_open", "due_on", "id"),
        _walked("ix_application_submitted", "is_open", "submitted_at", "id"),
        _walked("ix_application_reference", "is_open", "reference", "id"),
        _walked("ix_application_name", "is_open", "sort_name", "id"),
        Index("ix_application_form", "form_id", "id"),
        # A discarded draft's id is never given again: its events would be another's history.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str | None] = mapped_column(SortText, unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    form_id: Mapped[int] = mapped_column(ForeignKey("registration_form.id"))  # its phiếu
    scope: Mapped[str]
    standard: Mapped[str] = mapped_column(default="")  # named standard or tool, where asked
    status: Mapped[str] = mapped_column(default=Status.DRAFT.value)
    status_before: Mapped[str | None]
    is_open: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    due_on: Mapped[date | None]  # when the step that is open now is due
    answer_on: Mapped[date | None]  # when the applicant may expect the result (ngày hẹn trả)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Số đến, ngày đến in the office's own register of incoming documents; the clerk's, never ours.
    arrival_number: Mapped[str] = mapped_column(default="", server_default="")
    arrived_on: Mapped[date | None]
    arrival_year: Mapped[int | None]  # of `arrived_on`: a number is given once a year
    # The last day of its reserve place (dự bị); none while the call sets no end.
    reserve_until: Mapped[date | None]
    # Its place in the ranking of the selection session (thứ hạng xét chọn), once concluded.
    rank: Mapped[int | None]
    # đồng a decision grants, where the call sets amounts; counted against the project's budget.
    approved_amount: Mapped[int | None] = mapped_column(BigInteger)
    # Why the support it led to ended before its agreement was signed: 'withdrawn', 'unsigned', or
    # '' while it stands. Written by delivery's door alone (`services/after.py`).
    cancelled: Mapped[str] = mapped_column(default="", server_default="")
    # The officer who entered it from paper (nhập hộ); the mandate an agent submitted it under.
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    appraiser_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    # Frozen at submission: later changes of the profile do not change the dossier.
    commune_code: Mapped[str | None]
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    organisation_kind: Mapped[str] = mapped_column(default="", server_default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    has_warning: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The organisation's name now, folded: what the queue is sorted by; "" while a draft.
    sort_name: Mapped[str] = mapped_column(SortText, default="", server_default="")
    # The digest of the answers the phiếu đăng ký was printed from; edited answers ask again.
    printed_digest: Mapped[str] = mapped_column(default="")

    # Inner joins: SQLite reads the whole table for an outer join to several joined tables.
    organisation: Mapped[Organisation] = relationship(innerjoin=True)
    call: Mapped[Call] = relationship(innerjoin=True)
    content: Mapped[SupportContent] = relationship(innerjoin=True)
    content_version: Mapped[ContentVersion] = relationship(innerjoin=True)
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.id")
    products: Mapped[list[Product]] = relationship(order_by="Product.id")
    files: Mapped[list[ApplicationFile]] = relationship(order_by="ApplicationFile.id")
    supplements: Mapped[list[SupplementRequest]] = relationship(order_by="SupplementRequest.id")

    @property
    def related_organisation_ids(self) -> set[int]:
        """The organisations of the beneficiary: branch and parent are one for the rule."""
        return {item.id for item in self.organisation.beneficiary.organisations}

    @property
    def declared_by(self) -> set[int]:
        """Who of the staff has an interest in it or in its organisation."""
        found = self.organisation.interests
        return {each.person_id for each in found if each.application_id in {None, self.id}}

    @property
    def look(self) -> Look:
        """How the status is shown; an approval whose support was cancelled is shown as that."""
        return look_of(self.status, self.cancelled)

    @property
    def editable(self) -> bool:
        """Whether the applicant may still change it."""
        return self.status == Status.DRAFT

    @property
    def in_reserve(self) -> bool:
        """Whether it waits on the reserve list (dự bị), with or without a day when that ends."""
        return self.status == Status.RESERVE
