"""Organisations that may be the one described: looked up by shared keys, then compared.

`like` serves a page: one query. `Index` serves an import: everything is read once, and each row
then costs well below a millisecond.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import log
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, func, select

from app.extensions import db
from app.organisations import identifiers
from app.organisations.likeness import NONE, Description, Likeness, Read, compare, keys, read
from app.organisations.models import (
    Commune,
    FormerName,
    Identifier,
    Organisation,
    OrganisationWord,
)

Known = Row[*tuple[Any, ...]]  # what `_described` selects
_LOOKED_AT = 40  # organisations a page compares
_POSTINGS = 1_500  # entries of the index that one description walks along, at most
_COMPARED = 16  # organisations one row of an import is compared with


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that may be the one described, and why."""

    organisation_id: int
    name: str
    code: str
    commune: str
    likeness: Likeness
    beneficiary_id: int
    is_provisional: bool
    phone: str = ""

    @property
    def shown_code(self) -> str:
        """Its code for any member of the staff: a personal number is covered."""
        return identifiers.mask(self.code)


def like(
    said: Description, limit: int = 5, *, without: Collection[int] = (), provisional: bool = False
) -> list[Candidate]:
    """Return who may be the one described, most alike first: one query.

    `without` are beneficiaries not to be named; `provisional`: only organisations without a
    code. Merged duplicates and stand-ins are never named.
    """
    shared = func.count().label("shared")
    near = (
        select(OrganisationWord.organisation_id, shared)
        .join(Organisation, Organisation.id == OrganisationWord.organisation_id)
        .where(OrganisationWord.word.in_(sorted(keys(said))), *_listed())
        .group_by(OrganisationWord.organisation_id)
        .order_by(shared.desc(), OrganisationWord.organisation_id)
        .limit(_LOOKED_AT)
    )
    if without:
        near = near.where(Organisation.beneficiary_id.not_in(without))
    if provisional:
        near = near.where(Organisation.is_provisional)
    chosen = near.subquery()
    rows = db.session.execute(
        _described().join(chosen, chosen.c.organisation_id == Organisation.id)
    )
    wanted = read(said)
    found = [
        _candidate(known, max(_compared(wanted, known, names), key=_by_value))
        for known, names in _once(rows)
    ]
    return _best(found, limit)


def _listed() -> tuple[Any, ...]:
    return (Organisation.joined_into_id.is_(None), Organisation.is_standin.is_(False))


def _described() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Organisation.id,
            Organisation.name,
            Organisation.commune_code,
            Organisation.representative,
            Organisation.phone,
            Organisation.email,
            Organisation.address,
            Organisation.beneficiary_id,
            Organisation.is_provisional,
            Commune.name.label("commune"),
            Identifier.value.label("code"),
            FormerName.name.label("former"),
        )
        .join(Commune, Commune.code == Organisation.commune_code)
        .outerjoin(
            Identifier,
            (Identifier.organisation_id == Organisation.id) & Identifier.valid_to.is_(None),
        )
        .outerjoin(FormerName, FormerName.organisation_id == Organisation.id)
        .order_by(Organisation.id, Identifier.id)
    )


def _once(rows: Iterable[Known]) -> Iterator[tuple[Known, list[str]]]:
    """Yield each organisation once, under its first code, with all names it has had."""
    for _key, same in groupby(rows, key=attrgetter("id")):
        first, *others = same
        former = {row.former for row in (first, *others) if row.former}
        yield first, [first.name, *sorted(former)]


def _description(row: Known, name: str) -> Description:
    return Description(
        name=name,
        code=row.code or "",
        commune_code=row.commune_code,
        representative=row.representative,
        phone=row.phone,
        email=row.email,
        address=row.address,
    )


def _compared(wanted: Read, row: Known, names: Iterable[str]) -> Iterator[Likeness]:
    for name in names:
        yield compare(wanted, read(_description(row, name)))


def _by_value(likeness: Likeness) -> float:
    return likeness.value


def _candidate(row: Known, likeness: Likeness) -> Candidate:
    return Candidate(
        organisation_id=row.id,
        name=row.name,
        code=row.code or "",
        commune=row.commune,
        likeness=likeness,
        beneficiary_id=row.beneficiary_id,
        is_provisional=row.is_provisional,
        phone=row.phone,
    )


def _best(found: Iterable[Candidate], limit: int) -> list[Candidate]:
    worth = [one for one in found if one.likeness.level != NONE]
    return sorted(worth, key=lambda one: (-one.likeness.value, one.organisation_id))[:limit]


@dataclass(slots=True)
class _Entry:
    """One name of an organisation in the index; `shell` is the candidate but for its likeness."""

    read: Read
    organisation_id: int
    name: str
    code: str
    commune: str
    beneficiary_id: int
    is_provisional: bool
    phone: str


class Index:
    """All organisations in memory, for the rows of an import. Former names count, too."""

    def __init__(self) -> None:
        self._known: list[_Entry] = []
        self._postings: dict[str, list[int]] = defaultdict(list)

    @classmethod
    def load(cls) -> "Index":
        """Read all organisations that are in lists: one query."""
        index = cls()
        for row, names in _once(db.session.execute(_described().where(*_listed()))):
            for name in names:
                index.add(
                    row.id,
                    _description(row, name),
                    name=row.name,
                    commune=row.commune,
                    beneficiary_id=row.beneficiary_id,
                    is_provisional=row.is_provisional,
                )
        return index

    def add(
        self,
        organisation_id: int,
        said: Description,
        *,
        name: str = "",
        commune: str = "",
        beneficiary_id: int = 0,
        is_provisional: bool = False,
    ) -> None:
        """Add an organisation, or one that an import is about to make (its id is the caller's)."""
        at = len(self._known)
        self._known.append(
            _Entry(
                read=read(said),
                organisation_id=organisation_id,
                name=name or said.name,
                code=said.code,
                commune=commune,
                beneficiary_id=beneficiary_id,
                is_provisional=is_provisional,
                phone=said.phone,
            )
        )
        for key in keys(said):
            self._postings[key].append(at)

    def __len__(self) -> int:
        return len(self._known)

    def like(self, said: Description, limit: int = 5) -> list[Candidate]:
        """Return who may be the one described, most alike first."""
        wanted = read(said)
        best: dict[int, Candidate] = {}
        for at in self._near(said):
            known = self._known[at]
            likeness = compare(wanted, known.read)
            seen = best.get(known.organisation_id)
            if seen is None or likeness.value > seen.likeness.value:
                best[known.organisation_id] = _from_index(known, likeness)
        return _best(best.values(), limit)

    def _near(self, said: Description) -> Sequence[int]:
        """Return the entries that share the rarest keys, the most promising first."""
        walked, weight = 0, dict[int, float]()
        many = len(self._known) + 1
        lists = [self._postings[key] for key in keys(said) if key in self._postings]
        for posting in sorted(lists, key=len):
            walked += len(posting)
            if weight and walked > _POSTINGS:
                break
            # A list longer than the whole walk says nothing on its own: its beginning stands.
            rarity = log(many / len(posting)) + 0.01
            for at in posting[:_POSTINGS]:
                weight[at] = weight.get(at, 0.0) + rarity
        return nlargest(_COMPARED, weight, key=weight.__getitem__)


def _from_index(known: _Entry, likeness: Likeness) -> Candidate:
    return Candidate(
        organisation_id=known.organisation_id,
        name=known.name,
        code=known.code,
        commune=known.commune,
        likeness=likeness,
        beneficiary_id=known.beneficiary_id,
        is_provisional=known.is_provisional,
        phone=known.phone,
    )
