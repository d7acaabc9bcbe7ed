"""The office's own words of a letter: plain text with named fields in braces. Pure.

No template language is run over what a person typed: a field is put in the place of its name, all
else is text. The facts, the link and the deadlines a letter owes its reader cannot be taken out;
who writes and how to reach them stand in the layout, out of reach.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.outbox.fields import FACTS, INLINE, LINK, LIST, NUMBERED, QUOTE
from app.outbox.letters import LetterKind
from app.text import _

LONGEST_SUBJECT, LONGEST_BODY = 200, 8_000  # characters
_NAMED = re.compile(r"\{([a-z0-9_]{1,40})\}")
_ALONE = frozenset({FACTS, LINK, LIST, NUMBERED, QUOTE})


@dataclass(frozen=True)
class Block:
    """A paragraph: what it is drawn as, its lines, and the address of a button."""

    shape: str
    lines: tuple[str, ...] = ()
    href: str = ""


def faults(kind: LetterKind, subject: str, body: str, default: str) -> dict[str, list[str]]:
    """Return what stands against these words, by field of the form, in Vietnamese.

    `default` is the body that comes with the system: it shows where what is missing stood.
    """
    found: dict[str, list[str]] = {"subject": [], "body": []}
    shapes = {field.name: field.shape for field in kind.fields}
    _line_faults(shapes, subject, 0, found["subject"])
    lines = body.split("\n")
    for number, line in enumerate(lines, 1):
        _line_faults(shapes, line, number, found["body"])
    for field in kind.must:
        if f"{{{field.name}}}" not in body:
            found["body"].append(
                _(
                    "Thiếu {%(name)s} (%(meaning)s). Thư này bắt buộc có; trong mẫu mặc định ở "
                    "dòng %(line)s.",
                    name=field.name,
                    meaning=field.meaning,
                    line=_line_of(field.name, default),
                )
            )
    for number, line in enumerate(lines, 1):
        if line.strip() == "{duong_dan}" and not _labelled(lines, number):
            found["body"].append(
                _("Dòng %(n)s: phía trên {duong_dan} ghi tên nút, kết thúc bằng “:”.", n=number)
            )
    return {where: said for where, said in found.items() if said}


def _labelled(lines: list[str], number: int) -> bool:
    before = lines[number - 2].strip() if number > 1 else ""
    return before.endswith(":") and len(before) > 1


def _line_of(name: str, body: str) -> int:
    lines = enumerate(body.split("\n"), 1)
    return next((number for number, line in lines if f"{{{name}}}" in line), 1)


def _line_faults(shapes: Mapping[str, str], line: str, number: int, found: list[str]) -> None:
    where = _("Dòng %(n)s: ", n=number) if number else ""
    for name in _NAMED.findall(line):
        if name not in shapes:
            found.append(where + _("không có trường {%(name)s} trong thư này.", name=name))
        elif shapes[name] in _ALONE and (number == 0 or line.strip() != f"{{{name}}}"):
            found.append(where + _("{%(name)s} phải đứng riêng một dòng của nội dung.", name=name))
    rest = _NAMED.sub("", line)
    if "{" in rest or "}" in rest:
        found.append(where + _("dấu { } chỉ dùng cho tên trường, ví dụ {ma_ho_so}."))


def subject_of(kind: LetterKind, words: str, said: Mapping[str, Any]) -> str:
    """Return the subject with its fields filled, on one line."""
    return " ".join(_filled(words, _values(kind, said)).split())


def blocks(kind: LetterKind, body: str, said: Mapping[str, Any], href: str) -> list[Block]:
    """Return the paragraphs of a letter; one that says nothing with these data is left out."""
    values = _values(kind, said)
    shapes = {field.name: field.shape for field in kind.fields}
    found: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        found += _drawn(paragraph.split("\n"), values, shapes, href)
    return found


def _drawn(
    lines: list[str], values: Mapping[str, Any], shapes: Mapping[str, str], href: str
) -> Iterator[Block]:
    plain: list[str] = []
    for line in lines:
        alone = _NAMED.fullmatch(line.strip())
        shape = shapes.get(alone[1], INLINE) if alone else INLINE
        if shape == INLINE:
            if said := _line(line.strip(), values):
                plain.append(said)
            continue
        assert alone is not None  # what is no field is inline
        label = plain.pop().removesuffix(":") if shape == LINK and plain else ""
        if plain:
            yield Block(INLINE, tuple(plain))
            plain = []
        if shape == LINK and not href:
            continue  # nowhere to go: an opinion asked for on paper
        yield _block(shape, values[alone[1]], label, href)
    if plain:
        yield Block(INLINE, tuple(plain))


def _block(shape: str, value: Any, label: str, href: str) -> Block:
    if shape == LINK:
        return Block(LINK, (label,), href)
    return Block(shape, tuple(value) if isinstance(value, list) else (str(value),))


def _values(kind: LetterKind, said: Mapping[str, Any]) -> dict[str, Any]:
    return {field.name: field.value(said) for field in kind.fields}


def _line(line: str, values: Mapping[str, Any]) -> str:
    """Return the line; one whose fields all say nothing with these data is left out."""
    names = _NAMED.findall(line)
    return "" if names and not any(values[name] for name in names) else _filled(line, values)


def _filled(words: str, values: Mapping[str, Any]) -> str:
    return _NAMED.sub(lambda name: str(values[name[1]]), words)
