"""A file that was asked for: who asked for what, how far it is, where it lies and until when."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.extensions import Base
from app.files.models import StoredFile
from app.text import Look, _

WAITING, WORKING, DONE, FAILED, EXPIRED = "waiting", "working", "done", "failed", "expired"
_OPEN = text("state IN ('waiting','working')")
LOOKS = {
    WAITING: Look(_("Đang chờ"), "waiting"),
    WORKING: Look(_("Đang tạo"), "progress"),
    DONE: Look(_("Đã sẵn sàng"), "good"),
    FAILED: Look(_("Không tạo được"), "refused"),
    EXPIRED: Look(_("Đã xóa tệp"), "neutral"),
}


class Job(Base):
    """One file that was asked for. Only a `done` one has a file, and it is taken away in time."""

    __tablename__ = "export_job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting','working','done','failed','expired')", name="state"),
        CheckConstraint("(state = 'done') = (file_id IS NOT NULL)", name="file"),
        CheckConstraint("state <> 'done' OR expires_at IS NOT NULL", name="expires"),
        CheckConstraint(
            "(state = 'working') = (lease_by IS NOT NULL)"
            " AND (lease_by IS NULL) = (lease_until IS NULL)",
            name="lease",
        ),
        CheckConstraint("(state = 'failed') = (fault <> '')", name="fault"),
        CheckConstraint(
            "(state IN ('done','failed','expired')) = (ended_at IS NOT NULL)", name="ended"
        ),
        CheckConstraint("done >= 0 AND total >= 0 AND attempts >= 0", name="progress"),
        # The same thing asked for twice is made once.
        Index(
            "uq_export_job_once",
            "once_key",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_export_job_asked_by", "asked_by", "id"),
        Index("ix_export_job_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]  # which room makes it: services/kinds.py
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    title: Mapped[str]  # as it was called when it was asked for
    once_key: Mapped[str]  # of who asked for what
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=WAITING)
    total: Mapped[int] = mapped_column(default=0)  # steps: rows, or parts of a dossier
    done: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")  # why there is no file
    lease_by: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship()
    asker: Mapped[Person] = relationship()

    @property
    def person_id(self) -> int:
        """Whose it is: nobody else's page shows it."""
        return self.asked_by

    @property
    def look(self) -> Look:
        return LOOKS[self.state]

    @property
    def open(self) -> bool:
        """Whether it is still to be made."""
        return self.state in {WAITING, WORKING}

    @property
    def percent(self) -> int:
        """How far it is; 99 until it is really done."""
        return min(99, self.done * 100 // self.total) if self.total else 0
