"""What was approved: a support (lượt hỗ trợ) begins when the decision is issued."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base

AWAITING_CONTRACT = "awaiting_contract"  # chờ ký hợp đồng, thỏa thuận


class Support(Base):
    """The support that an issued approval begins; its own life follows in this room."""

    __tablename__ = "support"
    __table_args__ = (CheckConstraint("status IN ('awaiting_contract')", name="status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"), index=True)
    status: Mapped[str] = mapped_column(default=AWAITING_CONTRACT)
    document_number: Mapped[str]
    approved_on: Mapped[date]
    created_at: Mapped[datetime]
