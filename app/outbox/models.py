"""The outbox: a letter is a row until the mail server has taken it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base

WAITING, SENDING, SENT, FAILED = "waiting", "sending", "sent", "failed"
TO_PRINT, HANDED_OVER = "to_print", "handed_over"
# Kept for the daily digest (thư gộp); gone with it; not written, since its address wants none.
GATHERED, DIGESTED, UNWANTED = "gathered", "digested", "unwanted"
EMAIL, PAPER = "email", "paper"
EACH, DAILY, NONE = "each", "daily", "none"


class Letter(Base):
    """One letter to one address; `once_key` makes the same deed write it only once.

    To whom has no address it goes on paper: printed by the desk, and handed over or posted.
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            "state IN ('waiting','sending','sent','failed','to_print','handed_over','gathered',"
            "'digested','unwanted')",
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
        CheckConstraint("(state = 'digested') = (digest_id IS NOT NULL)", name="digest"),
        # What waits for a digest may wait: nothing secret does.
        CheckConstraint("NOT (sensitive AND state IN ('gathered','digested'))", name="gathered"),
        CheckConstraint("(about = '') = (about_id IS NULL)", name="about"),
        Index("ix_letter_due", "state", "next_at"),
        Index("ix_letter_about", "about", "about_id", "id"),
        Index(
            "ix_letter_digest_id",
            "digest_id",
            sqlite_where=text("digest_id IS NOT NULL"),
            postgresql_where=text("digest_id IS NOT NULL"),
        ),
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
    # What it is about, as events name their subject: ("application", 42); "" for nothing.
    about: Mapped[str] = mapped_column(default="", server_default="")
    about_id: Mapped[int | None]
    digest_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))

    digest: Mapped["Letter | None"] = relationship(remote_side="Letter.id")

    @property
    def failed(self) -> bool:
        """Whether it did not arrive: by itself, or with its digest."""
        return FAILED in {self.state, self.digest.state if self.digest else ""}

    @property
    def left_at(self) -> datetime | None:
        """When it left: by itself, with its digest, or over the counter."""
        return self.sent_at or self.handed_at or (self.digest.sent_at if self.digest else None)


class LetterVersion(Base):
    """The office's own words of a letter: one is in force, the others are kept.

    Without one in force the words that come with the system are used.
    """

    __tablename__ = "letter_version"
    __table_args__ = (
        CheckConstraint("state IN ('in_force','retired')", name="state"),
        CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name="retired"),
        CheckConstraint("subject <> '' AND body <> '' AND reason <> ''", name="said"),
        UniqueConstraint("letter", "version"),
        Index(
            "uq_letter_version_in_force",
            "letter",
            unique=True,
            sqlite_where=text("state = 'in_force'"),
            postgresql_where=text("state = 'in_force'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    reason: Mapped[str]
    written_by: Mapped[int | None]
    writer_name: Mapped[str]
    at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class LetterPreference(Base):
    """How an address wants letters of one sort: each at once, in a daily digest, or none (news).

    It belongs to the address, in small letters: where an organisation's letters go need not be
    anybody's account.
    """

    __tablename__ = "letter_preference"
    __table_args__ = (
        CheckConstraint("way IN ('each','daily','none')", name="way"),
        CheckConstraint("way <> 'none' OR sort = 'news'", name="none"),
    )

    address: Mapped[str] = mapped_column(primary_key=True)
    sort: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str]
    at: Mapped[datetime]
