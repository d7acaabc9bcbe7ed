"""What can be taken away: rooms above register their kinds, this room makes the files.

kinds.provide(Kind("ledger", title=…, permission=Permission.READ_LEDGER, total=…, make=…))
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from app import access
from app.access import Actor, Permission
from app.errors import DomainError, NotFound
from app.files.kinds import PDF, XLSX
from app.text import _

Params = Mapping[str, Any]  # plain values only: they are kept as JSON
Step = Callable[[int], None]  # hears how much of `total` is done
ZIP = "application/zip"
MEDIA_TYPES = {"xlsx": XLSX, "csv": "text/csv", "pdf": PDF, "zip": ZIP}


def nothing(_params: Params) -> None:
    """Return the thing of a kind that is about no single thing."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. `permission` is asked on `thing(params)` of whoever asks, each time anew.

    `total` counts the steps for the progress and raises 422 for more than the file can hold;
    `make` writes the file, reading only; `file_name` ends in xlsx, csv, pdf or zip.
    """

    name: str
    permission: Permission
    title: Callable[[Params], str]
    file_name: Callable[[Params], str]
    total: Callable[[Params, Actor], int]
    make: Callable[[Params, Actor, BinaryIO, Step], None]
    thing: Callable[[Params], Any] = nothing

    def check(self, params: Params, by: Actor) -> None:
        """Raise 403 unless `by` may take it away now; `NotFound` for a thing that is gone."""
        access.check(self.permission, by, self.thing(params))


_kinds: dict[str, Kind] = {}


def provide(kind: Kind) -> None:
    """Let a room make a kind of file. The last word counts."""
    _kinds[kind.name] = kind


def get(name: str) -> Kind:
    """Return the kind; raises `NotFound`."""
    found = _kinds.get(name)
    if found is None:
        raise NotFound
    return found


def names() -> Sequence[str]:
    """Return the names of all kinds."""
    return sorted(_kinds)


def media_type(file_name: str) -> str:
    """Return what a file of ours is, by its ending."""
    return MEDIA_TYPES[file_name.rpartition(".")[2]]


class Broken(DomainError):
    """What was asked for cannot be made any more: the program, or the thing, changed (409)."""

    def __init__(self) -> None:
        super().__init__(409, _("Không tạo được tệp này. Vui lòng yêu cầu lại."))
