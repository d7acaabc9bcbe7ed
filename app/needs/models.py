"""Needs (nhu cầu hỗ trợ), said any day, and the partners who speak for their members."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.needs.workflow import LOOKS, Status
from app.organisations.models import Organisation
from app.programmes.models import Call, SupportContent
from app.text import Look, _

# Who gathers needs ("Cung cấp thông tin về nhu cầu đào tạo, hỗ trợ của các tổ chức",
# KH 79/KH-UBND).
PARTNER_KINDS = {
    "lien_minh_htx": _("Liên minh Hợp tác xã"),
    "hiep_hoi_dn": _("Hiệp hội Doanh nghiệp"),
    "so_nganh": _("Sở, ngành"),
    "ubnd_xa": _("UBND xã, phường"),
}
_KINDS_SQL = ",".join(f"'{kind}'" for kind in PARTNER_KINDS)
_STATUSES = ",".join(f"'{status.value}'" for status in Status)


class Partner(Base):
    """An association or office that registers the needs of its members (đối tác giới thiệu)."""

    __tablename__ = "partner"
    __table_args__ = (CheckConstraint(f"kind IN ({_KINDS_SQL})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]  # its people sign in no more for it
    created_at: Mapped[datetime]

    @property
    def partner_id(self) -> int:
        """Its own id, by the name the policy asks for."""
        return self.id


class Need(Base):
    """What one organisation would want: several contents, said once. Nothing is held."""

    __tablename__ = "need"
    __table_args__ = (
        CheckConstraint("wanted_year BETWEEN 2012 AND 2100", name="wanted_year"),
        Index("ix_need_organisation", "organisation_id", "id"),
        Index("ix_need_partner", "partner_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    # The partner who said so for its member; none when the organisation said it itself.
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    # What the partner typed, which is all it is ever shown: no name of ours is given away.
    said_name: Mapped[str] = mapped_column(default="")
    said_code: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))  # as it was then
    wanted_year: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    partner: Mapped[Partner | None] = relationship()
    items: Mapped[list["NeedItem"]] = relationship(
        lazy="selectin", order_by="NeedItem.id", back_populates="need"
    )


class NeedItem(Base):
    """One content of a need, and what became of it."""

    __tablename__ = "need_item"
    __table_args__ = (
        UniqueConstraint("need_id", "content_id"),
        CheckConstraint(f"status IN ({_STATUSES})", name="status"),
        CheckConstraint("status <> 'invited' OR call_id IS NOT NULL", name="call"),
        CheckConstraint("(status = 'applied') = (application_id IS NOT NULL)", name="application"),
        Index("ix_need_item_content", "content_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"))
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"))
    status: Mapped[str]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))  # invited to
    # No foreign key: a draft may be thrown away, and its number is never given again.
    application_id: Mapped[int | None]
    changed_at: Mapped[datetime]

    need: Mapped[Need] = relationship(back_populates="items")
    content: Mapped[SupportContent] = relationship(lazy="joined", innerjoin=True)
    call: Mapped[Call | None] = relationship()

    @property
    def organisation_id(self) -> int:
        """Whose need it is, for the policy."""
        return self.need.organisation_id

    @property
    def look(self) -> Look:
        """How the status is shown."""
        return LOOKS[Status(self.status)]
