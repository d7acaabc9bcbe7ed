"""Old lists for tests: the words of the contents."""

from pathlib import Path

import yaml

from app.imports import tables, words

CATALOGUE = Path(tables.__file__).parents[1] / "programmes" / "data" / "catalogue.yaml"


def content_words() -> words.ContentWords:
    """Return the words of the product's own catalogue."""
    loaded = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["contents"]
    return words.ContentWords(
        words.ContentTerm(
            each["code"],
            [each["name"]],
            each.get("synonyms") or (),
            [
                words.StandardTerm(one["name"], one["code"], one.get("synonyms", ()))
                for one in each.get("standards") or ()
            ],
        )
        for each in loaded
    )
