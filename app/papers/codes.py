"""The code of a paper that anyone can check, and its QR. Pure.

Twelve letters and figures drawn at random (60 bits): nobody guesses one, and it says nothing.
"""

import io
import re
import secrets

import segno

# Crockford's alphabet: no I, L, O, U, so that what is read aloud or off paper is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_ALIKE = str.maketrans("OIL", "011")


def fresh() -> str:
    """Return a new code: K7Q2-M9XT-4HBD."""
    return _grouped("".join(secrets.choice(ALPHABET) for _each in range(LENGTH)))


def read(typed: str) -> str | None:
    """Return the code somebody typed or scanned, or None for what is none."""
    bare = re.sub(r"[\s-]", "", typed).upper().translate(_ALIKE)
    right = len(bare) == LENGTH and set(bare) <= set(ALPHABET)
    return _grouped(bare) if right else None


def _grouped(bare: str) -> str:
    return "-".join(bare[at : at + 4] for at in range(0, LENGTH, 4))


def qr(address: str) -> str:
    """Return the QR of an address as SVG, with the quiet margin the standard asks for."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=4, xmldecl=False, svgns=True
    )
    return drawn.getvalue().decode("ascii")
