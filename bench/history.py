"""`python -m bench.history [--rows 5000]`: what is read right of a messy history, and how fast."""

import argparse
from collections import Counter
from pathlib import Path
from time import perf_counter

from app.imports import cells, tables, words
from app.imports.tables import Field
from app.programmes.shapes import CatalogueShape
from app.programmes.yaml_file import load
from app.spreadsheets import read
from tests.messy_history import PER_SHEET, Truth, messy

CATALOGUE = Path(tables.__file__).parents[1] / "programmes" / "data" / "catalogue.yaml"


def main() -> None:
    """Print the shares and the times."""
    parser = argparse.ArgumentParser(prog="python -m bench.history", description=__doc__)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(report(asked.rows, asked.seed))


def report(rows: int = 5_000, seed: int = 1) -> str:
    """Return the shares and the times, a line each."""
    content, truth = messy(rows, seed, max(PER_SHEET, rows // 50))  # a book has 100 sheets at most
    began = perf_counter()
    book = read.book(content, "lich-su.xlsx")
    opened = perf_counter()
    right, found = _read(book, truth)
    done = perf_counter()
    return "\n".join(
        [
            f"messy history: {len(content) / 1000:.0f} kB, {rows:,} supports, {found:,} rows",
            f"opened in {opened - began:.2f} s, read in {done - opened:.2f} s",
            *(
                f"{what:<8} {100 * count / len(truth):6.2f} % right"
                for what, count in right.items()
            ),
            "",
        ]
    )


def _finder() -> words.ContentWords:
    return words.ContentWords(
        words.ContentTerm(
            each.code,
            [each.name],
            each.synonyms,
            [words.StandardTerm(one.name, one.code, one.synonyms) for one in each.standards],
        )
        for each in load(CatalogueShape, CATALOGUE).contents
    )


def _read(book: read.Book, truth: list[Truth]) -> tuple[Counter[str], int]:
    finder = _finder()
    rows = {
        (sheet.name, row.row_number): row.values
        for sheet in book.sheets
        if (guess := tables.guess(sheet)) is not None
        for row in tables.body(sheet, guess.mapping)
    }
    right: Counter[str] = Counter()
    for line in truth:
        values = rows.get((line.sheet, line.row), {})
        named = finder.find(cells.text(values.get(Field.CONTENT)))
        when = cells.year_or_date(values.get(Field.YEAR, values.get(Field.DATE)))
        said = [(each.code, each.standard) for each in named]
        right["content"] += said == [(line.content, line.standard)]
        right["code"] += cells.tax_code(values.get(Field.CODE)).value == line.code
        right["year"] += when.year == line.year
        right["kind"] += cells.kind_of(values.get(Field.NAME)) == line.kind
    return right, len(rows)


if __name__ == "__main__":
    main()
