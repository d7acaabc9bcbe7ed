"""Calendar feeds: a secret address from which a calendar fetches a person's due dates."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base

_ALIVE = text("ended_at IS NULL")


class CalendarFeed(Base):
    """The feed of one person; the address carries the secret, the row only its hash.

    A person has at most one that lives; it is ended, never changed, so an address that leaked is
    dead for good.
    """

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index(
            "uq_calendar_feed_person",
            "person_id",
            unique=True,
            sqlite_where=_ALIVE,
            postgresql_where=_ALIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    hash: Mapped[str] = mapped_column(unique=True)
    with_names: Mapped[bool]  # of organisations, because the person chose so
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
