"""Actors and things for tests of the policy: no database."""

from dataclasses import dataclass, field

from app.access import Actor, Role


@dataclass
class Organisation:
    contact_email: str = "dv@example.vn"


@dataclass
class Thing:
    organisation_id: int = 7
    officer_id: int | None = None
    appraiser_ids: list[int] = field(default_factory=list)
    submitted_at: str | None = "once"
    person_id: int = 50
    entered_by: int | None = None
    organisation_ids: frozenset[int] = frozenset({7})
    organisation: Organisation = field(default_factory=Organisation)
    seated_ids: frozenset[int] = frozenset()
    secretary_ids: frozenset[int] = frozenset()


def staff(*roles: Role) -> Actor:
    return Actor(1, "Cán bộ", frozenset(roles))


SEVEN, EIGHT = frozenset({7}), frozenset({8})
MEMBER = Actor(2, "Đơn vị", organisation_ids=SEVEN, signs_for=SEVEN, signatory_of=SEVEN)
STRANGER = Actor(3, "Đơn vị khác", organisation_ids=EIGHT, signs_for=EIGHT, signatory_of=EIGHT)
