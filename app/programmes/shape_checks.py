"""Checks that the shapes of both YAML files share; each raises `Fault` with its place."""

import re
from collections import Counter
from collections.abc import Iterable

from app.programmes.yaml_file import Fault
from app.text import _, squeeze

FORMAT = 1
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,39}")
STANDARD = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")

PREFIX = re.compile(r"[A-Z]{2,8}")


def matches(pattern: re.Pattern[str], value: str, place: str) -> None:
    """Refuse a code that is not written like one."""
    if not pattern.fullmatch(value):
        raise Fault(place, _("“%(value)s” không đúng cách viết mã", value=value))


def distinct(values: Iterable[str], place: str) -> None:
    """Refuse a code that is given twice."""
    for value, times in Counter(values).items():
        if times > 1:
            raise Fault(place, _("“%(value)s” xuất hiện nhiều lần", value=value))


def check_standards(standards: Iterable[tuple[str, str, Iterable[str]]]) -> None:
    """Refuse a name, code or synonym by which two of the standards go.

    The once-only key is made of the first name: a word that leads to two would redirect it.
    """
    owners: dict[str, int] = {}
    for at, (name, code, synonyms) in enumerate(standards):
        for each in filter(None, (name, code, *synonyms)):
            if owners.setdefault(squeeze(each), at) != at:
                raise Fault("standards", _("“%(name)s” là tên của hai tiêu chuẩn", name=each))


def known(value: str | None, known: Iterable[str], place: str) -> None:
    """Refuse a reference to what the file does not have."""
    if value is not None and value not in known:
        raise Fault(place, _("không có “%(value)s”", value=value))


def check_format(number: int) -> None:
    """Refuse a file of another format."""
    if number != FORMAT:
        raise Fault("format", _("chỉ đọc được định dạng %(known)s", known=FORMAT))
