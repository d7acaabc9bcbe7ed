"""What the ledger will say after an act: shown before it is carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.ledger.models import BLOCKING, GIVEN, RELEASED, Entry
from app.ledger.services import joining
from app.ledger.services.joining import Collision
from app.organisations.models import Organisation
from app.text import _


@dataclass(frozen=True)
class Preview:
    """The ledger of both sides, what meets, and what the officer should know."""

    here: Sequence[Entry] = ()
    there: Sequence[Entry] = ()
    collisions: Sequence[Collision] = ()
    remarks: list[str] = field(default_factory=list)

    @property
    def held(self) -> list[Entry]:
        """The slots of live dossiers that stand in the way."""
        return [held for each in self.collisions if (held := each.held) is not None]


def of_joining(staying: Organisation, coming: Organisation) -> Preview:
    """Return what one ledger for both would say: everything `coming`'s beneficiary had moves."""
    here, there = _shown(staying.beneficiary_id), _shown(coming.beneficiary_id)
    if staying.beneficiary_id == coming.beneficiary_id:
        return Preview(here, remarks=[_("Hai bên đã là một tổ chức theo quy tắc 01 lần.")])
    return Preview(
        here,
        there,
        joining.collisions(there, staying.beneficiary_id),
        _relatives(staying, coming),
    )


def _shown(beneficiary_id: int) -> list[Entry]:
    return [entry for entry in joining.entries_of(beneficiary_id) if entry.state != RELEASED]


def _relatives(staying: Organisation, coming: Organisation) -> list[str]:
    others = [item.name for item in coming.beneficiary.organisations if item.id != coming.id]
    if not others:
        return []
    return [
        _(
            "Cùng chuyển sang tính chung với “%(staying)s”: %(others)s.",
            staying=staying.name,
            others="; ".join(others),
        )
    ]


def of_split(whole: Organisation, part: Organisation) -> Preview:
    """Return what can go along with `part`: what was given; a live dossier stays with its own."""
    entries = _shown(whole.beneficiary_id)
    return Preview(
        [entry for entry in entries if entry.state in GIVEN and entry.organisation_id == whole.id],
        _shown(part.beneficiary_id),
        joining.collisions(entries, part.beneficiary_id),
        [_("Hồ sơ đang giải quyết ở lại với đơn vị đã nộp.")]
        if any(entry.state in BLOCKING and entry.state not in GIVEN for entry in entries)
        else [],
    )
