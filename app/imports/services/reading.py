"""From the bytes of a file to rows that are understood: sheets, columns, cells, words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.errors import Invalid
from app.extensions import db
from app.files import services as files
from app.imports import besides, cells, checks, tables
from app.imports.headers import Field
from app.imports.models import ColumnMemory, ImportBatch
from app.imports.services.projects import Projects
from app.imports.services.spans import Programmes
from app.imports.services.understanding import Understanding
from app.imports.table_body import RawRow, TableMapping, body
from app.imports.told import Told
from app.programmes.models import Programme
from app.spreadsheets import read
from app.spreadsheets.read import Book, Sheet
from app.text import _

SAMPLES = 3  # rows shown beside the columns
MOST_COLUMNS = 40  # of a sheet that can be chosen on the page
LONGEST_SAMPLE = 60  # characters


@dataclass
class SheetChoice:
    """A sheet: whether it is read, where its rows begin, what its columns are."""

    name: str
    use: bool = False
    first_row: int = 2
    columns: dict[str, int] = field(default_factory=dict)  # a Field's value → column from 0
    headings: list[str] = field(default_factory=list)
    samples: list[list[str]] = field(default_factory=list)
    signature: str = ""
    year: int | None = None  # said by the sheet's name
    remembered: bool = False
    last_row: int = 0  # 0: not counted, in a batch of an earlier version


@dataclass
class Settings:
    """What an officer chose for a file; what a sheet does not say holds for all its rows."""

    sheets: list[SheetChoice]
    programme_id: int | None = None  # none: by the year of each row
    project_id: int | None = None
    year: int | None = None
    document: str = ""
    content_id: int | None = None

    @classmethod
    def of(cls, batch: ImportBatch) -> "Settings":
        """Return what was guessed or chosen for the batch."""
        kept = {key: value for key, value in batch.settings.items() if key != "joined"}
        sheets = [SheetChoice(**each) for each in kept.pop("sheets", [])]
        return cls(sheets, **kept)

    @property
    def length(self) -> int:
        """About how many rows there are to read: sums and notes count, too."""
        return sum(max(0, each.last_row - each.first_row + 1) for each in self.sheets if each.use)

    def stored(self) -> dict[str, Any]:
        """Return it as the batch keeps it."""
        return asdict(self)


def opened(content: bytes, name: str) -> Book:
    """Return the sheets; raises 422 next to `file`, also for a file without a row."""
    book = read.book(content, name)
    if not any(sheet.rows for sheet in book.sheets):
        raise Invalid(_("Tệp rỗng hoặc không có dòng nào. Vui lòng chọn tệp khác."), "file")
    return book


def guessed(book: Book) -> dict[str, Any]:
    """Return the settings as the tables look, and as columns with these headings once meant."""
    return Settings([_guess(sheet) for sheet in book.sheets if sheet.rows]).stored()


def _guess(sheet: Sheet) -> SheetChoice:
    guess = tables.guess(sheet)
    year = re.search(r"(?<!\d)(20[0-4]\d)(?!\d)", sheet.name)
    choice = SheetChoice(sheet.name, year=int(year[1]) if year else None, last_row=len(sheet.rows))
    if guess is None:
        choice.headings = [_letter(at) for at in range(_width(sheet))]
        choice.first_row = 1
    else:
        known = db.session.get(ColumnMemory, guess.signature) if guess.signature else None
        columns = known.columns if known else {each.value: at for each, at in guess.columns.items()}
        choice.use = not sheet.hidden and Field.NAME in columns
        choice.first_row, choice.columns = guess.first_row, dict(columns)
        choice.signature, choice.remembered = guess.signature, known is not None
        headings = list(guess.headings) + [""] * (_width(sheet) - len(guess.headings))
        choice.headings = [each or _letter(at) for at, each in enumerate(headings[:MOST_COLUMNS])]
    choice.samples = _samples(sheet, choice)
    return choice


def _width(sheet: Sheet) -> int:
    return min(MOST_COLUMNS, max((len(row) for row in sheet.rows[:200]), default=0))


def _samples(sheet: Sheet, choice: SheetChoice) -> list[list[str]]:
    """Return the first rows of the table as text, one list a row."""
    rows = sheet.rows[choice.first_row - 1 : choice.first_row - 1 + SAMPLES]
    width = len(choice.headings)
    return [
        [cells.text(cell)[:LONGEST_SAMPLE] for cell in [*row, *[None] * width][:width]]
        for row in rows
    ]


def _letter(at: int) -> str:
    """Return the name of a column as a spreadsheet shows it: A, B, … AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def chosen_for(batch: ImportBatch, programme: str = "") -> Settings:
    """Return the guess, with a programme by its code; raises 422 for a code no programme has."""
    settings = Settings.of(batch)
    if programme:
        found = db.session.scalar(select(Programme.id).where(Programme.code == programme))
        if found is None:
            raise Invalid(_("Không có chương trình “%(code)s”.", code=programme), "programme")
        settings.programme_id = found
    return settings


def remember(settings: Settings, by: Actor) -> None:
    """Keep which column meant what, for the next file with the same headings."""
    for sheet in settings.sheets:
        if not sheet.use or not sheet.signature:
            continue
        known = db.session.get(ColumnMemory, sheet.signature)
        if known is None:
            known = ColumnMemory(signature=sheet.signature)
            db.session.add(known)
        known.columns, known.used_at, known.used_by = sheet.columns, clock.now(), by.person_id
    db.session.flush()


def check(settings: Settings) -> None:
    """Raise 422 for a chosen sheet without a column that says who it was."""
    for each in settings.sheets:
        if each.use and Field.NAME not in each.columns and Field.CODE not in each.columns:
            raise Invalid(
                _("Trang “%(name)s”: chưa chọn cột tên đơn vị.", name=each.name), "sheets"
            )


def tell(batch: ImportBatch, settings: Settings) -> list[Told]:
    """Return every row of the chosen sheets, as understood; a cell of two contents gives two.

    Raises 422 for a file that can no longer be read, or without a row, and as `check`.
    """
    check(settings)
    book = read.book(files.read(batch.file), batch.name)
    choices = {each.name: each for each in settings.sheets if each.use}
    lists = _Lists(Understanding.load(), Programmes.load(), Projects.load())
    tolds: list[Told] = []
    for sheet in book.sheets:
        choice = choices.get(sheet.name)
        if choice is not None:
            tolds += _Reader(sheet, choice, settings, lists).rows()
    if not tolds:
        raise Invalid(_("Các trang tính đã chọn không có dòng nào đọc được."), "sheets")
    return tolds


@dataclass(frozen=True)
class _Lists:
    """The lists of the house that the rows are understood by; read once for a file."""

    understanding: Understanding
    programmes: Programmes
    projects: Projects


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(
        self, sheet: Sheet, choice: SheetChoice, settings: Settings, lists: _Lists
    ) -> None:
        self.sheet = sheet
        self.choice = choice
        self.settings = settings
        self.understanding = lists.understanding
        self.programmes = lists.programmes
        self.projects = lists.projects
        columns = {Field(each): at for each, at in choice.columns.items()}
        self.mapping = TableMapping(choice.first_row, columns)
        money = columns.get(Field.MONEY)
        heading = choice.headings[money] if money is not None else ""
        self.unit = besides.unit_of(heading, sheet.rows[: choice.first_row - 1])

    def rows(self) -> Iterator[Told]:
        for row in body(self.sheet, self.mapping):
            yield from self._tell(row)

    def _tell(self, row: RawRow) -> Iterator[Told]:
        told = self.understanding.organisation(self.sheet.name, row)
        told.raw = self._raw(row)
        missing = self._when(told, row.values)
        told.document_number = (
            cells.text(row.values.get(Field.DOCUMENT_NUMBER)) or self.settings.document
        )
        left_out = besides.fill(told, row.values, self.unit)
        told.hints += [(self._cell(row, each), words) for each, words in left_out]
        self.projects.place(told, self.settings.programme_id, self.settings.project_id)
        named = self.understanding.contents(row, self.settings.content_id)
        if len(named) > 1 and (shared := besides.leave_what_is_shared(told)):
            told.hints.append(("", shared))
        for content_id, standard, words, hint in named:
            one = replace(
                told,
                content_id=content_id,
                standard=standard,
                content_text=words,
                hints=[*told.hints, *([(self._cell(row, Field.CONTENT), hint)] if hint else [])],
            )
            content = self.understanding.by_id.get(content_id or 0)
            for place, why in checks.faults(one, content):
                said = missing if place == "year" and missing else why
                one.faults = [*one.faults, (self._place(row, place), said)]
            one.hints += checks.hints(one, *self.programmes.span(one.programme_id))
            yield one

    def _when(self, told: Told, values: Mapping[Field, Any]) -> str:
        """Fill in the year and the day; return why there is no year, when a cell says one."""
        wrong = ""
        for each in (Field.DATE, Field.YEAR):
            when = cells.year_or_date(values.get(each))
            wrong = wrong or when.wrong
            told.given_on = told.given_on or when.day
            told.given_year = when.year or told.given_year
        if told.given_year is None and not wrong:
            told.given_year = (
                self.choice.year
                or self.settings.year
                or cells.year_or_date(values.get(Field.DOCUMENT_DATE)).year
            )
        if told.given_on and told.given_on.year != told.given_year:
            told.given_on = None
        told.programme_id = self.settings.programme_id or self.programmes.of_year(told.given_year)
        return wrong

    def _raw(self, row: RawRow) -> dict[str, str]:
        """Return the row as it stands in the file, under its headings."""
        said: dict[str, str] = {}
        for at, cell in enumerate(self.sheet.rows[row.row_number - 1]):
            if words := cells.text(cell):
                heading = self.choice.headings[at] if at < len(self.choice.headings) else ""
                heading = heading or _letter(at)
                said[f"{heading} ({_letter(at)})" if heading in said else heading] = words
        return said

    def _cell(self, row: RawRow, each: Field) -> str:
        """Return the cell's name as a spreadsheet shows it, or nothing without a column."""
        at = self.mapping.columns.get(each)
        return f"{_letter(at)}{row.row_number}" if at is not None else ""

    def _place(self, row: RawRow, place: str) -> str:
        each = _FIELDS[place]
        return self._cell(row, each) or place


_FIELDS = {
    "name": Field.NAME,
    "content": Field.CONTENT,
    "standard": Field.STANDARD,
    "year": Field.YEAR,
}
