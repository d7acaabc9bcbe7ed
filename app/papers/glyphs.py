"""Which characters the fonts of the papers have; the rest is replaced where it is seen. Pure.

PDF/A refuses a text whose glyph is missing, and another font may not step in: what the fonts lack
is printed as U+FFFD, never dropped in silence, and never stops a paper. The data keep the original.
"""

import re
import unicodedata
from typing import Any

from app.text import nfc

REPLACEMENT = "\ufffd"
BREAK, PIECE = "\u200b", 10  # a place where a word may be broken, and how many letters between
LINE, CELL = 40, 16  # letters without a break that fit a line of text, and a column of a table
# What the fonts were subset to (fonts/README.md); a test prints every one of them.
_RANGES = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0xFF), (0x102, 0x103), (0x110, 0x111), (0x128, 0x129),
    (0x168, 0x169),
    (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1EA0, 0x1EF9), (0x2013, 0x2014), (0x2018, 0x201E),
    (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A),
    (0x20AB, 0x20AB), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x2260, 0x2260), (0x2264, 0x2265), (0x25A0, 0x25A1), (0x25CB, 0x25CB), (0x25CF, 0x25CF),
)  # fmt: skip
COVERED = frozenset(code for first, last in _RANGES for code in range(first, last + 1))
# Invisible signs that turn or join text: what is printed must read as it is stored.
_DROPPED = frozenset(
    [0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]
)
_LIKE = {
    **dict.fromkeys("\u2010\u2011", "-"),
    **dict.fromkeys("\u2610", "\u25a1"),
    **dict.fromkeys("\u2611\u2612\u2713\u2714", "\u25a0"),
    # Between what somebody pasted from a table or another program: words never run together.
    **dict.fromkeys("\t\v\f\x85\u2028\u2029\u2002\u2003\u2009\u202f", " "),
}
# One sign for several that say the same: ﬁ, ℃, ㎡, full width. Not ⁵ or ①: 10⁵ is not 105.
_SAME = ("<compat>", "<wide>", "<narrow>", "<square>")


def printable(text: str, longest: int = LINE) -> str:
    """Return `text` as the papers can print it, no word longer than `longest` unbroken."""
    plain = nfc(text.replace("\r\n", "\n").replace("\r", "\n"))
    # A line may end after "/" anyhow: an address stays as it is, to be copied.
    long = rf"[^\s/]{{{longest + 1},}}"
    return re.sub(long, _divisible, "".join(_one(char) for char in plain))


def _divisible(word: re.Match[str]) -> str:
    """Let a word that no line holds be broken: unbroken it would run off the page, or stop it.

    A line of PDF/A holds 16,383 letters; the sign between them is seen only where a line ends.
    """
    whole = word[0]
    return BREAK.join(whole[at : at + PIECE] for at in range(0, len(whole), PIECE))


def _one(char: str) -> str:
    if char == "\n" or ord(char) in COVERED:
        return char
    if char in _LIKE:
        return _LIKE[char]
    if ord(char) in _DROPPED or ord(char) < 0x20:
        return ""
    return _spelt(char)


def _spelt(char: str) -> str:
    kind, *codes = unicodedata.decomposition(char).split() or [""]
    spelt = [int(code, 16) for code in codes] if kind in _SAME else []
    return "".join(map(chr, spelt)) if spelt and COVERED.issuperset(spelt) else REPLACEMENT


def all_printable(thing: Any, longest: int = LINE) -> Any:
    """Return what is to be printed with every text in it made printable."""
    if isinstance(thing, str):
        return printable(thing, longest)
    if isinstance(thing, dict):
        return {
            name: all_printable(value, CELL if name == "rows" else longest)
            for name, value in thing.items()
        }
    if isinstance(thing, list | tuple):
        return [all_printable(value, longest) for value in thing]
    return thing
