"""Support contents with immutable versions; the calendar; the province."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base


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
    # {"question": key, "answer": word} of an earlier question (see `asking`); NULL: always asked.
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
        CheckConstraint("silence_days > 0", name="silence"),
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
    # Working days without a step after which whoever holds a dossier is reminded, where its call
    # says nothing; none: as the house does.
    silence_days: Mapped[int | None]
    prefix: Mapped[str]  # what references begin with: NSCL-26-00042-K
    mark_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))  # PNG or JPEG
    on_screen: Mapped[bool] = mapped_column(default=False)  # files go over it no more
    version: Mapped[int] = mapped_column(default=1)
