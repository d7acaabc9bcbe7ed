"""What the words of a row mean: the organisation, its commune and kind, the contents named."""

import re
from dataclasses import dataclass

from app.errors import Invalid
from app.imports import cells
from app.imports.headers import Field
from app.imports.table_body import RawRow
from app.imports.told import GOOD, NONE, WRONG, Told
from app.imports.words import POSSIBLE, ContentTerm, ContentWords, Found, StandardTerm
from app.ledger.services.rule import standard_name
from app.organisations.models import KINDS, UNKNOWN
from app.organisations.services import communes
from app.programmes.models import SupportContent
from app.programmes.services import contents
from app.text import _, fold

# (content id, standard, the words of the file, what is worth a look)
Named = tuple[int | None, str, str, str]
_COMMUNE = re.compile(r"^(xa|phuong|thi tran|tt|p|x)\b[.\s]*")


@dataclass
class Understanding:
    """The lists of the house that words are compared with; read once for a file."""

    by_id: dict[int, SupportContent]
    by_code: dict[str, SupportContent]
    words: ContentWords
    communes: dict[str, str]  # folded name without its kind → code

    @classmethod
    def load(cls) -> "Understanding":
        """Read contents and communes."""
        listed = contents.listed(with_history=True)
        return cls(
            {each.id: each for each in listed},
            {each.code: each for each in listed},
            ContentWords([_term(each) for each in listed]),
            {_bare(each.name): each.code for each in communes.all_communes()},
        )

    def organisation(self, sheet: str, row: RawRow) -> Told:
        """Return the row with its organisation understood."""
        said = {each: cells.text(cell) for each, cell in row.values.items()}
        code = cells.tax_code(row.values.get(Field.CODE))
        state = (WRONG if code.wrong else GOOD) if code.value else NONE
        commune = self.commune(said.get(Field.COMMUNE, ""))
        name = said.get(Field.NAME, "")
        told = Told(
            sheet,
            row.row_number,
            name=name,
            code=code.value,
            scheme=code.scheme if code.value else "",
            code_state=state,
            kind=self.kind(said.get(Field.KIND, ""), name, Field.KIND in row.inherited),
            commune_code=commune,
            address=_address(said, commune),
            representative=said.get(Field.REPRESENTATIVE, ""),
            phone=said.get(Field.PHONE, ""),
            email=said.get(Field.EMAIL, ""),
        )
        told.hints = [("code", words) for words in code.notes]
        if code.wrong and not code.value:
            told.hints.append(("code", code.wrong))
        return told

    def commune(self, said: str) -> str:
        """Return the code of a commune the words name alone, or the one of "not known"."""
        return self.communes.get(_bare(said), UNKNOWN) if said else UNKNOWN

    def kind(self, said: str, name: str, headed: bool) -> str:
        """Return one of the six kinds; an enterprise when nothing says otherwise.

        A column of its own is believed first; a heading (`headed`) only where the name says
        nothing: people add a co-operative under "Doanh nghiệp" without a new heading.
        """
        column = said if said in KINDS else cells.kind_of(said)
        own = cells.kind_of(name)
        return (own or column if headed else column or own) or "doanh_nghiep"

    def contents(self, row: RawRow, default: int | None) -> list[Named]:
        """Return the contents a row names: one at least, known or not."""
        said = cells.text(row.values.get(Field.CONTENT))
        standard = cells.text(row.values.get(Field.STANDARD))
        found = self.words.find(said) if said else []
        if not found and standard:
            found = self.words.find(standard)
        if found:
            return [self._named(each, said or standard, standard) for each in found]
        if not said and default in self.by_id:
            return [(default, self._standard(self.by_id[default or 0], standard), "", "")]
        return [(None, standard, said or standard, "")]

    def _named(self, found: Found, said: str, standard: str) -> Named:
        content = self.by_code[found.code]
        hint = ""
        if found.confidence <= POSSIBLE:
            hint = _("hiểu “%(said)s” là %(name)s", said=said, name=contents.name_of(content))
        return content.id, found.standard or self._standard(content, standard), said, hint

    def _standard(self, content: SupportContent, said: str) -> str:
        """Return the standard as the list spells it; as typed where the list has none such."""
        try:
            return standard_name(content, said)
        except Invalid:
            named = self.words.find(said) if said else []
            return next(
                (each.standard for each in named if each.code == content.code and each.standard),
                said,
            )


def _term(content: SupportContent) -> ContentTerm:
    return ContentTerm(
        code=content.code,
        names=[contents.name_of(content)],
        synonyms=content.synonyms,
        standards=[
            StandardTerm(each["name"], each.get("code", ""), each.get("synonyms", ()))
            for each in content.standards
        ],
    )


def _bare(name: str) -> str:
    return _COMMUNE.sub("", fold(name))


def _address(said: dict[Field, str], commune: str) -> str:
    """Return the address; a commune that is not on the list is part of it."""
    parts = [said.get(Field.ADDRESS, "")]
    if commune == UNKNOWN:
        parts.append(said.get(Field.COMMUNE, ""))
    return ", ".join(part for part in parts if part)
