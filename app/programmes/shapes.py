"""The shape of the catalogue file (danh mục nội dung hỗ trợ).

`yaml_file.load` turns the file into these records; what the file can tell about itself is
checked here, what needs the database is checked by the services.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.organisations.models import KINDS
from app.programmes.asking import NO, YES
from app.programmes.shape_checks import (
    CODE,
    KEY,
    PREFIX,
    STANDARD,
    check_format,
    check_standards,
    distinct,
    known,
    matches,
)
from app.programmes.yaml_file import Fault
from app.text import _

MOST_COLUMNS = 8


class Unit(StrEnum):
    """What one support is given to."""

    ORGANISATION = "organisation"
    PRODUCT = "product"
    PERSON = "person"


class Rule(StrEnum):
    """The unit of the once-only rule (KH 79/KH-UBND, mục II.2.2)."""

    CONTENT = "content"
    STANDARD = "standard"
    NONE = "none"


class QuestionKind(StrEnum):
    """How a question is answered."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TABLE = "table"


class CellKind(StrEnum):
    """What a column of a table asks for."""

    SHORT_TEXT = "short_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"


class DocumentKind(StrEnum):
    """What a required document is to the product."""

    SIGNED_FORM = "signed_form"
    REGISTRATION = "registration"
    OTHER = "other"


@dataclass(frozen=True)
class ColumnShape:
    """A column of a table."""

    key: str
    label: str
    kind: CellKind = CellKind.SHORT_TEXT

    def __post_init__(self) -> None:
        matches(KEY, self.key, "key")


@dataclass(frozen=True)
class ConditionShape:
    """The answer to an earlier question that a question waits for: an option, "co" or "khong"."""

    question: str
    answer: str


@dataclass(frozen=True)
class QuestionShape:
    """A question; `options` are the words of the choices, as they are shown and stored."""

    key: str
    label: str
    kind: QuestionKind
    required: bool
    help: str | None = None
    unit: str | None = None
    options: tuple[str, ...] = ()
    max_length: int | None = None
    columns: tuple[ColumnShape, ...] = ()
    show_when: ConditionShape | None = None

    def __post_init__(self) -> None:
        matches(KEY, self.key, "key")
        distinct(self.options, "options")
        choosing = self.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        if choosing != bool(self.options):
            raise Fault("options", _("chỉ và luôn có ở câu hỏi chọn"))
        if (self.kind is QuestionKind.TABLE) != bool(self.columns):
            raise Fault("columns", _("chỉ và luôn có ở câu hỏi dạng bảng"))
        if len(self.columns) > MOST_COLUMNS:
            raise Fault("columns", _("bảng có tối đa %(most)s cột", most=MOST_COLUMNS))
        distinct((each.key for each in self.columns), "columns")
        if self.max_length is not None and not 1 <= self.max_length <= 10_000:
            raise Fault("max_length", _("phải từ 1 đến 10000"))

    def deciding(self) -> tuple[str, ...]:
        """The answers that a later question may wait for."""
        return (YES, NO) if self.kind is QuestionKind.YES_NO else self.options


def check_questions(questions: Sequence[QuestionShape], place: str) -> None:
    """Refuse two questions of one key, and one that waits for what does not come before it."""
    distinct((each.key for each in questions), place)
    before: dict[str, tuple[str, ...]] = {}
    for question in questions:
        waits = question.show_when
        if waits and waits.question not in before:
            reason = _("“%(value)s” phụ thuộc một câu không đứng trước nó", value=question.label)
            raise Fault(place, reason)
        if waits and waits.answer not in before[waits.question]:
            reason = _("“%(value)s” phụ thuộc một câu trả lời không có", value=question.label)
            raise Fault(place, reason)
        before[question.key] = question.deciding()


@dataclass(frozen=True)
class DocumentShape:
    """A required document (thành phần hồ sơ)."""

    key: str
    label: str
    kind: DocumentKind
    required: bool
    help: str | None = None

    def __post_init__(self) -> None:
        matches(KEY, self.key, "key")


@dataclass(frozen=True)
class StandardShape:
    """A named standard or tool: with it, and not with the content, the rule counts once."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        matches(STANDARD, self.code, "code")


@dataclass(frozen=True)
class NamedShape:
    """A code and its name: a group of contents."""

    code: str
    name: str


@dataclass(frozen=True)
class CommuneShape:
    """A commune (xã, phường) of the statistical list."""

    code: str
    name: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{5}", self.code):
            raise Fault("code", _("mã xã, phường gồm 5 chữ số"))


@dataclass(frozen=True)
class PlanSectionShape:
    """Where the plan speaks of a content, and its words."""

    code: str
    label: str
    quote: str


@dataclass(frozen=True)
class ProvinceShape:
    """The province and its offices; what nobody has told is None, shown as "chưa cập nhật"."""

    code: str
    name: str
    department: str
    chi_cuc: str | None = None
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    prefix: str = "NSCL"  # what references of dossiers begin with

    def __post_init__(self) -> None:
        matches(PREFIX, self.prefix, "prefix")


@dataclass(frozen=True)
class ContentShape:
    """A support content (nội dung hỗ trợ). None in a text means "chưa quy định"."""

    code: str
    name: str
    group: str
    unit: Unit
    rule: Rule
    offered: bool
    plan_section: str | None = None
    history_only: bool = False
    kinds: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    warn_with: tuple[str, ...] = ()
    exclude_with: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    standards: tuple[StandardShape, ...] = ()
    summary: str | None = None
    given: str | None = None
    own_contribution: str | None = None
    provider: str | None = None
    duration: str | None = None
    asks_products: bool = False
    questions: tuple[QuestionShape, ...] = ()
    document_help: str | None = None
    guidance: str | None = None
    checklist: tuple[NamedShape, ...] = ()

    def __post_init__(self) -> None:
        matches(CODE, self.code, "code")
        distinct((each.key for each in self.questions), "questions")
        check_standards((each.name, each.code, each.synonyms) for each in self.standards)
        if (self.rule is Rule.STANDARD) != bool(self.standards):
            raise Fault("standards", _("chỉ và luôn có khi rule là standard"))
        if self.asks_products != (self.unit is Unit.PRODUCT):
            raise Fault("asks_products", _("chỉ và luôn là true khi unit là product"))
        if self.offered and self.history_only:
            raise Fault("offered", _("nội dung chỉ để ghi lịch sử thì không nhận đăng ký"))


@dataclass(frozen=True)
class CatalogueShape:
    """The catalogue file. One without contents is the profile of a province: it uses ours."""

    format: int
    province: ProvinceShape
    communes: tuple[CommuneShape, ...]
    plan_sections: tuple[PlanSectionShape, ...] = ()
    groups: tuple[NamedShape, ...] = ()
    common_questions: tuple[QuestionShape, ...] = ()
    common_documents: tuple[DocumentShape, ...] = ()
    contents: tuple[ContentShape, ...] = ()

    def __post_init__(self) -> None:
        check_format(self.format)
        for place, codes in {
            "communes": [each.code for each in self.communes],
            "groups": [each.code for each in self.groups],
            "plan_sections": [each.code for each in self.plan_sections],
            "common_questions": [each.key for each in self.common_questions],
            "common_documents": [each.key for each in self.common_documents],
            "contents": [each.code for each in self.contents],
        }.items():
            distinct(codes, place)
        for at, content in enumerate(self.contents):
            self._check_references(content, f"contents[{at}]")

    def _check_references(self, content: ContentShape, place: str) -> None:
        others = {each.code: each for each in self.contents}
        known(content.group, {each.code for each in self.groups}, f"{place}.group")
        sections = {each.code for each in self.plan_sections}
        known(content.plan_section, sections, f"{place}.plan_section")
        for kind in content.kinds:
            known(kind, KINDS, f"{place}.kinds")
        for name in ("warn_with", "exclude_with"):
            for code in getattr(content, name):
                known(code, others, f"{place}.{name}")
                if content.code not in getattr(others[code], name):
                    raise Fault(f"{place}.{name}", _("phải ghi ở cả hai nội dung"))
        check_questions((*self.common_questions, *content.questions), f"{place}.questions")
