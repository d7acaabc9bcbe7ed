"""What the calendar alone makes due, hour by hour: each room says its own, `flask lapse` does it.

A chore finds what is due and treats one thing at a time, each in a transaction of its own, so
that one that fails does not hold up the others. Pure: the command opens the transactions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Chore:
    """What is due now, and how one thing of it is treated.

    `treat` returns in English what was done, or None for nothing; the command counts.
    """

    name: str
    due: Callable[[], Sequence[Any]]
    treat: Callable[[Any], str | None]


_CHORES: list[Chore] = []


def register(chore: Chore) -> None:
    """Add a chore; they are done in the order in which they were registered."""
    _CHORES.append(chore)


def chores() -> Sequence[Chore]:
    """Return every chore, in order."""
    return tuple(_CHORES)
