"""Which room says what stands in a kind of paper: rooms above register, this room asks.

registry.provide("phieu_tiep_nhan", Provider("application", supply=…, find=…))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import NotFound
from app.papers import kinds
from app.papers.frame import Signing
from app.text import _


@dataclass(frozen=True)
class Supply:
    """What a room says of one thing: the fields of the kind, and what the paper is about."""

    reference: str  # what people call the thing: NSCL-26-00042-K
    data: Mapping[str, Any]
    unit: str = ""  # the applicant, on its own papers
    signing: Signing = field(default_factory=Signing)


def _at_any_time(_subject_id: int) -> None:
    """A draft may get its number whenever the clerk gives one."""


@dataclass(frozen=True)
class Provider:
    """How a room supplies a kind: `supply` by the thing's id, `find` the id by a reference.

    Both raise `NotFound`; `supply` raises `Conflict` (409) while there is nothing to say yet, and
    `number_due` while what the paper says is not settled, so that it must have no number.
    `in_place` tells which kind takes the place of a plain one for this thing (TT 03/2025/TT-VPCP).
    """

    subject: str
    supply: Callable[[int], Supply]
    find: Callable[[str], int]
    in_place: Callable[[str, int], str] | None = None
    number_due: Callable[[int], None] = _at_any_time


_providers: dict[str, Provider] = {}


def provide(kind: str, provider: Provider) -> None:
    """Let a room supply a kind of paper. The last word counts: a room may take a kind over."""
    _providers[kind] = provider


def of(kind: str) -> Provider:
    """Return who supplies a kind; raises `NotFound` while nobody does."""
    found = _providers.get(kind) or _providers.get(kinds.get(kind).plain)
    if found is None:
        raise NotFound(_("Chưa có phân hệ nào cung cấp dữ liệu cho loại văn bản này."))
    return found


def number_due(kind: str, subject: str, subject_id: int) -> None:
    """Raise 409 where what a paper about this thing says is not settled yet.

    What a list says is settled where the list is signed: its room is asked for its own things only.
    """
    found = _providers.get(kind) or _providers.get(kinds.get(kind).plain)
    if found is not None and found.subject == subject:
        found.number_due(subject_id)


def supplied(subject: str) -> list[str]:
    """Return the plain kinds about `subject` that some room supplies, in the order registered."""
    return [kind for kind, provider in _providers.items() if provider.subject == subject]
