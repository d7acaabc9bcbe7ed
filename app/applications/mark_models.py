"""The table of the groups a dossier is found by."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, SortText


class DossierMark(Base):
    """A group a dossier belongs to, of which it may have several: see `services/marks.py`."""

    __tablename__ = "application_mark"
    __table_args__ = (Index("ix_application_mark_application", "application_id", "mark"),)

    mark: Mapped[str] = mapped_column(SortText, primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
