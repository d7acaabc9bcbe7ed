"""What an organisation is, changed by an officer's act: name, codes, relatives.

Each function writes through a `Changes`, so that the act that calls it can be undone. Who may,
with which document, and what the ledger says to it is the registry's business.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app import clock
from app.accounts.models import Mandate, MemberInvitation, Membership, PaperConsent
from app.changes import Changes
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.organisations.identifiers import display, root
from app.organisations.models import (
    Beneficiary,
    Claim,
    FormerName,
    Identifier,
    Organisation,
    Succession,
)
from app.organisations.services import queries, words
from app.text import _, format_date


def lock(*organisation_ids: int) -> list[Organisation]:
    """Lock the beneficiaries of the organisations, ascending, then the organisations themselves.

    Who was waiting reads them as they are now. Raises `NotFound`, and 409 for a record that was
    joined into another meanwhile, or that only stands in for a claimant: an act on it would let
    the claimant in past the officer who confirms the claim.
    """
    while True:
        before = _beneficiaries(organisation_ids)
        for beneficiary_id in sorted(before):
            queries.lock_beneficiary(beneficiary_id)
        if _beneficiaries(organisation_ids) == before:
            break
    found = {
        row.id: row
        for row in db.session.scalars(
            select(Organisation)
            .where(Organisation.id.in_(organisation_ids))
            .order_by(Organisation.id)
            .with_for_update(of=Organisation)
            .execution_options(populate_existing=True)
        )
    }
    if len(found) < len(set(organisation_ids)):
        raise NotFound
    for organisation in found.values():
        if organisation.is_standin:
            raise Conflict(
                _(
                    "“%(name)s” là đơn vị tạm của một yêu cầu tham gia. Vui lòng trả lời yêu cầu "
                    "đó trước.",
                    name=organisation.name,
                )
            )
        if organisation.joined_into_id is not None:
            raise Conflict(
                _(
                    "“%(name)s” đã được gộp vào một tổ chức khác nên không thay đổi được nữa.",
                    name=organisation.name,
                )
            )
    return [found[key] for key in organisation_ids]


def _beneficiaries(organisation_ids: Iterable[int]) -> set[int]:
    return set(
        db.session.scalars(
            select(Organisation.beneficiary_id).where(Organisation.id.in_(organisation_ids))
        )
    )


def rename(
    changes: Changes, organisation: Organisation, name: str, on: date, document_number: str
) -> None:
    """Give the organisation a new name; the one it had is kept, and found by, until `on`."""
    earlier = db.session.scalars(
        select(FormerName.valid_to)
        .where(FormerName.organisation_id == organisation.id)
        .order_by(FormerName.valid_to.desc())
        .limit(1)
    ).first()
    changes.add(
        FormerName(
            organisation_id=organisation.id,
            name=organisation.name,
            valid_from=earlier,
            valid_to=on,
            document_number=document_number,
        )
    )
    changes.set(organisation, "name", name)
    reindex(organisation)


def change_code(
    changes: Changes, organisation: Organisation, scheme: str, code: str, on: date
) -> None:
    """Let the organisation go by another code from `on`; the one before stays known.

    A household's ten digits become the representative's twelve (TT 86/2024/TT-BTC). The new
    code's root leads to the same beneficiary. Raises 409 for a code that somebody goes by.
    """
    if on > clock.today():
        raise Invalid(_("Ngày đổi không được ở tương lai."), "on")
    beneficiary = _free_for(organisation, scheme, code)
    for item in [item for item in organisation.identifiers if item.valid_to is None]:
        if on < item.valid_from:
            since = format_date(item.valid_from)
            raise Invalid(
                _("Mã số cũ được ghi từ %(since)s; ngày đổi không sớm hơn ngày đó.", since=since),
                "on",
            )
        changes.set(item, "valid_to", on)
    changes.add(
        Identifier(organisation_id=organisation.id, scheme=scheme, value=code, valid_from=on)
    )
    if organisation.is_provisional:
        changes.set(organisation, "is_provisional", False)
    if beneficiary is None:
        _lead_on(changes, root(scheme, code), organisation.beneficiary)
    db.session.refresh(organisation, ["identifiers"])
    reindex(organisation)


def _free_for(organisation: Organisation, scheme: str, code: str) -> Beneficiary | None:
    """Return whose root the code has, which can only be the organisation's own; else raise 409."""
    holder = queries.by_code(scheme, code)
    beneficiary = queries.beneficiary_of(scheme, code)
    if holder is not None:
        raise Conflict(
            _(
                "Mã số %(code)s đang là của “%(name)s”. "
                "Nếu là cùng một đơn vị, hãy gộp hai bản ghi.",
                code=display(code),
                name=holder.name,
            )
        )
    if beneficiary is not None and beneficiary.id != organisation.beneficiary_id:
        raise Conflict(
            _("Mã số gốc %(code)s đang thuộc một tổ chức khác.", code=display(root(scheme, code)))
        )
    return beneficiary


def _lead_on(changes: Changes, root_code: str, to: Beneficiary) -> None:
    """Let a root that nobody has lead to `to`, as its own root or as one more."""
    if to.root_code is None:
        changes.set(to, "root_code", root_code)
        return
    changes.add(Beneficiary(root_code=root_code, joined_into_id=to.id))


def share_beneficiary(changes: Changes, from_: Beneficiary, to: Beneficiary) -> list[int]:
    """Let every organisation of `from_` belong to `to`, and its roots lead there.

    Returns the organisations moved. The ledger's entries are the ledger's own to move, first.
    """
    moved = list(
        db.session.scalars(
            select(Organisation)
            .where(Organisation.beneficiary_id == from_.id)
            .order_by(Organisation.id)
            .with_for_update(of=Organisation)
        )
    )
    for organisation in moved:
        changes.set(organisation, "beneficiary_id", to.id)
    led = db.session.scalars(select(Beneficiary).where(Beneficiary.joined_into_id == from_.id))
    for alias in (*led, from_):
        changes.set(alias, "joined_into_id", to.id)
    for claim in db.session.scalars(select(Claim).where(Claim.beneficiary_id == from_.id)):
        changes.set(claim, "beneficiary_id", to.id)
    db.session.flush()
    return [organisation.id for organisation in moved]


def set_parent(changes: Changes, branch: Organisation, parent: Organisation) -> None:
    """Note that `branch` (chi nhánh, đơn vị phụ thuộc) belongs to `parent`."""
    if parent.parent_id is not None:
        raise Conflict(
            _("“%(name)s” cũng là một chi nhánh. Hãy chọn đơn vị chủ quản.", name=parent.name)
        )
    changes.set(branch, "parent_id", parent.id)


def succeed(
    changes: Changes,
    successor: Organisation,
    predecessor: Organisation,
    *,
    inherits: bool,
    since: date,
    ceases: bool,
) -> None:
    """Note that `successor` goes on in place of `predecessor`; a merged one ceases."""
    known = db.session.scalar(
        select(Succession.id).where(
            Succession.successor_id == successor.id, Succession.predecessor_id == predecessor.id
        )
    )
    if known is not None:
        raise Conflict(_("Quan hệ kế thừa này đã được ghi."))
    changes.add(
        Succession(
            successor_id=successor.id,
            predecessor_id=predecessor.id,
            inherits=inherits,
            since=since,
        )
    )
    if ceases:
        changes.set(predecessor, "ceased_on", since)


def absorb(changes: Changes, survivor: Organisation, duplicate: Organisation, on: date) -> None:
    """Let one record stand for two of the same organisation.

    Codes and people go over to the survivor; where both go by a code, the duplicate's is kept as
    one it went by. The duplicate record stays, hidden, and leads to the survivor.
    """
    for item in duplicate.identifiers:
        if item.valid_to is None and survivor.code:
            changes.set(item, "valid_to", max(on, item.valid_from))
        changes.set(item, "organisation_id", survivor.id)
    if duplicate.code and survivor.is_provisional:
        changes.set(survivor, "is_provisional", False)
    _bring_people(changes, survivor, duplicate)
    for claim in db.session.scalars(select(Claim).where(Claim.organisation_id == duplicate.id)):
        changes.set(claim, "organisation_id", survivor.id)
    for branch in db.session.scalars(
        select(Organisation).where(Organisation.parent_id == duplicate.id)
    ):
        changes.set(branch, "parent_id", survivor.id)
    changes.set(duplicate, "joined_into_id", survivor.id)
    db.session.flush()
    for organisation in (survivor, duplicate):
        db.session.refresh(organisation, ["identifiers"])
        reindex(organisation)


def _bring_people(changes: Changes, survivor: Organisation, duplicate: Organisation) -> None:
    here = set(
        db.session.scalars(
            select(Membership.person_id).where(Membership.organisation_id == survivor.id)
        )
    )
    for membership in db.session.scalars(
        select(Membership).where(Membership.organisation_id == duplicate.id)
    ):
        if membership.person_id in here:
            changes.remove(membership)
        else:
            changes.set(membership, "organisation_id", survivor.id)
    # What lets them act goes along: mandates, open invitations, consents given on paper.
    for table in (Mandate, MemberInvitation, PaperConsent):
        for row in db.session.scalars(select(table).where(table.organisation_id == duplicate.id)):
            changes.set(row, "organisation_id", survivor.id)


def reindex(organisation: Organisation) -> None:
    """Write anew by what the organisation is found."""
    words.index(organisation)


def former_names(organisation_id: int) -> list[FormerName]:
    """Return the names the organisation had, the last first."""
    return list(
        db.session.scalars(
            select(FormerName)
            .where(FormerName.organisation_id == organisation_id)
            .order_by(FormerName.valid_to.desc(), FormerName.id.desc())
        )
    )


def successions(organisation_id: int) -> list[Succession]:
    """Return whom it succeeded and who succeeded it, oldest first."""
    return list(
        db.session.scalars(
            select(Succession)
            .where(
                (Succession.successor_id == organisation_id)
                | (Succession.predecessor_id == organisation_id)
            )
            .order_by(Succession.since, Succession.id)
        )
    )
