"""What was approved: a support (lượt hỗ trợ) begins when the decision is issued."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.delivery.workflow import LOOKS, Look, Status, Why
from app.extensions import Base
from app.text import _

_STATUSES = ",".join(f"'{status.value}'" for status in Status)
_REASONS = ",".join(f"'{reason.value}'" for reason in Why)


class Support(Base):
    """The support that an issued approval begins; its own life follows in this room."""

    __tablename__ = "support"
    __table_args__ = (
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        CheckConstraint(
            "(status = 'cancelled') = (cancelled_at IS NOT NULL) "
            f"AND (status = 'cancelled') = (cancelled_for IN ({_REASONS})) "
            f"AND cancelled_for IN ('',{_REASONS})",
            name="cancelled",
        ),
        Index("ix_support_contract", "status", "contract_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"), index=True)
    status: Mapped[str] = mapped_column(default=Status.AWAITING_CONTRACT.value)
    # The last day to sign the agreement (thỏa thuận); none while the call sets no end.
    contract_by: Mapped[date | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_for: Mapped[str] = mapped_column(default="", server_default="")
    document_number: Mapped[str]
    approved_on: Mapped[date]
    created_at: Mapped[datetime]

    @property
    def look(self) -> Look:
        """How its status is shown."""
        return LOOKS[Status(self.status)]


CERTIFIED, DECLARED, OWN_STANDARD, TRACED = "chung_nhan", "cong_bo", "tccs", "truy_xuat"
RESULT_KINDS = {
    CERTIFIED: _("Chứng nhận hợp chuẩn, hợp quy"),
    DECLARED: _("Công bố hợp chuẩn, hợp quy"),
    OWN_STANDARD: _("Tiêu chuẩn cơ sở"),
    TRACED: _("Truy xuất nguồn gốc"),
}
# Contents of the catalogue that lead to one kind of result, and to no other.
RESULT_OF = {
    "SP-HCHQ": CERTIFIED,
    "SP-CONGBO": DECLARED,
    "SP-TCCS": OWN_STANDARD,
    "TXNG-AD": TRACED,
    "TXNG-CN": TRACED,
}


class ProductResult(Base):
    """What one product got from a support (kết quả của sản phẩm).

    One product may get several: the 65 products of 2022 have 44 + 12 + 19 results. A certificate
    that was issued has its number and date; a result without them is supported, not yet issued.
    """

    __tablename__ = "product_result"
    __table_args__ = (
        CheckConstraint("kind IN ('chung_nhan','cong_bo','tccs','truy_xuat')", name="kind"),
        CheckConstraint("product <> ''", name="product"),
        CheckConstraint("(document_number = '') = (issued_on IS NULL)", name="issued"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    product: Mapped[str]
    kind: Mapped[str]
    is_ocop: Mapped[bool] = mapped_column(default=False)
    document_number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    # The import that wrote it, and takes it back when it is rolled back.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), index=True)
