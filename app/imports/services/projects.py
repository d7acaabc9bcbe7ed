"""Which project (dự án) the words of a row mean: one of the list, or none that is known."""

import re
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.imports.told import Told
from app.programmes.models import Programme, Project
from app.text import fold, squeeze

_WORD = re.compile(r"^(du an|nhiem vu|de tai)\b[\s:.-]*")


@dataclass(frozen=True, slots=True)
class _One:
    id: int
    programme_id: int
    scope: str
    year: int


@dataclass(frozen=True)
class Projects:
    """The projects by their folded names and codes."""

    by_words: dict[str, list[_One]]
    scopes: dict[int, str]  # of the programmes

    @classmethod
    def load(cls) -> "Projects":
        """Read them: two queries."""
        scopes = {row.id: row.scope for row in db.session.execute(_SCOPES)}
        found: dict[str, list[_One]] = defaultdict(list)
        for key, code, name, programme_id, year in db.session.execute(_LISTED):
            one = _One(key, programme_id, scopes[programme_id], year)
            for words in {_key(name), _key(code), _key(f"{code} {name}")}:
                found[words].append(one)
        return cls(found, scopes)

    def place(self, told: Told, programme_id: int | None, default: int | None) -> None:
        """Say which project the row means; without words it is the file's own (`default`).

        `programme_id` is the programme chosen for the whole file: only its projects are meant
        then. Where the year alone named the programme, a project of the same scope names its own.
        """
        if not told.project_words:
            told.project_id = default
            return
        scope = self.scopes.get(told.programme_id or 0)
        meant = [
            one
            for one in self.by_words.get(_key(told.project_words), ())
            if (one.programme_id == programme_id if programme_id else one.scope == scope)
        ]
        of_year = [one for one in meant if one.year == told.given_year] or meant
        told.project_id = of_year[0].id if len(of_year) == 1 else None
        if told.project_id is not None:
            told.programme_id = of_year[0].programme_id


_SCOPES = select(Programme.id, Programme.scope)
_LISTED = select(Project.id, Project.code, Project.name, Project.programme_id, Project.year)


def _key(words: str) -> str:
    return squeeze(_WORD.sub("", fold(words)))
