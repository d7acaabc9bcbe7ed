"""Calls (đợt đăng ký), what they offer, and who wants to hear of them."""

from datetime import datetime

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile
from app.programmes.models.contents import SupportContent
from app.programmes.models.plans import Programme, Project
from app.programmes.workflow import CallState

STATES = ",".join(f"'{state.value}'" for state in CallState)


class Call(Base):
    """A call (đợt đăng ký): when which contents may be applied for, and the step durations."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="period"),
        CheckConstraint(f"state IN ({STATES})", name="state"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="published"),
        CheckConstraint(
            "(state IN ('closed','archived')) = (closed_at IS NOT NULL)", name="closed"
        ),
        CheckConstraint(
            "(reserve_days IS NULL OR reserve_days > 0) "
            "AND (unsigned_days IS NULL OR unsigned_days > 0)",
            name="lives",
        ),
        CheckConstraint("silence_days IS NULL OR silence_days > 0", name="silence"),
        CheckConstraint(
            "reception_days > 0 AND appraisal_days > 0 AND decision_days > 0 "
            "AND supplement_days > 0",
            name="days",
        ),
        CheckConstraint("council_word IN ('hoi_dong','to')", name="council_word"),
        Index("ix_call_period", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    notice: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    # Only `services/call_door.py` moves it; a new call is a draft (bản thảo).
    state: Mapped[str] = mapped_column(default=CallState.DRAFT.value)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when everyone who is to hear of it had their letter posted
    # Working days (ngày làm việc) of each step; deadlines are frozen into the dossier.
    reception_days: Mapped[int]
    appraisal_days: Mapped[int]
    decision_days: Mapped[int]
    supplement_days: Mapped[int]
    # How many working days a reserve place (dự bị) lives from the conclusion of its session, and
    # an approval whose agreement (thỏa thuận) the organisation has not signed from its issue;
    # none: chưa quy định.
    reserve_days: Mapped[int | None]
    unsigned_days: Mapped[int | None]
    # Working days without a step after which the desk is reminded; none: SILENCE_DAYS.
    silence_days: Mapped[int | None]
    council: Mapped[bool] = mapped_column(default=False)
    # Whether it is called Hội đồng or Tổ; the decision that founds it is each session's own.
    council_word: Mapped[str] = mapped_column(default="hoi_dong", server_default="hoi_dong")
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)  # empty: all six
    communes: Mapped[list[str]] = mapped_column(JSON, default=list)  # codes; empty: all
    priorities: Mapped[list[str]] = mapped_column(JSON, default=list)  # groups that count
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    contents: Mapped[list["CallContent"]] = relationship(
        back_populates="call", order_by="CallContent.id", cascade="all, delete-orphan"
    )
    criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.position", cascade="all, delete-orphan"
    )


class CallContent(Base):
    """A content offered in a call; the row that approvals and changes of the quota lock.

    `approved` counts the approvals (signed, also those not issued yet): with the CHECK the
    database itself refuses the approval, or the lower quota, that would exceed it.
    """

    __tablename__ = "call_content"
    __table_args__ = (
        UniqueConstraint("call_id", "content_id"),
        CheckConstraint("quota IS NULL OR quota >= 0", name="quota"),
        CheckConstraint("ceiling IS NULL OR ceiling > 0", name="ceiling"),
        CheckConstraint("approved >= 0 AND (quota IS NULL OR approved <= quota)", name="approved"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    quota: Mapped[int | None]  # supports (lượt) that can be approved; none: no limit set
    ceiling: Mapped[int | None] = mapped_column(BigInteger)  # đồng a support; none: chưa quy định
    approved: Mapped[int] = mapped_column(default=0)

    call: Mapped[Call] = relationship(back_populates="contents")
    content: Mapped[SupportContent] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project | None] = relationship()


class Criterion(Base):
    """A criterion (tiêu chí chấm điểm) of a call; the weights of a call add up to 100."""

    __tablename__ = "criterion"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 100", name="weight"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    position: Mapped[int]
    label: Mapped[str]
    weight: Mapped[int]  # per cent


class PublicDocument(Base):
    """A document (văn bản) of a programme, or attached to a call's notice, for everyone to read."""

    __tablename__ = "public_document"
    __table_args__ = (
        CheckConstraint("(programme_id IS NULL) <> (call_id IS NULL)", name="of_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"), index=True)
    label: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class NewsSubscription(Base):
    """Someone who asked for news (nhận tin) when a call for a content is published."""

    __tablename__ = "news_subscription"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(
        ForeignKey("support_content.id"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]
