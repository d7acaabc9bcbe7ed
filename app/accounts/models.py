"""People, their roles, memberships, sign-ins, one-time tokens and consents."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.access import Role
from app.extensions import Base, SortText
from app.files.models import StoredFile

ROLES = ",".join(f"'{role.value}'" for role in Role)


class Person(Base):
    """Someone who can sign in, by e-mail or by phone. An invited person has no password yet."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("email IS NOT NULL OR phone_login IS NOT NULL", name="login"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The list of people pages by the address, or by the number of who has none.
    email: Mapped[str | None] = mapped_column(SortText, unique=True)
    phone_login: Mapped[str | None] = mapped_column(SortText, unique=True)  # 0912345678
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    # The partner (đối tác giới thiệu) whose members' needs the person registers.
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"), index=True)
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    roles: Mapped[list["PersonRole"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="PersonRole.role"
    )
    memberships: Mapped[list["Membership"]] = relationship(
        lazy="selectin", order_by="Membership.id", back_populates="person"
    )

    @property
    def login(self) -> str:
        """What they sign in with: the address, or the phone number of who has no address."""
        return self.email or self.phone_login or ""


class PersonRole(Base):
    """A role a member of staff holds."""

    __tablename__ = "person_role"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="role"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Membership(Base):
    """Who may act for which organisation, in which capacity, until when.

    `preparer` (người lập) fills in, `signatory` (người ký) submits and manages, `agent` is
    *người nộp thay*, who needs a mandate (giấy ủy quyền) with an end. A membership that ends is
    deleted: the row says who may act now, events and mandates who could.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "organisation_id"),
        CheckConstraint("capacity IN ('preparer','signatory','agent')", name="capacity"),
        CheckConstraint("(capacity = 'agent') = (valid_until IS NOT NULL)", name="agent_until"),
        CheckConstraint("(capacity = 'agent') = (mandate_id IS NOT NULL)", name="agent_mandate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    capacity: Mapped[str] = mapped_column(default="signatory")
    valid_until: Mapped[date | None]
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="memberships")
    mandate: Mapped["Mandate | None"] = relationship()


class Mandate(Base):
    """A giấy ủy quyền: the paper by which an organisation lets somebody act for it, until a day.

    Kept for good: what was submitted under it names it.
    """

    __tablename__ = "mandate"
    __table_args__ = (CheckConstraint("number <> ''", name="number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    submits: Mapped[bool]  # also submits and withdraws, not only fills in
    valid_until: Mapped[date]  # the last day, in Vietnam
    given_by: Mapped[int] = mapped_column(ForeignKey("person.id"))  # signatory, or officer
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # taken back before its day

    file: Mapped[StoredFile] = relationship()


class Absence(Base):
    """Giao xử lý thay: a person of the staff is away, and another acts in their place meanwhile.

    The person says so (`asked`); a leader confirms, or sets it. Only a `confirmed` one counts.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("person_id <> stand_in_id", name="stand_in"),
        CheckConstraint("state IN ('asked','confirmed','ended')", name="state"),
        CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
            " AND (state <> 'confirmed' OR confirmed_at IS NOT NULL)"
            " AND (state <> 'asked' OR confirmed_at IS NULL)",
            name="confirmed",
        ),
        # Nobody hands over their own work unseen.
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> person_id", name="confirmed_by"),
        CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
        Index(
            "ix_absence_stand_in",
            "stand_in_id",
            "last_on",
            sqlite_where=text("state = 'confirmed'"),
            postgresql_where=text("state = 'confirmed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]  # the last day, in Vietnam
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="asked")
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class MemberInvitation(Base):
    """An invitation to act for an organisation, answered on the page of its letter."""

    __tablename__ = "member_invitation"
    __table_args__ = (
        CheckConstraint("capacity IN ('preparer','signatory','agent')", name="capacity"),
        CheckConstraint("(capacity = 'agent') = (mandate_id IS NOT NULL)", name="mandate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str]
    name: Mapped[str]
    capacity: Mapped[str]
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandate.id"))
    invited_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # accepted, taken back, or replaced by a newer one

    mandate: Mapped[Mandate | None] = relationship()


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
    """A single-use secret, by letter or by phone; the newest of a person and purpose wins."""

    __tablename__ = "token"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('reset','invitation','email','phone_code','first_password')",
            name="purpose",
        ),
        Index("ix_token_person", "person_id", "purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    email: Mapped[str] = mapped_column(default="")  # the address that a change leads to
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
    # The scan, where it was given on paper (nhập hộ).
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))


class PaperConsent(Base):
    """Consent to the data notice given on paper, for an organisation that is entered for."""

    __tablename__ = "paper_consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]  # who signed it
    notice_version: Mapped[str]
    notice_text: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    given_on: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
