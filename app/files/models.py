"""A stored file: its row here, its bytes in the store under `key`."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base


class StoredFile(Base):
    """Immutable: a replaced file is another row, so decided papers never change."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str]
    size: Mapped[int]  # bytes
    media_type: Mapped[str]
    original_name: Mapped[str]  # only ever shown, escaped; never used as a path
    uploaded_by: Mapped[int | None]
    created_at: Mapped[datetime]
