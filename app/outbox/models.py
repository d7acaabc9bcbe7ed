"""The outbox: a letter is a row until the mail server has taken it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
TO_PRINT, HANDED_OVER = "to_print", "handed_over"
EMAIL, PAPER = "email", "paper"


class Letter(Base):
    """One letter to one address; `once_key` makes the same deed write it only once.

    To whom has no address it goes on paper: printed by the desk, and handed over or posted.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting','sending','sent','failed','to_print','handed_over')",
            name="state",
        ),
        CheckConstraint(
            "channel IN ('email','paper')"
            " AND (channel = 'paper') = (state IN ('to_print','handed_over'))",
            name="channel",
        ),
        # A secret is never put on paper.
        CheckConstraint("channel = 'email' OR (to_address = '' AND NOT sensitive)", name="paper"),
        CheckConstraint(
            "(state = 'handed_over') = (handed_at IS NOT NULL AND handed_how <> '')",
            name="handed_over",
        ),
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
    channel: Mapped[str] = mapped_column(default=EMAIL)
    # name, address, phone of who gets it on paper, as they were when it was written
    recipient: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    handed_at: Mapped[datetime | None]
    handed_how: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
