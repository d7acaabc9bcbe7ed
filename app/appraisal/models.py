"""What the officers write about a dossier: the appraisal and its draft, and visits on the spot."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.accounts.models import Person
from app.extensions import Base
from app.files.models import StoredFile

PLANNED, RECORDED, CANCELLED = "planned", "recorded", "cancelled"


class Appraisal(Base):
    """An officer's appraisal (phiếu thẩm định) and recommendation, never changed (trigger).

    `checklist`: [{"key", "label", "result", "note"}], result "pass", "fail" or "na". `scores`:
    [{"label", "weight", "score", "note"}], score 0–100. `total` is the weighted sum in hundredths
    of a point; none where the call has no criteria. `proposed_amount` in đồng.
    """

    __tablename__ = "appraisal"
    __table_args__ = (
        CheckConstraint("recommendation IN ('approve','reject')", name="recommendation"),
        CheckConstraint("total IS NULL OR total BETWEEN 0 AND 10000", name="total"),
        CheckConstraint(
            "proposed_amount IS NULL OR (proposed_amount > 0 AND recommendation = 'approve')",
            name="proposed_amount",
        ),
        Index("ix_appraisal_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checklist: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    scores: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    total: Mapped[int | None]
    opinion: Mapped[str]
    recommendation: Mapped[str]
    proposed_amount: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class AppraisalDraft(Base):
    """An appraisal being written (phiếu thẩm định nháp): one a dossier, gone once it is sent up.

    `said` is a `Said` of `services.sheet` as JSON; `version` tells two who write at once apart.
    """

    __tablename__ = "appraisal_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class FieldVisit(Base):
    """A visit on the spot (khảo sát thực tế): planned, then recorded (biên bản) or cancelled.

    `team`: [{"name", "role"}]. `said` is the record, as `services.visits` writes it; it changes
    while the visit is planned, and no more once it is recorded.
    """

    __tablename__ = "field_visit"
    __table_args__ = (
        CheckConstraint("state IN ('planned','recorded','cancelled')", name="state"),
        CheckConstraint(
            "(state = 'recorded') = (recorded_at IS NOT NULL)"
            " AND (recorded_at IS NULL) = (recorded_by IS NULL)",
            name="recorded",
        ),
        CheckConstraint("(state = 'cancelled') = (reason <> '')", name="cancelled"),
        CheckConstraint("signed_file_id IS NULL OR state = 'recorded'", name="signed"),
        Index("ix_field_visit_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    state: Mapped[str] = mapped_column(default=PLANNED)
    visit_on: Mapped[date]
    starts: Mapped[str] = mapped_column(default="")  # the hour, as told to the organisation
    place: Mapped[str]
    team: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    planned_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime]
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    version: Mapped[int] = mapped_column(default=1)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was cancelled
    signed_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    photos: Mapped[list["VisitPhotos"]] = relationship(
        lazy="selectin", order_by="VisitPhotos.id", back_populates="visit"
    )
    signed_file: Mapped[StoredFile | None] = relationship(lazy="joined")

    @property
    def announced(self) -> bool:
        """Whether the organisation was told beforehand; what took place is noted without."""
        return self.visit_on >= clock.local(self.planned_at).date()


class VisitPhotos(Base):
    """Photos of a visit, sent at once and kept as one PDF, a page for each; without their place."""

    __tablename__ = "visit_photos"
    __table_args__ = (
        CheckConstraint("count > 0", name="count"),
        Index("ix_visit_photos_visit", "visit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("field_visit.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    count: Mapped[int]
    added_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    visit: Mapped[FieldVisit] = relationship(back_populates="photos")
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
