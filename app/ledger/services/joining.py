"""What happens to the ledger when organisations become one, or part (hợp nhất, gộp, tách).

Two supports of one content that meet are never silently joined: a person says which of them goes
on blocking, the other is *set aside*, still counted and shown. A slot that a live dossier holds
cannot be decided here: the dossier must end first, or be allowed by an exception.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.access import Actor
from app.audit import services as audit
from app.changes import Changes
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.models import BLOCKING, HELD, SET_ASIDE, USED, Entry
from app.ledger.services.standing import NAMED
from app.organisations.services.queries import lock_beneficiary
from app.text import _


@dataclass(frozen=True)
class Collision:
    """Two entries of one scope and key that both block; after the joining only one may."""

    staying: Entry
    coming: Entry

    @property
    def held(self) -> Entry | None:
        """The one a live dossier holds, which stands in the way."""
        return next((each for each in (self.coming, self.staying) if each.state == HELD), None)


def entries_of(beneficiary_id: int) -> Sequence[Entry]:
    """Return every entry of the beneficiary, released ones too, oldest first, read afresh."""
    return db.session.scalars(
        select(Entry)
        .where(Entry.beneficiary_id == beneficiary_id)
        .options(NAMED, joinedload(Entry.organisation))
        .order_by(Entry.given_year, Entry.id)
        .execution_options(populate_existing=True)
    ).all()


def collisions(coming: Iterable[Entry], to_id: int) -> list[Collision]:
    """Return which of `coming` meet an entry of the beneficiary `to_id` that blocks as well."""
    there = {(entry.scope, entry.rule_key): entry for entry in entries_of(to_id) if _blocks(entry)}
    return [
        Collision(there[entry.scope, entry.rule_key], entry)
        for entry in coming
        if _blocks(entry) and (entry.scope, entry.rule_key) in there
    ]


def _blocks(entry: Entry) -> bool:
    return entry.state in BLOCKING and entry.rule_key is not None


def move(
    changes: Changes,
    coming: Sequence[Entry],
    to_id: int,
    keep: Mapping[int, int],
    by: Actor,
) -> None:
    """Move the entries to the beneficiary `to_id`; both beneficiaries are locked by then.

    `keep` says for each collision, by the coming entry's id, the id of the entry that goes on
    blocking. Raises 409 naming the dossier where a slot is held, 422 where nothing was decided.
    """
    lock_beneficiary(to_id)
    for collision in collisions(coming, to_id):
        _set_aside(changes, _loser(collision, keep), by)
    db.session.flush()  # the index must not see both, not for a moment
    for entry in coming:
        changes.set(entry, "beneficiary_id", to_id)
    db.session.flush()


def _loser(collision: Collision, keep: Mapping[int, int]) -> Entry:
    if (held := collision.held) is not None:
        raise Conflict(
            _(
                "Hồ sơ %(reference)s đang giữ nội dung mà cả hai bên cùng có. Cần giải quyết xong, "
                "hoặc đơn vị rút hồ sơ đó, rồi mới thực hiện được.",
                reference=held.source_reference,
            )
        )
    two = {collision.staying.id: collision.coming, collision.coming.id: collision.staying}
    loser = two.get(keep.get(collision.coming.id, 0))
    if loser is None:
        raise Invalid(
            _(
                "Hai bên cùng được hỗ trợ một nội dung: vui lòng chọn lượt tính theo quy tắc "
                "01 lần."
            ),
            f"keep_{collision.coming.id}",
        )
    return loser


def _set_aside(changes: Changes, entry: Entry, by: Actor) -> None:
    changes.set(entry, "state", SET_ASIDE)
    audit.record(
        "ledger_entry", entry.id, "set_aside", by, before=USED, after=SET_ASIDE,
        data={"because": "joined"},
    )  # fmt: skip


def left_behind(going: Sequence[Entry], entries: Iterable[Entry]) -> list[Entry]:
    """Return what was set aside beside one of `going` and is not going itself.

    Left alone, it would tell of a support whose blocking half is another organisation's.
    """
    ids = {entry.id for entry in going}
    keys = {_told_twice(entry) for entry in going if entry.state == USED and entry.rule_key}
    return [
        entry
        for entry in entries
        if entry.state == SET_ASIDE and entry.id not in ids and _told_twice(entry) in keys
    ]


def _told_twice(entry: Entry) -> tuple[str, str | None, int]:
    return entry.scope, entry.rule_key, entry.organisation_id


def hand_over(changes: Changes, entries: Iterable[Entry], organisation_id: int) -> None:
    """Let the organisation be the one the entries are of: a joined record, or a part split off."""
    for entry in entries:
        changes.set(entry, "organisation_id", organisation_id)
    db.session.flush()
