"""What a version of a content says and asks, as plain data: to be digested, edited, compared."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import class_mapper

from app.programmes.models import ContentVersion, Question, RequiredDocument

# A version's own words; its lists are beside. The rest tells when and by whom it was made.
PLAIN = (
    "name",
    "summary",
    "given",
    "own_contribution",
    "provider",
    "duration",
    "asks_products",
    "guidance",
    "checklist",
)
# What the first digests were made of. Whatever came later counts once it says something, so that
# a release with a new column makes no new version of every content.
FIRST = frozenset(
    {
        *("name", "summary", "given", "own_contribution", "provider", "duration", "asks_products"),
        *("questions", "documents", "key", "label", "kind", "required", "help", "unit"),
        *("options", "max_length"),
    }
)
# What a later column says when nobody chose.
USUAL = {"accepts": ["pdf", "image"]}


def of(version: ContentVersion) -> dict[str, Any]:
    """Return what `version` says, asks and requires."""
    return {
        **{name: getattr(version, name) for name in PLAIN},
        "questions": [_row(question) for question in version.questions],
        "documents": [_row(document) for document in version.documents],
    }


def _row(row: Question | RequiredDocument) -> dict[str, Any]:
    names = class_mapper(type(row)).column_attrs.keys()
    return {name: getattr(row, name) for name in names if name not in PLACE}


PLACE = frozenset({"id", "version_id", "position"})


def digest(texts: dict[str, Any]) -> str:
    """Return the digest of `texts`: two versions with the same one say the same."""
    canonical = json.dumps(
        _lasting(texts), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return sha256(canonical.encode()).hexdigest()


def _lasting(said: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [_lasting(each) for each in value] if name in {"questions", "documents"} else value
        for name, value in said.items()
        if name in FIRST or (value and value != USUAL.get(name))
    }
