"""The shape of a file of programmes, projects and calls (đợt đăng ký)."""

from dataclasses import dataclass
from datetime import date, datetime

from app.programmes.shape_checks import CODE, check_format, distinct, matches
from app.programmes.yaml_file import Fault
from app.text import _


@dataclass(frozen=True)
class SwitchesShape:
    """How dossiers of a programme travel."""

    council: bool
    endorsement: bool
    clerk_issue: bool
    published_tthc: bool

    def __post_init__(self) -> None:
        if not self.clerk_issue:
            raise Fault("clerk_issue", _("kết quả luôn do văn thư ban hành"))


@dataclass(frozen=True)
class ProgrammeShape:
    """A programme or plan; `scope` is what the once-only rule spans."""

    code: str
    name: str
    scope: str
    year_from: int
    year_to: int
    switches: SwitchesShape
    open: bool
    demo: bool
    document_number: str | None = None
    issued_on: date | None = None
    quote: str | None = None
    budget: int | None = None  # đồng
    note: str | None = None  # where sources differ

    def __post_init__(self) -> None:
        matches(CODE, self.code, "code")
        if not 2000 <= self.year_from <= self.year_to <= 2100:
            raise Fault("year_from", _("năm bắt đầu và kết thúc không hợp lý"))
        if self.budget is not None and self.budget <= 0:
            raise Fault("budget", _("phải lớn hơn 0"))


@dataclass(frozen=True)
class ProjectShape:
    """A project (dự án) of a programme in one year; `budget` in đồng."""

    code: str
    programme: str
    year: int
    name: str
    demo: bool
    implementing_unit: str | None = None
    budget: int | None = None
    note: str | None = None  # where sources differ

    def __post_init__(self) -> None:
        matches(CODE, self.code, "code")
        if self.budget is not None and self.budget < 0:
            raise Fault("budget", _("không được âm"))


@dataclass(frozen=True)
class StepsShape:
    """Working days of each step."""

    reception: int
    appraisal: int
    decision: int
    supplement: int

    def __post_init__(self) -> None:
        for name in ("reception", "appraisal", "decision", "supplement"):
            if not 1 <= getattr(self, name) <= 250:
                raise Fault(name, _("phải từ 1 đến 250 ngày làm việc"))


@dataclass(frozen=True)
class CallContentShape:
    """A content offered in a call, and the project that would give it."""

    content: str
    project: str | None = None
    quota: int | None = None

    def __post_init__(self) -> None:
        if self.quota is not None and self.quota < 0:
            raise Fault("quota", _("không được âm"))


@dataclass(frozen=True)
class CallShape:
    """A call (đợt đăng ký)."""

    code: str
    name: str
    programme: str
    opens_at: datetime
    closes_at: datetime
    steps: StepsShape
    contents: tuple[CallContentShape, ...]
    demo: bool
    kinds: tuple[str, ...] = ()
    notice: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None

    def __post_init__(self) -> None:
        matches(CODE, self.code, "code")
        if self.opens_at >= self.closes_at:
            raise Fault("closes_at", _("phải sau lúc mở đợt"))
        distinct((each.content for each in self.contents), "contents")
        if self.demo and not self.name.startswith("DEMO"):
            raise Fault("name", _("tên đợt minh họa phải bắt đầu bằng DEMO"))


@dataclass(frozen=True)
class ProgrammesShape:
    """A file of programmes, projects and calls; references may also be to what is loaded."""

    format: int
    programmes: tuple[ProgrammeShape, ...] = ()
    projects: tuple[ProjectShape, ...] = ()
    calls: tuple[CallShape, ...] = ()

    def __post_init__(self) -> None:
        check_format(self.format)
        distinct((each.code for each in self.programmes), "programmes")
        distinct((each.code for each in self.projects), "projects")
        distinct((each.code for each in self.calls), "calls")
