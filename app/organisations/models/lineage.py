"""Who succeeds whom, and what an organisation was called."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.organisations.models.organisation import Organisation


class Succession(Base):
    """Who succeeds whom (kế thừa): a merger, a split, a household that became a company.

    `inherits`: both share one beneficiary, so that the successor has what the predecessor had
    (HTX hợp nhất, sáp nhập). Otherwise the link only warns (hộ kinh doanh chuyển thành doanh
    nghiệp), until the Sở says what counts.
    """

    __tablename__ = "succession"
    __table_args__ = (
        UniqueConstraint("successor_id", "predecessor_id"),
        CheckConstraint("successor_id <> predecessor_id", name="two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    inherits: Mapped[bool]
    since: Mapped[date]

    successor: Mapped[Organisation] = relationship(foreign_keys=[successor_id])
    predecessor: Mapped[Organisation] = relationship(foreign_keys=[predecessor_id])


class FormerName(Base):
    """A name an organisation had (tên cũ), until when and by which document."""

    __tablename__ = "former_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    document_number: Mapped[str] = mapped_column(default="")
