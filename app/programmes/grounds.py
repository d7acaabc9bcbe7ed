"""What a programme is called as a ground (căn cứ) of a paper: NĐ 30/2020, Phụ lục I, mục II.6."""

import re

from app.papers.frame import day_in_words
from app.programmes.models import Programme
from app.text import _

# The kinds a plan of the State has, by the letters of its symbol (NĐ 30/2020, Phụ lục III).
_KINDS = {
    "NQ": _("Nghị quyết"),
    "QĐ": _("Quyết định"),
    "CTr": _("Chương trình"),
    "KH": _("Kế hoạch"),
    "ĐA": _("Đề án"),
    "DA": _("Dự án"),
}
_NUMBER = re.compile(r"[0-9]+/(?:[0-9]{4}/)?(?P<kind>[^-/\s]+)-\S+")


def of_programme(programme: Programme) -> str:
    """Return "Kế hoạch số 79/KH-UBND ngày 05 tháng 4 năm 2021 (…)"; without a number its name."""
    if not programme.document_number:
        return programme.name
    said = _called(programme.document_number)
    if programme.issued_on is not None:
        said = f"{said} {day_in_words(programme.issued_on)}"
    return f"{said} ({programme.name})"


def _called(number: str) -> str:
    """Return a number with the kind of document its symbol names, where it names one we know."""
    found = _NUMBER.fullmatch(number)
    kind = _KINDS.get(found["kind"]) if found else None
    return _("%(kind)s số %(number)s", kind=kind, number=number) if kind else number
