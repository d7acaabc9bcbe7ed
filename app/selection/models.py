"""Sessions, who sits in them, what they look at, and what each member said."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.applications.models import Application
from app.extensions import Base
from app.programmes.models import Call, Criterion, SupportContent
from app.selection.workflow import CAPACITIES, LOOKS, QUORUMS, Look, Outcome, State
from app.text import _

_STATES = ",".join(f"'{state.value}'" for state in State)
_OUTCOMES = ",".join(f"'{outcome.value}'" for outcome in Outcome)
_CAPACITIES = ",".join(f"'{capacity}'" for capacity in CAPACITIES)
_QUORUMS = ",".join(f"'{quorum}'" for quorum in QUORUMS)
_LIVE = text("live")
_CHAIR, _SECRETARY = text("capacity = 'chair'"), text("capacity = 'secretary'")


class Session(Base):
    """A session of a call's council (Hội đồng, Tổ): one row that all its deeds lock first.

    Marks and scores are whole hundredths of a point; no floating point touches them.
    """

    __tablename__ = "selection_session"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint(f"state IN ({_STATES})", name="state"),
        CheckConstraint("scale BETWEEN 1 AND 100", name="scale"),
        CheckConstraint(
            "pass_mark IS NULL OR pass_mark BETWEEN 0 AND scale * 100", name="pass_mark"
        ),
        CheckConstraint(f"quorum IN ({_QUORUMS})", name="quorum"),
        CheckConstraint(
            "state NOT IN ('scoring','closed','concluded') OR opened_at IS NOT NULL", name="opened"
        ),
        CheckConstraint(
            "state NOT IN ('closed','concluded') OR closed_at IS NOT NULL", name="closed"
        ),
        CheckConstraint("(state = 'concluded') = (concluded_at IS NOT NULL)", name="concluded"),
        Index("ix_selection_session_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    number: Mapped[int]  # lần thứ mấy, in its call
    # Hội đồng or Tổ, frozen as the call says; the decision that founded it (QĐ thành lập).
    word: Mapped[str]
    founded_number: Mapped[str] = mapped_column(default="")
    founded_on: Mapped[date | None]
    meets_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    scale: Mapped[int] = mapped_column(default=100)  # the highest mark of a criterion, in points
    pass_mark: Mapped[int | None]  # hundredths of a point on that scale; none: no pass mark
    quorum: Mapped[str] = mapped_column(default="2/3")
    state: Mapped[str] = mapped_column(default=State.PREPARING.value)
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why it was dropped

    call: Mapped[Call] = relationship(innerjoin=True)
    contents: Mapped[list["SessionContent"]] = relationship(
        order_by="SessionContent.id", lazy="selectin"
    )
    members: Mapped[list["Member"]] = relationship(order_by="Member.id", lazy="selectin")

    @property
    def look(self) -> Look:
        """How its state is shown."""
        return LOOKS[State(self.state)]

    @property
    def seated_ids(self) -> set[int]:
        """Who sits in it, for the policy."""
        return {member.person_id for member in self.members}

    @property
    def secretary_ids(self) -> set[int]:
        """Who keeps its records, for the policy."""
        return {each.person_id for each in self.members if each.capacity == "secretary"}

    @property
    def name(self) -> str:
        """What it is called on pages and papers."""
        return _("Phiên xét chọn lần %(n)s", n=self.number)


class SessionContent(Base):
    """A content the session looks at, and how many places it had when it was concluded."""

    __tablename__ = "selection_content"
    __table_args__ = (UniqueConstraint("session_id", "content_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("selection_session.id"))
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"), index=True)
    places: Mapped[int | None]  # free at the conclusion; none: the content has no quota

    content: Mapped[SupportContent] = relationship(lazy="joined", innerjoin=True)


class Member(Base):
    """Somebody who sits in a session; only those with a vote (quyền biểu quyết) score."""

    __tablename__ = "selection_member"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        CheckConstraint(f"capacity IN ({_CAPACITIES})", name="capacity"),
        Index(
            "uq_selection_member_chair",
            "session_id",
            unique=True,
            sqlite_where=_CHAIR,
            postgresql_where=_CHAIR,
        ),
        Index(
            "uq_selection_member_secretary",
            "session_id",
            unique=True,
            sqlite_where=_SECRETARY,
            postgresql_where=_SECRETARY,
        ),
        Index("ix_selection_member_person", "person_id", "session_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("selection_session.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    capacity: Mapped[str]
    votes: Mapped[bool]
    position: Mapped[str] = mapped_column(default="")  # chức vụ, cơ quan, as the minutes say it

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Listed(Base):
    """A dossier before a session, and what the session concluded about it."""

    __tablename__ = "selection_dossier"
    __table_args__ = (
        UniqueConstraint("session_id", "application_id"),
        CheckConstraint(f"outcome IS NULL OR outcome IN ({_OUTCOMES})", name="outcome"),
        CheckConstraint("outcome IS NULL OR NOT live", name="live"),
        CheckConstraint("wanted IS NULL OR wanted_reason <> ''", name="wanted"),
        CheckConstraint("outcome NOT IN ('rejected','returned') OR reason <> ''", name="reason"),
        # One session at a time looks at a dossier.
        Index(
            "uq_selection_dossier_live",
            "application_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_selection_dossier_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("selection_session.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    live: Mapped[bool] = mapped_column(default=True)
    # What the secretary or the lead wants in place of what the ranking says, and why.
    wanted: Mapped[str | None]
    wanted_reason: Mapped[str] = mapped_column(default="")
    wanted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # The conclusion: frozen, while the scores it came from stay beside it.
    outcome: Mapped[str | None]
    proposed: Mapped[str | None]  # what the ranking said
    score: Mapped[int | None]  # hundredths of a point
    rank: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    promoted_at: Mapped[datetime | None]  # from the reserve into a freed place

    session: Mapped[Session] = relationship(innerjoin=True)
    application: Mapped[Application] = relationship(innerjoin=True)


class Sheet(Base):
    """What one member said of one dossier (phiếu chấm)."""

    __tablename__ = "selection_sheet"
    __table_args__ = (
        UniqueConstraint("member_id", "listed_id"),
        Index("ix_selection_sheet_listed", "listed_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("selection_member.id"))
    listed_id: Mapped[int] = mapped_column(ForeignKey("selection_dossier.id"))
    remark: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]

    member: Mapped[Member] = relationship(innerjoin=True)
    marks: Mapped[list["Mark"]] = relationship(
        order_by="Mark.criterion_id", lazy="selectin", cascade="all, delete-orphan"
    )


class Mark(Base):
    """The mark of one criterion on a sheet, in hundredths of a point."""

    __tablename__ = "selection_mark"
    __table_args__ = (CheckConstraint("points BETWEEN 0 AND 10000", name="points"),)

    sheet_id: Mapped[int] = mapped_column(ForeignKey("selection_sheet.id"), primary_key=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), primary_key=True)
    points: Mapped[int]

    criterion: Mapped[Criterion] = relationship(innerjoin=True)


class Conflict(Base):
    """A member who may neither score a dossier nor see its scores, and why."""

    __tablename__ = "selection_conflict"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    member_id: Mapped[int] = mapped_column(ForeignKey("selection_member.id"), primary_key=True)
    listed_id: Mapped[int] = mapped_column(
        ForeignKey("selection_dossier.id"), primary_key=True, index=True
    )
    declared: Mapped[bool]  # by the member; else found by the system
    reason: Mapped[str]
    at: Mapped[datetime]
