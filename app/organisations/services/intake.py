"""Many organisations at once: how an import finds those that are known and makes the others.

Single ones are registered, or made by `provisional.make`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, delete, func, insert, select
from sqlalchemy.orm import aliased

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.inserting import inserted
from app.organisations.likeness import Description
from app.organisations.models import Beneficiary, Identifier, Organisation, OrganisationWord
from app.organisations.services import words

CHUNK = 900  # ids in one IN list, within what both databases take
Code = tuple[str, str]  # scheme, canonical value


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation the house knows, as far as an import asks."""

    organisation_id: int
    beneficiary_id: int
    name: str
    ended: bool = False  # by a code that is no longer valid


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An organisation to be made. Without a code it is provisional."""

    kind: str
    name: str
    commune_code: str
    address: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    scheme: str = ""
    code: str = ""
    root_code: str = ""
    beneficiary_id: int | None = None  # whose branch it is, when that is known


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(set(values))
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def by_codes(values: Iterable[str]) -> dict[Code, Known]:
    """Return who goes, or went, by these canonical codes; who goes by one now comes first.

    A duplicate that was joined stands for the organisation it was joined into.
    """
    found: dict[Code, Known] = {}
    for some in _chunks(values):
        rows = db.session.execute(
            select(
                Identifier.scheme, Identifier.value, Identifier.organisation_id, Identifier.valid_to
            )
            .where(Identifier.value.in_(some))
            .order_by(Identifier.valid_to.is_(None), Identifier.valid_to, Identifier.id)
        ).all()
        heads = of_ids(row.organisation_id for row in rows)
        for row in rows:  # the valid one comes last and stays
            head = heads[row.organisation_id]
            found[row.scheme, row.value] = Known(
                head.organisation_id, head.beneficiary_id, head.name, row.valid_to is not None
            )
    return found


def by_roots(codes: Iterable[str]) -> dict[str, int]:
    """Return root code → the beneficiary it belongs to now."""
    found: dict[str, int] = {}
    for some in _chunks(codes):
        for code, key, joined in db.session.execute(
            select(Beneficiary.root_code, Beneficiary.id, Beneficiary.joined_into_id).where(
                Beneficiary.root_code.in_(some)
            )
        ):
            found[str(code)] = joined or key
    return found


def of_ids(organisation_ids: Iterable[int]) -> dict[int, Known]:
    """Return id → the organisation that stands for it now."""
    found: dict[int, Known] = {}
    head = aliased(Organisation)
    for some in _chunks(organisation_ids):
        for key, known, beneficiary_id, name in db.session.execute(
            select(Organisation.id, head.id, head.beneficiary_id, head.name)
            .join(
                head,
                head.id == func.coalesce(Organisation.joined_into_id, Organisation.id),
            )
            .where(Organisation.id.in_(some))
        ):
            found[key] = Known(known, beneficiary_id, name)
    return found


def lock(beneficiary_ids: Iterable[int]) -> None:
    """Lock the beneficiaries, by ascending id, until the transaction ends."""
    for some in _chunks(beneficiary_ids):
        db.session.execute(
            select(Beneficiary.id)
            .where(Beneficiary.id.in_(some))
            .order_by(Beneficiary.id)
            .with_for_update()
        ).all()


def make_many(newcomers: Sequence[Newcomer], batch_id: int, by: Actor) -> list[tuple[int, int]]:
    """Make the organisations; return (organisation id, beneficiary id) of each, in order.

    Newcomers of one root code share a beneficiary. Each gets its event. A code that somebody
    took meanwhile ends in the database's refusal: nothing is made.
    """
    if not newcomers:
        return []
    owners = _beneficiaries(newcomers)
    moment = clock.now()
    made = inserted(
        Organisation.id,
        [
            {
                "beneficiary_id": owner,
                "kind": one.kind,
                "name": one.name,
                "commune_code": one.commune_code,
                "address": one.address,
                "phone": one.phone,
                "email": one.email,
                "representative": one.representative,
                "contact_name": "",
                "contact_phone": "",
                "contact_email": "",
                "created_at": moment,
                "origin": "imported",
                "is_provisional": not one.code,
                "batch_id": batch_id,
            }
            for one, owner in zip(newcomers, owners, strict=True)
        ],
    )
    _name_codes(newcomers, made)
    _index(newcomers, made)
    audit.record_many(
        "organisation", made, "made_known", by, data={"origin": "imported", "batch": batch_id}
    )
    return list(zip(made, owners, strict=True))


def _beneficiaries(newcomers: Sequence[Newcomer]) -> list[int]:
    """Return the beneficiary of each newcomer, made where there is none yet."""
    wanted = [
        ("root", one.root_code) if one.root_code else ("own", str(at))
        for at, one in enumerate(newcomers)
        if one.beneficiary_id is None
    ]
    fresh = list(dict.fromkeys(wanted))
    ids = inserted(
        Beneficiary.id,
        [{"root_code": value if how == "root" else None} for how, value in fresh],
    )
    made = dict(zip(fresh, ids, strict=True))
    following = iter(wanted)
    return [
        one.beneficiary_id if one.beneficiary_id is not None else made[next(following)]
        for one in newcomers
    ]


def _name_codes(newcomers: Sequence[Newcomer], made: Sequence[int]) -> None:
    today = clock.today()
    rows = [
        {"organisation_id": key, "scheme": one.scheme, "value": one.code, "valid_from": today}
        for one, key in zip(newcomers, made, strict=True)
        if one.code
    ]
    if rows:
        db.session.execute(insert(Identifier), rows)


def _index(newcomers: Sequence[Newcomer], made: Sequence[int]) -> None:
    """Write the keys by which organisations alike are found."""
    rows = [
        {"word": word, "organisation_id": key}
        for one, key in zip(newcomers, made, strict=True)
        for word in sorted(words.written(described(one)))
    ]
    if rows:
        db.session.execute(insert(OrganisationWord), rows)


def described(one: Newcomer) -> Description:
    """Return the newcomer as likeness compares it."""
    return Description(
        one.name,
        code=one.code,
        commune_code=one.commune_code,
        representative=one.representative,
        phone=one.phone,
        email=one.email,
        address=one.address,
    )


def made_by(batch_id: int) -> list[tuple[int, int, int]]:
    """Return (id, beneficiary id, version) of the organisations a batch made."""
    found = db.session.execute(
        select(Organisation.id, Organisation.beneficiary_id, Organisation.version)
        .where(Organisation.batch_id == batch_id)
        .order_by(Organisation.id)
    )
    return [(key, beneficiary_id, version) for key, beneficiary_id, version in found]


def erase(batch_id: int, beneficiary_ids: Iterable[int]) -> int:
    """Delete what a batch made: organisations, their codes and keys, and these beneficiaries.

    Nothing else may refer to them by then: the foreign keys refuse it. Returns how many
    organisations went.
    """
    mine = select(Organisation.id).where(Organisation.batch_id == batch_id)
    for table in (Identifier, OrganisationWord):
        _delete(delete(table).where(table.organisation_id.in_(mine)))
    gone = _delete(delete(Organisation).where(Organisation.batch_id == batch_id))
    for some in _chunks(beneficiary_ids):
        _delete(delete(Beneficiary).where(Beneficiary.id.in_(some)))
    return gone


def _delete(statement: Delete) -> int:
    done = db.session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has one
