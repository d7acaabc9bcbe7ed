"""Finding organisations by what people type: a name, with or without marks, or a code."""

import re

from sqlalchemy import Select, false, select

from app.organisations.models import Identifier, Organisation
from app.organisations.services import words
from app.organisations.services.queries import begins_with
from app.text import nfc

# A code as people write it: digits in groups, with spaces, dots or hyphens between them.
_CODE = re.compile(r"[0-9][0-9 .\-]{2,}")


def beneficiaries_named(typed: str) -> Select[int]:
    """Return whose supports are asked for, by a name or by the beginning of a code.

    Of all relatives and merged records together: what a branch had, its parent had. Former names
    count, too.
    """
    asked = nfc(typed).strip()
    found = select(Organisation.beneficiary_id)
    if _CODE.fullmatch(asked):
        digits = re.sub(r"[^0-9]", "", asked)
        return found.join(Identifier, Identifier.organisation_id == Organisation.id).where(
            begins_with(digits)
        )
    wanted = words.named(asked)
    if not wanted:
        return found.where(false())
    return found.where(*(Organisation.id.in_(one) for one in wanted))
