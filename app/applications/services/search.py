"""The folded words by which a dossier is found, the same on both databases."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, exists, select

from app.applications.models import Application, SearchWord
from app.extensions import db
from app.text import words

MOST_TERMS = 8
LONGEST = 40


def index(application: Application) -> None:
    """Write the dossier's words anew: reference, organisation, codes, content, products."""
    organisation = application.organisation
    texts = [
        application.reference or "",
        organisation.name,
        organisation.short_name,
        organisation.representative,
        application.content.code,
        application.content_version.name,
        application.standard,
        *(item.value for item in organisation.identifiers),
        *(product.name for product in application.products),
    ]
    found = {word[:LONGEST] for text in texts for word in words(text)}
    found.add("".join(words(application.reference or "")))
    db.session.execute(delete(SearchWord).where(SearchWord.application_id == application.id))
    db.session.add_all(
        SearchWord(application_id=application.id, word=word) for word in sorted(found) if word
    )
    db.session.flush()


def matching(query: str) -> Iterable[ColumnElement[bool]]:
    """Yield one condition per word of `query`: some word of the dossier begins with it."""
    for term in words(query)[:MOST_TERMS]:
        term = term[:LONGEST]
        # The range instead of LIKE: the same index serves it on both databases.
        yield exists(
            select(SearchWord.application_id).where(
                SearchWord.application_id == Application.id,
                SearchWord.word >= term,
                SearchWord.word < term + "{",  # the character after z
            )
        )
