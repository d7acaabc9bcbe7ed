"""Finding organisations by what people type: a name, with or without marks, or a code."""

import re

from sqlalchemy import Select, false, select

from app.organisations import likeness_names
from app.organisations.models import Identifier, Organisation, OrganisationWord
from app.organisations.services.queries import begins_with
from app.text import nfc

MOST_WORDS = 8
# A code as people write it: digits in groups, with spaces, dots or hyphens between them.
_CODE = re.compile(r"[0-9][0-9 .\-]{2,}")


def beneficiaries_named(typed: str) -> Select[int]:
    """Return whose supports are asked for, by a name or by the beginning of a code.

    Of all relatives and merged records together: what a branch had, its parent had. Names are
    looked up by the words that tell them apart, as `likeness` keeps them; former names too.
    """
    asked = nfc(typed).strip()
    found = select(Organisation.beneficiary_id)
    if _CODE.fullmatch(asked):
        digits = re.sub(r"[^0-9]", "", asked)
        return found.join(Identifier, Identifier.organisation_id == Organisation.id).where(
            begins_with(digits)
        )
    name = likeness_names.read(asked)
    words = (name.telling or name.words)[:MOST_WORDS]
    if not words:
        return found.where(false())
    return found.where(*(Organisation.id.in_(_having(word)) for word in words))


def _having(word: str) -> Select[int]:
    return select(OrganisationWord.organisation_id).where(
        OrganisationWord.word >= f"w:{word}",
        OrganisationWord.word < f"w:{word}" + "{",  # the sign after z
    )
