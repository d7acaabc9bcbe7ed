"""A CSV file as rows, whatever wrote it. Loaded by the child alone."""

import csv
import io
import re
from collections.abc import Iterator

from app.spreadsheets.limits import LONGEST_FIELD, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Refusal


def rows(content: bytes) -> Iterator[list[str]]:
    """Yield the rows; raises `Refusal` for what is no text and above the limits."""
    text = _decoded(content)
    csv.field_size_limit(LONGEST_FIELD)
    yield from _rows(text, _separator(text))


def _decoded(content: bytes) -> str:
    """Return the text: by its mark, else UTF-8, else the Vietnamese code page of Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:200]:
        encodings = ["utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refusal("encoding")


def _separator(text: str) -> str:
    """Return ; , or tab: the one that cuts the first lines into the most equal pieces."""
    lines = [line for line in text[:20_000].splitlines()[:50] if line.strip()]

    def goodness(mark: str) -> tuple[int, int]:
        counts = [len(re.sub(r'"[^"]*"', "", line).split(mark)) - 1 for line in lines]
        usual = max(set(counts), key=lambda count: (count > 0, counts.count(count)), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max((";", "\t", ","), key=goodness)


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    cells = 0
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1
        ):
            cells += len(row)
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
                raise Refusal("too_far")
            yield list(row)
    except csv.Error as error:
        raise Refusal("broken") from error
