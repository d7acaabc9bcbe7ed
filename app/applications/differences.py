"""What changed between two texts, word by word. Pure.

Said in words as well ("đã sửa", "thêm", "bỏ"): a change is never known by its colour alone.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.text import _

KEPT, ADDED, REMOVED = "kept", "added", "removed"
LONGEST = 1500  # words of both texts that are compared one by one; longer ones as a whole
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether they were kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One thing that was said otherwise before."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def word(self) -> str:
        """What happened to it, in one word."""
        if not self.before:
            return _("thêm")
        return _("đã sửa") if self.after else _("bỏ")


def between(label: str, before: str, after: str) -> Difference | None:
    """Return how two texts differ, or None when they say the same."""
    if before == after:
        return None
    if not before or not after:
        return Difference(label, _whole(REMOVED, before), _whole(ADDED, after))
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) + len(new) > LONGEST:
        return Difference(label, _whole(REMOVED, before), _whole(ADDED, after))
    was: list[Piece] = []
    now: list[Piece] = []
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        kinds = (KEPT, KEPT) if tag == "equal" else (REMOVED, ADDED)
        was += _whole(kinds[0], "".join(old[from_old:to_old]))
        now += _whole(kinds[1], "".join(new[from_new:to_new]))
    return Difference(label, tuple(was), tuple(now))


def _whole(kind: str, text: str) -> tuple[Piece, ...]:
    return (Piece(kind, text),) if text else ()
