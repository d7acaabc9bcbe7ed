"""People, their roles, memberships, sign-ins, one-time tokens and consents."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import Role
from app.extensions import Base, SortText

ROLES = ",".join(f"'{role.value}'" for role in Role)


class Person(Base):
    """Someone who can sign in. An invited person has no password yet."""

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(SortText, unique=True)  # the list of people pages by it
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    roles: Mapped[list["PersonRole"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="PersonRole.role"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        lazy="selectin", order_by="Membership.id"
    )


class PersonRole(Base):
    """A role a member of staff holds."""

    __tablename__ = "person_role"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Membership(Base):
    """Who may act for which organisation, in which capacity, until when.

    `agent` is *người nộp thay*, who needs a mandate (giấy ủy quyền) with an end.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id"),
        CheckConstraint("capacity IN ('preparer','signatory','agent')", name="capacity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    capacity: Mapped[str] = mapped_column(default="signatory")
    valid_until: Mapped[date | None]
    created_at: Mapped[datetime]


class SignIn(Base):
    """One sign-in (phiên đăng nhập): the cookie carries the key, the row only its hash."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index(
            "ix_sign_in_open",
            "person_id",
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Token(Base):
    """A single-use secret sent by letter; the newest of a person and purpose wins."""

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint("purpose IN ('reset','invitation')", name="purpose"),
        Index("ix_token_person", "person_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Consent(Base):
    """The evidence of consent to the data notice (NĐ 356/2025): who, which text, when."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    notice_version: Mapped[str]
    notice_text: Mapped[str]
    given_at: Mapped[datetime]
