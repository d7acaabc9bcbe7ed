"""One event table for the whole house; timelines read it; append-only by trigger (migration)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class Event(Base):
    """One deed: what happened to which thing, by whom, from which status to which."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str]
    subject_id: Mapped[int]
    action: Mapped[str]
    actor_id: Mapped[int | None]  # no foreign key: the record outlives the account
    actor_name: Mapped[str] = mapped_column(default="")
    before: Mapped[str | None]
    after: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    form_key: Mapped[str | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Receipt(Base):
    """Where a form led: the same key sent again is answered with the same page."""

    __tablename__ = "receipt"

    form_key: Mapped[str] = mapped_column(ForeignKey("event.form_key"), primary_key=True)
    person_id: Mapped[int | None]
    location: Mapped[str]
