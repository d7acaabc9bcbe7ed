"""Organisations, their identifiers, and the beneficiary the rule looks at."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base, SortText
from app.organisations.interests import Interest, about_relatives

KINDS = (
    "doanh_nghiep",
    "hop_tac_xa",
    "to_chuc_dgsph",
    "co_so_sxkd",
    "co_so_dich_vu",
    "co_so_gdnn",
)
_KINDS_SQL = ",".join(f"'{kind}'" for kind in KINDS)
SCHEMES_SQL = "'mst','so_dinh_danh','so_dkhtx'"
ORIGINS = ("registered", "imported", "assisted", "partner")
_ORIGINS_SQL = ",".join(f"'{origin}'" for origin in ORIGINS)
# The commune of an organisation of which nobody wrote down where it is; never offered in forms.
UNKNOWN = "00000"


class Commune(Base):
    """A commune or ward (xã, phường) of the province."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    # No longer offered (merged, renamed by a new code); who said so before keeps it.
    is_retired: Mapped[bool] = mapped_column(default=False, server_default=false())
    on_screen: Mapped[bool] = mapped_column(default=False, server_default=false())


class Beneficiary(Base):
    """Whom the once-only rule looks at (tổ chức gốc): the row that is locked.

    A branch and its parent, successors and merged organisations share one.
    """

    __tablename__ = "beneficiary"

    id: Mapped[int] = mapped_column(primary_key=True)
    root_code: Mapped[str | None] = mapped_column(unique=True)
    # A root that belongs to another beneficiary since its organisations were joined, or since
    # its organisation took a new code: who types it is led to that beneficiary.
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("beneficiary.id"))

    organisations: Mapped[list["Organisation"]] = relationship(
        order_by="Organisation.id", back_populates="beneficiary"
    )


class Organisation(Base):
    """An organisation of one of the six kinds of KH 79/KH-UBND section II.2.1."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(f"kind IN ({_KINDS_SQL})", name="kind"),
        CheckConstraint(f"origin IN ({_ORIGINS_SQL})", name="origin"),
        CheckConstraint("NOT (is_standin AND is_provisional)", name="standin"),
        CheckConstraint("joined_into_id <> id", name="joined_into"),
        Index("ix_organisation_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    beneficiary_id: Mapped[int] = mapped_column(ForeignKey("beneficiary.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    ceased_on: Mapped[date | None]  # its successor goes on; it applies for nothing any more
    kind: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"))
    address: Mapped[str] = mapped_column(default="")
    production_site: Mapped[str] = mapped_column(default="")
    registration_paper: Mapped[str] = mapped_column(default="")  # số, ngày, nơi cấp GCN ĐK
    phone: Mapped[str]
    email: Mapped[str]
    representative: Mapped[str]
    representative_title: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str]
    contact_phone: Mapped[str]
    contact_email: Mapped[str]
    field_of_business: Mapped[str] = mapped_column(default="")
    insured_workers: Mapped[int | None]  # người, bình quân năm
    capital: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    revenue: Mapped[int | None] = mapped_column(BigInteger)  # đồng, năm trước liền kề
    size: Mapped[str] = mapped_column(default="")
    women_owned: Mapped[bool | None]
    priorities: Mapped[list[str]] = mapped_column(JSON, default=list)
    certificates: Mapped[str] = mapped_column(default="")
    earlier_support: Mapped[str] = mapped_column(default="")  # đã được Nhà nước hỗ trợ
    profile_completed_at: Mapped[datetime | None]
    registration_checked_at: Mapped[datetime | None]  # an officer looked the registration up
    created_at: Mapped[datetime]
    # How it came to be known: by itself, from old lists, entered by an officer or by a partner.
    origin: Mapped[str] = mapped_column(default="registered")
    is_provisional: Mapped[bool] = mapped_column(default=False)  # no code is known yet
    # Where a claimant drafts until the claim is answered; in no list, and it cannot submit.
    is_standin: Mapped[bool] = mapped_column(default=False)
    batch_id: Mapped[int | None]  # the import that brought it
    # A duplicate that was merged: hidden from lists and candidates.
    joined_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (read once by SQLAlchemy)

    beneficiary: Mapped[Beneficiary] = relationship(
        lazy="joined", innerjoin=True, back_populates="organisations"
    )
    commune: Mapped[Commune] = relationship(lazy="joined", innerjoin=True)
    identifiers: Mapped[list["Identifier"]] = relationship(
        lazy="selectin", order_by="Identifier.id", back_populates="organisation"
    )

    interests: Mapped[list[Interest]] = about_relatives(lambda: Organisation)

    @property
    def declared_by(self) -> set[int]:
        """Who of the staff has an interest in it."""
        return {each.person_id for each in self.interests if each.application_id is None}

    @property
    def organisation_id(self) -> int:
        """Its own id, by the name the policy asks for."""
        return self.id

    @property
    def code(self) -> str:
        """The identifier valid now that people know it by (mã số thuế)."""
        valid = [item for item in self.identifiers if item.valid_to is None]
        return valid[0].value if valid else ""


class Identifier(Base):
    """A number an organisation goes by; unique while valid."""

    __tablename__ = "identifier"
    __table_args__ = (
        CheckConstraint(f"scheme IN ({SCHEMES_SQL})", name="scheme"),
        Index(
            "uq_identifier_valid",
            "scheme",
            "value",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
            postgresql_where=text("valid_to IS NULL"),
        ),
        Index("ix_identifier_organisation", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    scheme: Mapped[str]
    value: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class OrganisationWord(Base):
    """A key by which organisations alike are found (see `likeness.keys`): of both names and more.

    Kept in step by `services.words.index`, which every service that writes a name calls.
    """

    __tablename__ = "organisation_word"
    __table_args__ = (Index("ix_organisation_word_organisation", "organisation_id"),)

    word: Mapped[str] = mapped_column(SortText, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
