"""Keys of questions, documents and columns, made from their words: nobody types a key."""

from collections.abc import Collection

from app.text import fold

LONGEST = 40
RESERVED = frozenset({"moi"})  # the address of a new one


def key_for(label: str, taken: Collection[str]) -> str:
    """Return a key for `label` that is not `taken`: letters, digits and underscores."""
    plain = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(label))
    stem = "_".join(plain.split())
    if not stem or not stem[0].isalpha():
        stem = f"m_{stem}".rstrip("_")
    stem = stem[: LONGEST - 4].rstrip("_")
    found, number = stem, 1
    while found in taken or found in RESERVED:
        number += 1
        found = f"{stem}_{number}"
    return found
