"""What a PDF of ours says, read from its own fonts' tables: no program beside the tests."""

import io
import re
from typing import Any

import pikepdf


def read(content: bytes) -> str:
    """Return the text of every page in the order it was drawn, with single spaces."""
    said: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
            here: dict[int, str] = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    here = fonts[str(operands[0])]
                elif str(operator) in {"Tj", "TJ"}:
                    said.append("".join(_shown(operands[0], here)))
                elif str(operator) == "ET":
                    said.append(" ")
    return " ".join("".join(said).split())


def _shown(given: Any, letters: dict[int, str]) -> list[str]:
    parts = given if isinstance(given, pikepdf.Array) else [given]
    found = []
    for part in parts:
        if isinstance(part, pikepdf.String):
            raw = bytes(part)
            pairs = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
            found += [letters.get(glyph, "") for glyph in pairs]
    return found


def _letters(font: Any) -> dict[int, str]:
    """Return the letter of each glyph, as the font's own ToUnicode table says."""
    table = bytes(font.ToUnicode.read_bytes()).decode("ascii", "replace")
    letters: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for glyph, text in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        found = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block)
        for first, last, text in found:
            start = int.from_bytes(bytes.fromhex(text), "big")
            for at in range(int(last, 16) - int(first, 16) + 1):
                letters[int(first, 16) + at] = chr(start + at)
    return letters
