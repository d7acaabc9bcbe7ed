"""Programmes → projects → calls; support contents with immutable versions; the calendar."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.files.models import StoredFile
from app.programmes.workflow import CallState

STATES = ",".join(f"'{state.value}'" for state in CallState)


class Programme(Base):
    """A programme or plan (chương trình, kế hoạch); `scope` is what the once-only rule spans."""

    __tablename__ = "programme"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    scope: Mapped[str] = mapped_column(index=True)
    document_number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    year_from: Mapped[int]
    year_to: Mapped[int]
    is_open: Mapped[bool] = mapped_column(default=False)
    council: Mapped[bool] = mapped_column(default=False)
    endorsement: Mapped[bool] = mapped_column(default=True)
    published_tthc: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    quote: Mapped[str] = mapped_column(default="")  # the words of the plan, verbatim
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    project_word: Mapped[str] = mapped_column(default="dự án")  # some plans say "nhiệm vụ"
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped["Programme | None"] = relationship(remote_side="Programme.id")
    # Other scopes whose supports block in this one too; all others only warn.
    lookback: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    lookback_document: Mapped[str] = mapped_column(default="", server_default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    note: Mapped[str] = mapped_column(default="", server_default="")  # where sources differ


class Project(Base):
    """A project (dự án) of a programme in one year."""

    __tablename__ = "project"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    year: Mapped[int]
    implementing_unit: Mapped[str] = mapped_column(default="")
    budget: Mapped[int | None] = mapped_column(BigInteger)  # đồng
    note: Mapped[str] = mapped_column(default="")  # where figures and words of a paper differ
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)


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
        CheckConstraint(
            "reception_days > 0 AND appraisal_days > 0 AND decision_days > 0 "
            "AND supplement_days > 0",
            name="days",
        ),
        Index("ix_call_period", "state", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    notice: Mapped[str] = mapped_column(default="")
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    # Only `services/publishing.py` moves it; a new call is a draft (bản thảo).
    state: Mapped[str] = mapped_column(default=CallState.DRAFT.value)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # when everyone who is to hear of it had their letter posted
    # Working days (ngày làm việc) of each step; deadlines are frozen into the dossier.
    reception_days: Mapped[int]
    appraisal_days: Mapped[int]
    decision_days: Mapped[int]
    supplement_days: Mapped[int]
    # How many working days a reserve place (dự bị) and an approval not yet issued live; none:
    # chưa quy định.
    reserve_days: Mapped[int | None]
    unsigned_days: Mapped[int | None]
    council: Mapped[bool] = mapped_column(default=False)
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
    content: Mapped["SupportContent"] = relationship(lazy="joined", innerjoin=True)
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


class SupportContent(Base):
    """A support content (nội dung hỗ trợ), one of the 28 leaves.

    `rule` is the unit of "một nội dung chỉ được hỗ trợ 01 lần": `content` once per
    organisation, `standard` once per organisation and named standard or tool, `year` once a year
    (new products), `none` outside the rule; `rule_document` is the Sở's document that says so,
    once it exists: from then on a catalogue file does not go over it.
    """

    __tablename__ = "support_content"
    __table_args__ = (
        CheckConstraint("unit IN ('organisation','product','person')", name="unit"),
        CheckConstraint("rule IN ('content','standard','year','none')", name="rule"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    group_code: Mapped[str]
    group_name: Mapped[str]
    position: Mapped[int]
    plan_section: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    rule: Mapped[str]
    rule_document: Mapped[str] = mapped_column(default="")
    rule_document_on: Mapped[date | None]
    offered: Mapped[bool]
    history_only: Mapped[bool] = mapped_column(default=False)
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)  # empty: all six
    synonyms: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Codes of other contents, said on both sides: an officer is warned, or the rule excludes.
    warn_with: Mapped[list[str]] = mapped_column(JSON, default=list)
    exclude_with: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    editions: Mapped[list[str]] = mapped_column(JSON, default=list)
    standards: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Settings that were changed on screen: the catalogue file goes over them no more.
    on_screen: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    # The next version while it is worked on (bản thảo), in the shape of `texts.of`; none: NULL.
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # Counts every change on screen: two people at once are told (409).
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("content_version.id", use_alter=True)
    )  # the current one

    version: Mapped["ContentVersion | None"] = relationship(
        lazy="joined", foreign_keys=[version_id], post_update=True
    )


class ContentVersion(Base):
    """What a content says and asks at one time. Never changed once written (trigger)."""

    __tablename__ = "content_version"
    __table_args__ = (UniqueConstraint("content_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("support_content.id"))
    number: Mapped[int]
    digest: Mapped[str]
    name: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    given: Mapped[str] = mapped_column(default="")  # what is given; "" = chưa quy định
    own_contribution: Mapped[str] = mapped_column(default="")
    provider: Mapped[str] = mapped_column(default="")
    duration: Mapped[str] = mapped_column(default="")
    asks_products: Mapped[bool] = mapped_column(default=False)
    guidance: Mapped[str] = mapped_column(default="", server_default="")
    # What an officer looks at, at reception and appraisal: [{"key", "label"}].
    checklist: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    note: Mapped[str] = mapped_column(default="", server_default="")  # why it was published
    published_by: Mapped[str] = mapped_column(default="", server_default="")  # "": by a file
    created_at: Mapped[datetime]

    questions: Mapped[list["Question"]] = relationship(order_by="Question.position")
    documents: Mapped[list["RequiredDocument"]] = relationship(order_by="RequiredDocument.position")


class Question(Base):
    """A question of a content version."""

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint(
            "kind IN ('short_text','long_text','number','money','date','choice','choices',"
            "'yes_no','table')",
            name="kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    required: Mapped[bool]
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    max_length: Mapped[int | None]
    # The columns of a table: [{"key", "label", "kind"}].
    columns: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    # {"question": key, "is": answer} of an earlier question; NULL: always asked.
    show_when: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RequiredDocument(Base):
    """A document (thành phần hồ sơ) of a content version.

    kind `signed_form` is the signed phiếu đăng ký, `registration` the registration certificate,
    which is not asked for once an officer has looked the registration up. `accepts` says which
    files are taken: "pdf", "image" (JPEG, PNG, HEIC, made into one PDF), "office" (DOCX, XLSX).
    """

    __tablename__ = "required_document"
    __table_args__ = (
        UniqueConstraint("version_id", "key"),
        CheckConstraint("kind IN ('signed_form','registration','other')", name="kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("content_version.id"))
    position: Mapped[int]
    key: Mapped[str]
    label: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    required: Mapped[bool]
    accepts: Mapped[list[str]] = mapped_column(
        JSON, default=lambda: ["pdf", "image"], server_default='["pdf", "image"]'
    )


class CalendarDay(Base):
    """A day that differs from Monday–Friday: a day off, or a make-up working day."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")


class Province(Base):
    """The province this instance serves, one row; what nobody has told is ""."""

    __tablename__ = "province"
    __table_args__ = (
        CheckConstraint("id = 1", name="one"),
        CheckConstraint("name <> '' AND department <> '' AND prefix <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    department: Mapped[str]
    chi_cuc: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    prefix: Mapped[str]  # what references begin with: NSCL-26-00042-K
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # PNG or JPEG
    on_screen: Mapped[bool] = mapped_column(default=False)  # files go over it no more
    version: Mapped[int] = mapped_column(default=1)
