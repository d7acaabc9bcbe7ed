"""What the queue can be asked for, and how an address says it. Pure.

Everything stands in the query string, in Vietnamese without marks, so that an address can be
kept and handed on: `/xet-duyet?trang-thai=cho-tiep-nhan&han=qua-han&sap-xep=don-vi`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from app.applications.workflow import ENDED, LOOKS, Status
from app.organisations import kinds
from app.text import _

PAGE, MOST = 50, 100
LONGEST_VALUE = 60  # characters of a code or a number
LONGEST_QUERY = 120
LONGEST_KEY = 900

OPEN, OVER = "", "ended"  # besides the statuses: what is being dealt with, what has ended
ME, NOBODY_YET, STANDIN = "me", "none", "standin"
OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"
ANY_WARNING = "any"
DUE, SUBMITTED, REFERENCE, NAME = "due", "submitted", "reference", "name"


@dataclass(frozen=True)
class Filters:
    """What the queue shows. Empty values filter nothing; what has ended is asked for."""

    status: str = OPEN
    call: str = ""  # code
    project: str = ""  # code
    content: str = ""  # code
    officer: str = ""  # ME, NOBODY_YET, STANDIN or a person's number
    commune: str = ""  # code
    kind: str = ""
    priority: str = ""
    due: str = ""
    warning: str = ""
    query: str = ""
    sort: str = DUE
    after: str = ""  # the key of the last row of the page before
    size: int = PAGE

    @property
    def over(self) -> bool:
        """Whether dossiers that have ended are asked for."""
        return self.status == OVER or (self.status != OPEN and Status(self.status) in ENDED)

    @property
    def narrowed(self) -> bool:
        """Whether anything but order and place is asked for."""
        return any(getattr(self, name) for name in NARROWING)


# Each filter's name in an address.
NAMES: Final = {
    "status": "trang-thai",
    "call": "dot",
    "project": "du-an",
    "content": "noi-dung",
    "officer": "chuyen-vien",
    "commune": "xa",
    "kind": "loai",
    "priority": "uu-tien",
    "due": "han",
    "warning": "canh-bao",
    "query": "tim",
    "sort": "sap-xep",
}
NARROWING: Final = tuple(name for name in NAMES if name != "sort")
AFTER, SIZE, ALL_OPEN = "sau", "so", "dang-giai-quyet"

# Values that are words of ours, as an address says them. Written out: an address that somebody
# kept must not change with the wording of a label.
SLUGS: Final[dict[str, dict[str, str]]] = {
    "status": {
        Status.SUBMITTED.value: "cho-tiep-nhan",
        Status.ACCEPTED.value: "cho-phan-cong",
        Status.UNDER_APPRAISAL.value: "dang-tham-dinh",
        Status.SUPPLEMENT_REQUESTED.value: "cho-bo-sung",
        Status.AWAITING_SELECTION.value: "cho-xet-chon",
        Status.RESERVE.value: "du-bi",
        Status.AWAITING_ENDORSEMENT.value: "trinh-chi-cuc",
        Status.AWAITING_APPROVAL.value: "trinh-so",
        Status.APPROVED_UNISSUED.value: "da-duyet-cho-ban-hanh",
        Status.REJECTED_UNISSUED.value: "khong-duyet-cho-ban-hanh",
        Status.APPROVED.value: "duoc-phe-duyet",
        Status.DECLINED.value: "khong-tiep-nhan",
        Status.REJECTED.value: "khong-duoc-phe-duyet",
        Status.WITHDRAWN.value: "da-rut",
        Status.LAPSED.value: "qua-han-bo-sung",
        Status.RESERVE_ENDED.value: "het-han-du-bi",
        OVER: "da-ket-thuc",
    },
    "officer": {ME: "toi", NOBODY_YET: "chua-phan-cong", STANDIN: "xu-ly-thay"},
    "kind": {kind: kind.replace("_", "-") for kind, _name in kinds.labels()},
    "priority": {group: group.replace("_", "-") for group, _name in kinds.priorities()},
    "due": {OVERDUE: "qua-han", TODAY: "hom-nay", WEEK: "tuan-nay", LATER: "con-han"},
    "warning": {
        ANY_WARNING: "co",
        "alike": "co-the-trung-to-chuc",
        "overlap": "noi-dung-trung",
        "scope": "pham-vi-khac",
    },
    "sort": {DUE: "han", SUBMITTED: "moi-nop", REFERENCE: "ma-ho-so", NAME: "don-vi"},
}
OPENED: Final = {name: {slug: value for value, slug in SLUGS[name].items()} for name in SLUGS}
# Filters whose values are codes or numbers besides.
FREE: Final = frozenset({"call", "project", "content", "officer", "commune"})


def value_of(name: str, said: str) -> str:
    """Return the value an address means by `said`; "" for what is none of ours."""
    said = said.strip()
    if name == "query":
        return said[:LONGEST_QUERY]
    known = OPENED.get(name, {}).get(said)
    if known is not None:
        return known
    if name == "officer":
        return said if said.isascii() and said.isdigit() and len(said) < 10 else ""
    return said[:LONGEST_VALUE] if name in FREE else ""


def read(args: Mapping[str, str]) -> Filters:
    """Return what an address asks for. What is no filter of ours is ignored, never an error."""
    found = {name: value_of(name, args.get(key, "")) for name, key in NAMES.items()}
    size = args.get(SIZE, "")
    right = size.isascii() and size.isdigit() and len(size) < 5
    return Filters(
        **{name: value for name, value in found.items() if value},
        after=args.get(AFTER, "")[:LONGEST_KEY],
        size=max(1, min(int(size), MOST)) if right else PAGE,
    )


def written(filters: Filters, **changes: Any) -> dict[str, str]:
    """Return the query string's parts for the filters, without the place on the list.

    Without any part the queue begins with the default view: what shows everything says so.
    """
    wanted = replace(filters, **changes)
    parts = {
        NAMES[field.name]: SLUGS.get(field.name, {}).get(value, value)
        for field in fields(wanted)
        if field.name in NAMES and (value := getattr(wanted, field.name))
    }
    if wanted.sort == DUE:
        del parts[NAMES["sort"]]
    if wanted.size != PAGE:
        parts[SIZE] = str(wanted.size)
    return parts or {NAMES["status"]: ALL_OPEN}


def label(name: str, value: str) -> str:
    """Return what a value of ours is called; "" for codes and numbers."""
    return LABELS.get(name, {}).get(value, "")


def _labels() -> dict[str, dict[str, str]]:
    return {
        "status": {
            OPEN: _("Đang giải quyết"),
            **{
                status.value: LOOKS[status].inside
                for status in Status
                if status is not Status.DRAFT
            },
            OVER: _("Đã kết thúc"),
        },
        "officer": {
            ME: _("Của tôi, kể cả xử lý thay"),
            NOBODY_YET: _("Chưa phân công"),
            STANDIN: _("Tôi xử lý thay"),
        },
        "kind": dict(kinds.labels()),
        "priority": dict(kinds.priorities()),
        "due": {
            OVERDUE: _("Quá hạn"),
            TODAY: _("Đến hạn hôm nay"),
            WEEK: _("Đến hạn trong tuần này"),
            LATER: _("Còn hạn sau tuần này"),
        },
        "warning": {
            ANY_WARNING: _("Có cảnh báo"),
            "alike": _("Có thể trùng tổ chức khác"),
            "overlap": _("Có phần trùng nội dung đã hỗ trợ"),
            "scope": _("Đã được hỗ trợ ở phạm vi khác"),
        },
        "sort": {
            DUE: _("Hạn gần nhất trước"),
            SUBMITTED: _("Mới nộp trước"),
            REFERENCE: _("Mã hồ sơ"),
            NAME: _("Tên đơn vị"),
        },
    }


LABELS: Final = _labels()
TITLES: Final = {
    "status": _("Trạng thái"),
    "call": _("Đợt đăng ký"),
    "project": _("Dự án"),
    "content": _("Nội dung"),
    "officer": _("Chuyên viên thụ lý"),
    "commune": _("Xã, phường"),
    "kind": _("Loại tổ chức"),
    "priority": _("Nhóm ưu tiên"),
    "due": _("Hạn"),
    "warning": _("Cảnh báo"),
    "query": _("Tìm"),
    "sort": _("Sắp xếp"),
}
