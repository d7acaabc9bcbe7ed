"""The appraisals of a dossier."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base


class Appraisal(Base):
    """An officer's appraisal (phiếu thẩm định) and recommendation."""

    __tablename__ = "appraisal"
    __table_args__ = (
        CheckConstraint("recommendation IN ('approve','reject')", name="recommendation"),
        Index("ix_appraisal_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opinion: Mapped[str]
    recommendation: Mapped[str]
    at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
