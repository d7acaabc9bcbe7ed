"""Nhận thư: which letters somebody gets, which of them may wait, and their choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access import NOBODY, Actor, Permission, check
from app.accounts.models import Person
from app.accounts.services import people
from app.errors import Conflict
from app.outbox import preferences
from app.outbox.letters import ACCOUNT, CAN_WAIT, DEADLINE, LETTERS, REQUIRED, SORTS, LetterKind
from app.outbox.models import Letter
from app.outbox.preferences import Wanted
from app.text import _


@dataclass(frozen=True)
class Reader:
    """Who reads the letters of an address: one of the staff, somebody of a unit, or both."""

    address: str
    inside: bool
    outside: bool

    def kinds(self, sort: str) -> Sequence[LetterKind]:
        """Return the letters of a sort that can reach this reader."""
        return [
            kind
            for kind in LETTERS.values()
            if kind.sort == sort and kind.reaches(inside=self.inside, outside=self.outside)
        ]

    def choosable(self) -> Mapping[str, Sequence[LetterKind]]:
        """Return the sorts of letters that may wait, each with its letters."""
        return {sort: kinds for sort in CAN_WAIT if (kinds := self.kinds(sort))}

    def always(self) -> Sequence[tuple[str, Sequence[LetterKind]]]:
        """Return (heading, letters) of what is sent at once, whatever anybody prefers."""
        found = [(SORTS[sort], self.kinds(sort)) for sort in (REQUIRED, DEADLINE, ACCOUNT)]
        return [(heading, kinds) for heading, kinds in found if kinds]

    @property
    def wanted(self) -> Wanted:
        """What the address wants now."""
        return preferences.of(self.address)


def own(by: Actor) -> Reader:
    """Return a signed-in person as a reader; the address is "" for who signs in by phone."""
    person = people.get(by.person_id or 0)
    return _reader(person.email or "", person)


def of_letter(letter: Letter) -> Reader:
    """Return who reads the mailbox that a letter went to."""
    return _reader(letter.to, people.by_email(letter.to.lower()))


def choose(ways: Mapping[str, str], by: Actor, *, seen: int | None) -> None:
    """Choose for one's own address. Raises 403, 409 (none, or changed meanwhile), 422."""
    check(Permission.OWN_ACCOUNT, by)
    reader = own(by)
    if not reader.address:
        raise Conflict(_("Tài khoản này không có địa chỉ thư điện tử."))
    about = ("person", by.person_id or 0)
    preferences.choose(reader.address, ways, by, about, seen=seen)


def choose_by_link(letter: Letter, ways: Mapping[str, str], *, seen: int | None) -> None:
    """Choose by the link of a letter: whoever reads it, reads its mailbox. Raises 409, 422."""
    preferences.choose(letter.to, ways, NOBODY, ("letter", letter.id), seen=seen)


def _reader(address: str, person: Person | None) -> Reader:
    inside = person is not None and bool(person.roles)
    outside = not inside or (person is not None and bool(person.memberships))
    return Reader(address, inside, outside)
