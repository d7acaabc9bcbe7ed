"""The shape of the catalogue file (danh mục nội dung hỗ trợ).

`yaml_file.load` turns the file into these records; what the file can tell about itself is
checked here, what needs the database is checked by the services.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.organisations.models import KINDS
from app.programmes.shape_checks import (
    CODE,
    KEY,
    STANDARD,
    check_format,
    distinct,
    known,
    matches,
)
from app.programmes.yaml_file import Fault
from app.text import _


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


class DocumentKind(StrEnum):
    """What a required document is to the product."""

    SIGNED_FORM = "signed_form"
    REGISTRATION = "registration"
    OTHER = "other"


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

    def __post_init__(self) -> None:
        matches(KEY, self.key, "key")
        distinct(self.options, "options")
        choosing = self.kind in (QuestionKind.CHOICE, QuestionKind.CHOICES)
        if choosing != bool(self.options):
            raise Fault("options", _("chỉ và luôn có ở câu hỏi chọn"))
        if self.max_length is not None and not 1 <= self.max_length <= 10_000:
            raise Fault("max_length", _("phải từ 1 đến 10000"))


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
    chi_cuc: str
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None


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

    def __post_init__(self) -> None:
        matches(CODE, self.code, "code")
        distinct((each.key for each in self.questions), "questions")
        distinct((each.code for each in self.standards), "standards")
        if (self.rule is Rule.STANDARD) != bool(self.standards):
            raise Fault("standards", _("chỉ và luôn có khi rule là standard"))
        if self.asks_products != (self.unit is Unit.PRODUCT):
            raise Fault("asks_products", _("chỉ và luôn là true khi unit là product"))
        if self.offered and self.history_only:
            raise Fault("offered", _("nội dung chỉ để ghi lịch sử thì không nhận đăng ký"))


@dataclass(frozen=True)
class CatalogueShape:
    """The catalogue file."""

    format: int
    province: ProvinceShape
    communes: tuple[CommuneShape, ...]
    plan_sections: tuple[PlanSectionShape, ...]
    groups: tuple[NamedShape, ...]
    common_questions: tuple[QuestionShape, ...]
    common_documents: tuple[DocumentShape, ...]
    contents: tuple[ContentShape, ...]

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
        for code in content.warn_with:
            known(code, others, f"{place}.warn_with")
            if content.code not in others[code].warn_with:
                raise Fault(f"{place}.warn_with", _("phải ghi ở cả hai nội dung"))
        keys = [each.key for each in (*self.common_questions, *content.questions)]
        distinct(keys, f"{place}.questions")
