"""The small search language of the queue. Pure.

`trang-thai:cho-tiep-nhan han:qua-han chuyen-vien:hanh "mat ong"`: what stands before the colon
is a filter's name in an address, what follows its value there, with or without marks. A value of
several words stands in quotes or has hyphens. Whatever is not understood is searched for as words.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.review.filters import FREE, NAMES, value_of
from app.text import fold

TOKEN: Final = re.compile(r'(?:([^\s":]+):)?"([^"]*)"|(\S+)')
# Other names people give the filters.
ALSO: Final = {"can-bo": "officer", "uu-tien": "priority", "phuong": "commune", "sap": "sort"}
BY_NAME: Final = {key: name for name, key in NAMES.items() if name != "query"} | ALSO


@dataclass(frozen=True)
class Parsed:
    """What was typed: values of filters, things to find by name, and words to search for."""

    values: dict[str, str]  # filter → value of ours
    names: dict[str, str]  # filter of a code or a person → what was typed, folded
    words: str


def parse(typed: str) -> Parsed:
    """Return what `typed` asks for; of a filter said twice the last counts."""
    values: dict[str, str] = {}
    names: dict[str, str] = {}
    words: list[str] = []
    for found in TOKEN.finditer(typed):
        key, said = found[1], found[2]
        if found[3] is not None:
            key, colon, said = found[3].partition(":")
            if not colon:
                key, said = "", found[3]
        if not key or not _understood(key, said, values, names):
            words.append(said if not key else f"{key} {said}")
    return Parsed(values, names, " ".join(" ".join(words).replace('"', " ").split()))


def _understood(key: str, said: str, values: dict[str, str], names: dict[str, str]) -> bool:
    name = BY_NAME.get(slug(key))
    if name is None or not said.strip():
        return False
    wanted = slug(said)
    if name in FREE and not (name == "officer" and value_of(name, wanted)):
        names[name], _old = wanted, values.pop(name, None)
        return True
    value = value_of(name, wanted)
    if value:
        values[name], _old = value, names.pop(name, None)
    return bool(value)


def slug(text: str) -> str:
    """Return `text` as an address writes it: "Quá hạn" and "qua_han" are qua-han."""
    return re.sub(r"[\s_\-]+", "-", fold(text)).strip("-")
