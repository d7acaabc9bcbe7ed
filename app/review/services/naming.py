"""What is meant by a name typed in the search language, and what a code in an address is called."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    bindparam,
    cast,
    literal_column,
    select,
    union_all,
)

from app.access import Role
from app.accounts.models import Person, PersonRole
from app.extensions import db
from app.organisations.models import Commune
from app.programmes.models import Call, ContentVersion, Project, SupportContent
from app.review.filters import FREE, Filters
from app.review.language import Parsed, parse, slug
from app.review.services.narrowing import at_most
from app.text import words

Named = Sequence[tuple[str, str]]  # what stands in an address, what it is called
MOST = 300


def understood(filters: Filters) -> tuple[Filters, dict[str, str]]:
    """Return the filters with what their words say in the search language, and the codes' names.

    A name that fits nothing, or several things, is searched for as words. One query at most.
    """
    parsed = parse(filters.query)
    values: dict[str, Any] = dict(parsed.values)
    coded = {
        name: value
        for name in FREE
        if name not in parsed.names
        and _is_code(value := values.get(name) or getattr(filters, name))
    }
    things = known(dict.fromkeys(parsed.names, "") | coded)
    left = []
    for name, typed in parsed.names.items():
        meant = _meant(typed, things[name])
        if meant:
            values[name] = meant
        else:
            left.append(typed.replace("-", " "))
    found = replace(filters, **values, query=_words(parsed, left))
    called = {
        name: dict(things[name]).get(value, value)
        for name in things
        if (value := getattr(found, name))
    }
    return found, called


def _is_code(value: str) -> bool:
    """Whether the value names a row; "mine" and "nobody yet" are words of ours."""
    return bool(value) and value not in {"me", "none", "standin"}


def _words(parsed: Parsed, left: list[str]) -> str:
    return " ".join([parsed.words, *left]).strip()


def _meant(typed: str, things: Named) -> str:
    """Return the one thing that has this code, or these words, or words that begin so."""
    wanted = typed.split("-")
    begun = [
        (key, name)
        for key, name in things
        if all(any(word.startswith(part) for word in words(name)) for part in wanted)
    ]
    for found in (
        [key for key, _name in things if slug(key) == typed],
        [key for key, name in begun if set(wanted) <= set(words(name))],
        [key for key, _name in begun],
    ):
        if len(found) == 1:
            return found[0]
    return ""


def known(wanted: Mapping[str, str]) -> dict[str, Named]:
    """Return, for each filter, what it can be set to: all, or the one code asked for. One query."""
    if not wanted:
        return {}
    statement = _written(tuple((name, bool(code)) for name, code in sorted(wanted.items())))
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, code, called in db.session.execute(statement, dict(wanted)):
        found[name].append((code, called))
    return {name: found[name] for name in wanted}


@lru_cache
def _written(wanted: tuple[tuple[str, bool], ...]) -> CompoundSelect[Any]:
    """Write the query once for each combination of filters: that takes longer than asking it."""
    return union_all(*(_things(name, coded=coded) for name, coded in wanted))


def _things(name: str, *, coded: bool) -> Select[Any]:
    key, query = _QUERIES[name]
    if coded:
        query = query.where(key == bindparam(name))
    return select(literal_column(f"'{name}'"), *query.limit(at_most(MOST)).subquery().c)


def keys(name: str) -> Select[Any]:
    """Return what a filter can be set to, as it stands in an address."""
    key, query = _QUERIES[name]
    keys: Select[Any] = query.with_only_columns(key).limit(at_most(MOST))
    return keys


_PERSON = cast(Person.id, String)
_QUERIES: dict[str, tuple[Any, Any]] = {
    "officer": (
        _PERSON,
        select(_PERSON, Person.name)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(PersonRole.role == Role.OFFICER)
        .order_by(Person.disabled_at.is_not(None), Person.name, Person.id),
    ),
    "commune": (
        Commune.code,
        select(Commune.code, Commune.name).order_by(Commune.position, Commune.code),
    ),
    "content": (
        SupportContent.code,
        select(SupportContent.code, ContentVersion.name)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .order_by(SupportContent.position, SupportContent.id),
    ),
    "call": (Call.code, select(Call.code, Call.name).order_by(Call.opens_at.desc(), Call.id)),
    "project": (
        Project.code,
        select(Project.code, Project.name).order_by(Project.year.desc(), Project.id),
    ),
}
