"""The folded words by which a dossier is found, the same on both databases."""

import re
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select

from app.applications.models import Application, SearchWord
from app.extensions import db
from app.organisations.models import FormerName, Organisation
from app.organisations.services import words as organisation_words
from app.text import fold, words

MOST_TERMS = 8
LONGEST = 40
LONGEST_NAME = 120  # characters by which names are sorted
PERSONAL_NUMBER = 12  # digits (số định danh)
# Up to so many dossiers the database looks at those that have the word; beyond, it walks along
# the list and asks each dossier for the word, which then soon fills a page.
RARE = 1_000


def index(application: Application) -> None:
    """Write the dossier's words anew: reference, organisation, codes, content, products.

    Of the organisation what it is called now, what it was called, and what the dossier says.
    """
    organisation = application.organisation
    found = _folded(
        application.reference or "",
        *_said_of(organisation),
        *db.session.scalars(
            select(FormerName.name).where(FormerName.organisation_id == organisation.id)
        ),
        application.profile.get("name", ""),
        application.profile.get("representative", ""),
        application.content.code,
        application.content_version.name,
        application.standard,
        *(product.name for product in application.products),
    )
    found.add("".join(words(application.reference or "")))
    application.sort_name = sort_name(organisation.name)
    db.session.execute(delete(SearchWord).where(SearchWord.application_id == application.id))
    db.session.add_all(
        SearchWord(application_id=application.id, word=word) for word in sorted(found) if word
    )
    db.session.flush()


def _folded(*texts: str) -> set[str]:
    return {word[:LONGEST] for text in texts for word in words(text)}


def _said_of(organisation: Organisation) -> list[str]:
    return [
        organisation.name,
        organisation.short_name,
        organisation.representative,
        *(item.value for item in organisation.identifiers),
    ]


def sort_name(name: str) -> str:
    """Return what a list of dossiers is sorted by for the name of an organisation."""
    return fold(name)[:LONGEST_NAME]


def rename(organisation: Organisation) -> None:
    """Let the dossiers of an organisation be found, and sorted, by what it is called now, too.

    What it was called stays among their words: the papers in people's hands say so.
    """
    sent = db.session.scalars(
        select(Application.id)
        .where(
            Application.organisation_id == organisation.id, Application.submitted_at.is_not(None)
        )
        .order_by(Application.id)
    ).all()
    if not sent:
        return
    words_of = select(SearchWord.word, SearchWord.application_id)
    known = {
        (word, dossier)
        for word, dossier in db.session.execute(words_of.where(SearchWord.application_id.in_(sent)))
    }
    new = [
        {"word": word, "application_id": dossier}
        for dossier in sent
        for word in sorted(_folded(*_said_of(organisation)))
        if (word, dossier) not in known
    ]
    if new:
        db.session.execute(insert(SearchWord), new)
    name = sort_name(organisation.name)
    for dossier in db.session.scalars(
        select(Application).where(Application.id.in_(sent), Application.sort_name != name)
    ):
        dossier.sort_name = name
    db.session.flush()


organisation_words.WHEN_CHANGED.append(rename)

# A tax code as people write it: digits in groups, with spaces, dots or hyphens between them.
GROUPED = re.compile(r"[0-9][0-9 .\-]+")


def terms(query: str) -> list[str]:
    """Return the words to look for; a tax code typed in groups is one word."""
    if GROUPED.fullmatch(query.strip()):
        query = re.sub(r"[ .\-]", "", query)
    return [term[:LONGEST] for term in words(query)[:MOST_TERMS]]


def among(application_id: ColumnElement[int], found: Select[int]) -> ColumnElement[bool]:
    """The condition that the dossier is among those `found` by a word.

    Not EXISTS: PostgreSQL would collect everybody who has the word before it looks at one dossier.
    """
    one = found.where(SearchWord.__table__.c.application_id == application_id).limit(1)
    return one.scalar_subquery().is_not(None)


def beginning(term: str) -> Select[int]:
    """The dossiers' numbers by the words that begin with `term`."""
    return between(term, end(term), partly=is_partly(term))


def between(first: Any, last: Any, *, partly: bool) -> Select[int]:
    """The dossiers' numbers by the words from `first` to before `last`.

    A range instead of LIKE: the same index serves it on both databases.
    A personal number is found by the whole of it alone, as everywhere.
    """
    each = SearchWord.__table__.c
    return select(each.application_id).where(
        each.word >= first,
        each.word < last,
        *([func.length(each.word) != PERSONAL_NUMBER] if partly else ()),
    )


def end(term: str) -> str:
    """Return what stands after all words that begin with `term`."""
    return term + "{"  # the character after z


def is_partly(term: str) -> bool:
    """Whether the term can be the beginning of a personal number, but not the whole of it."""
    return term.isdigit() and len(term) < PERSONAL_NUMBER
