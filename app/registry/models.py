"""The acts that change what an organisation is, each with its paper and the way back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile
from app.organisations.models import Organisation

IDENTIFIER, RENAME, BRANCH = "identifier", "rename", "branch"
SUCCESSOR, JOIN, SPLIT = "successor", "join", "split"
KINDS = (IDENTIFIER, RENAME, BRANCH, SUCCESSOR, JOIN, SPLIT)
_KINDS_SQL = ",".join(f"'{kind}'" for kind in KINDS)


class Act(Base):
    """An officer's act on an organisation (thay đổi thông tin tổ chức), with its document.

    `changes` are the cells and rows it wrote, in order, so that it can be undone while nothing
    depends on it; `said` is what the preview showed and the officer decided.
    """

    __tablename__ = "organisation_act"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS_SQL})", name="kind"),
        CheckConstraint("document_number <> '' AND reason <> ''", name="document"),
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)"
            " AND (undone_at IS NULL) = (undo_reason = '')",
            name="undone",
        ),
        CheckConstraint("other_id IS NULL OR other_id <> organisation_id", name="two"),
        CheckConstraint(
            "(kind IN ('identifier','rename')) = (other_id IS NULL)",
            name="other",
        ),
        Index("ix_organisation_act_organisation", "organisation_id", "id"),
        Index("ix_organisation_act_other", "other_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    # Whom it is done to: the renamed, the branch, the successor, the surviving record, the split.
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # The parent, the predecessor, the duplicate record, the organisation split off.
    other_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    document_number: Mapped[str]
    document_on: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    reason: Mapped[str]
    said: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    done_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    undo_reason: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    other: Mapped[Organisation | None] = relationship(foreign_keys=[other_id])
    file: Mapped[StoredFile | None] = relationship()
