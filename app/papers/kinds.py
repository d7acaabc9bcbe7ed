"""The kinds of official papers: what each is called, says and needs. Pure; wording in `texts/`.

The wording is written once, as blocks of text with named fields, and read twice: composed into
the PDF (`composing.py`), and written into the Word template the office may replace (`word.py`).
It is data, like the catalogue: papers of the State are in Vietnamese whatever the interface is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.errors import Invalid, NotFound
from app.text import _, nfc

TEXTS = Path(__file__).with_name("texts")
MAX_ROWS = 2_000  # of one list in one paper: more than an office prints
MAX_TEXT = 20_000  # characters of one field

# What a field holds, told by its sample: a line of text, a list of rows, or whether something is.
Value = str | bool | list[dict[str, str]]
Block = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A named field (trường) of a kind: its label, and a sample value."""

    name: str
    label: str
    sample: Value

    @property
    def empty(self) -> Value:
        """What stands there when a room has nothing to say."""
        return type(self.sample)()


_DRAFT = "Dự thảo "  # begins the title of what the clerk has not numbered yet


@dataclass(frozen=True)
class Kind:
    """A kind of paper (loại văn bản).

    `subject` is what it is about. `issuer`: "department" (Sở), "chi_cuc" or "unit" (the
    applicant's own paper). With a `symbol` (ký hiệu) the clerk numbers it: it is a draft until
    then, carries no code, and has a Word copy for the office's own document system. `coded`
    papers carry a code that anyone can check.
    """

    key: str
    title: str
    subject: str
    issuer: str
    blocks: tuple[Block, ...]
    fields: tuple[Field, ...]
    symbol: str = ""
    coded: bool = False
    wide: bool = False
    name: str = ""  # tên loại, in capitals; a công văn has none
    about: str = ""  # trích yếu
    to: str = ""  # kính gửi: a text, or the name of a list between { }
    copies: tuple[str, ...] = ()  # nơi nhận
    sign: Mapping[str, str] | None = field(default_factory=dict)  # what differs from the usual
    reference: str = ""  # the number of the published form (Mẫu số 01, TT 03/2025/TT-VPCP)
    plain: str = ""  # the plain kind whose place a published form takes

    def called(self, number: str | None) -> str:
        """Return the title of a paper of this kind: what has a number is a draft no more."""
        return self.title.removeprefix(_DRAFT) if number else self.title

    @property
    def numbered(self) -> bool:
        """Whether the clerk gives it a number (số)."""
        return bool(self.symbol)

    @property
    def word(self) -> bool:
        """Whether it has a Word copy, for the office's own document system."""
        return self.issuer != "unit" and not self.coded

    @property
    def sample(self) -> dict[str, Value]:
        """What a paper of this kind could say, for previews and for trying templates."""
        return {each.name: each.sample for each in self.fields}

    def filled(self, data: Mapping[str, Any]) -> dict[str, Value]:
        """Return the data of a paper, complete: what is missing is empty.

        Raises `ValueError` for a field the kind does not have, or of another type: a mistake of
        ours. Raises `Invalid` for more rows or longer text than a paper holds.
        """
        known = {each.name: each for each in self.fields}
        if strange := sorted(set(data) - set(known)):
            raise ValueError(f"{self.key}: unknown fields {strange}")
        whole: dict[str, Value] = {}
        for name, each in known.items():
            value = data.get(name, each.empty)
            if type(value) is not type(each.sample):
                raise ValueError(f"{self.key}.{name}: {type(value).__name__}")
            whole[name] = _kept(each, value)
        return whole


def _kept(each: Field, value: Value) -> Value:
    """Return a value as it is frozen: text composed (NFC), within the limits."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise Invalid(_("“%(field)s” quá dài để in thành văn bản.", field=each.label))
        return nfc(value)
    if len(value) > MAX_ROWS:
        raise Invalid(
            _(
                "“%(field)s” có quá %(most)s dòng. Vui lòng chia thành nhiều văn bản.",
                field=each.label,
                most=MAX_ROWS,
            )
        )
    columns = set(each.sample[0]) if isinstance(each.sample, list) else set()
    for row in value:
        if set(row) != columns:
            raise ValueError(f"{each.name}: columns {sorted(set(row) ^ columns)}")
    return [{name: nfc(str(cell)) for name, cell in row.items()} for row in value]


def _said(key: str) -> dict[str, Any]:
    """Return a file's words; a form "like" a plain kind says only where it differs."""
    words: dict[str, Any] = yaml.safe_load(nfc((TEXTS / f"{key}.yaml").read_text("utf-8")))
    like = words.pop("like", None)
    return {**_said(like), **words, "plain": like} if like else words


def _read(path: Path) -> Kind:
    said = _said(path.stem)
    said["fields"] = tuple(
        Field(name, label, sample) for name, (label, sample) in said["fields"].items()
    )
    said["blocks"] = tuple(said["blocks"])
    said["copies"] = tuple(said.get("copies", ()))
    return Kind(key=path.stem, **said)


@cache
def all_kinds() -> Mapping[str, Kind]:
    """Return every kind by its key, read once."""
    return {path.stem: _read(path) for path in sorted(TEXTS.glob("*.yaml"))}


def in_place_of(key: str, *, published: bool) -> str:
    """Return the kind that is used for `key` in a programme.

    Where the programme is a published procedure (TTHC công bố), the forms of TT 03/2025/TT-VPCP
    take the place of the plain papers; elsewhere they are not imitated.
    """
    forms = (kind.key for kind in all_kinds().values() if kind.plain == key)
    return next(forms, key) if published else key


def get(key: str) -> Kind:
    """Return the kind; raises `NotFound`."""
    found = all_kinds().get(key)
    if found is None:
        raise NotFound
    return found
