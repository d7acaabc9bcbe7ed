"""The outbox: a letter is a row until the mail server has taken it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"


class Letter(Base):
    """One letter to one address; `once_key` makes the same deed write it only once."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','sending','sent','failed')", name="state"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at"),
        CheckConstraint("(state = 'sending') = (lease_by IS NOT NULL)", name="lease"),
        Index("ix_letter_due", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    once_key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]  # the folder of its templates: registration_confirm, …
    to: Mapped[str] = mapped_column("to_address")
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    sensitive: Mapped[bool] = mapped_column(default=False)  # carries a token: erased once sent
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
