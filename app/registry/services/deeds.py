"""The six acts. Each is an officer's, rests on a document, and can be undone in time.

KH 79/KH-UBND section II.2.2 counts supports for each "tổ chức" and says nothing about names,
codes, branches or mergers: what follows from each is the default of the Sở's own practice, set
down in the act's reason and document.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.access import Actor
from app.accounts import names
from app.applications.services import lineage as dossiers
from app.changes import Changes
from app.delivery import services as delivery
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.models import GIVEN
from app.ledger.services import joining
from app.needs.services import lineage as needs
from app.organisations.identifiers import display, parse
from app.organisations.models import Organisation
from app.organisations.services import lineage
from app.registry.models import BRANCH, IDENTIFIER, JOIN, RENAME, SPLIT, SUCCESSOR, Act
from app.registry.services.acts import Paper, carry_out
from app.text import _


def rename(organisation_id: int, name: str, on: date, paper: Paper, by: Actor) -> Act:
    """Give the organisation a new name; it is still found by the old one."""
    dossiers.lock_all(organisation_id)  # they are sorted by the name: locked before all else
    (organisation,) = lineage.lock(organisation_id)
    name = names.plain(name, "name")
    if name == organisation.name:
        raise Invalid(_("Tên mới trùng với tên hiện tại."), "name")
    said = {"before": organisation.name, "after": name, "on": on.isoformat()}

    def deed(changes: Changes) -> dict[str, Any]:
        lineage.rename(changes, organisation, name, on, paper.number)
        dossiers.reindex(dossiers.of({organisation.id}))
        return said

    return carry_out(RENAME, (organisation, None), paper, by, deed)


def change_code(organisation_id: int, typed: str, on: date, paper: Paper, by: Actor) -> Act:
    """Let the organisation go by a new code from `on`: a household's 10 digits become 12."""
    (organisation,) = lineage.lock(organisation_id)
    scheme, code = parse(organisation.kind, typed)
    said = {"before": display(organisation.code), "after": display(code), "on": on.isoformat()}

    def deed(changes: Changes) -> dict[str, Any]:
        lineage.change_code(changes, organisation, scheme, code, on)
        dossiers.reindex(dossiers.of({organisation.id}))
        return said

    return carry_out(IDENTIFIER, (organisation, None), paper, by, deed)


def make_branch(
    branch_id: int, parent_id: int, keep: Mapping[int, int], paper: Paper, by: Actor
) -> Act:
    """Let a branch (chi nhánh, đơn vị phụ thuộc) count as its parent for the rule."""
    branch, parent = lineage.lock(branch_id, parent_id)

    def deed(changes: Changes) -> dict[str, Any]:
        moved = _one_beneficiary(changes, parent, branch, keep, by)
        lineage.set_parent(changes, branch, parent)
        return moved

    return carry_out(BRANCH, (branch, parent), paper, by, deed)


def succeed(
    successor_id: int,
    predecessor_id: int,
    *,
    inherits: bool,
    ceases: bool,
    since: date,
    keep: Mapping[int, int],
    paper: Paper,
    by: Actor,
) -> Act:
    """Note who goes on in place of whom (kế thừa, hợp nhất, sáp nhập).

    With `inherits` the successor has what the predecessor had: cooperatives that merged inherit
    the union. Without, the link only warns: a household that became a company.
    """
    successor, predecessor = lineage.lock(successor_id, predecessor_id)

    def deed(changes: Changes) -> dict[str, Any]:
        moved = _one_beneficiary(changes, successor, predecessor, keep, by) if inherits else {}
        lineage.succeed(
            changes, successor, predecessor, inherits=inherits, since=since, ceases=ceases
        )
        return moved | {"inherits": inherits, "ceases": ceases, "since": since.isoformat()}

    return carry_out(SUCCESSOR, (successor, predecessor), paper, by, deed)


def join(
    survivor_id: int, duplicate_id: int, keep: Mapping[int, int], paper: Paper, by: Actor
) -> Act:
    """Let one record stand for two of the same organisation: dossiers, people, codes, history."""
    theirs = dossiers.lock_all(duplicate_id)
    survivor, duplicate = lineage.lock(survivor_id, duplicate_id)
    if len(dossiers.of({duplicate.id})) != len(theirs):
        raise Conflict(_("Đơn vị vừa lập hồ sơ mới. Vui lòng xem lại rồi thực hiện lần nữa."))
    said = {"name": duplicate.name, "code": display(duplicate.code)}

    def deed(changes: Changes) -> dict[str, Any]:
        own = [
            entry
            for entry in joining.entries_of(duplicate.beneficiary_id)
            if entry.organisation_id == duplicate.id
        ]
        moved = _one_beneficiary(changes, survivor, duplicate, keep, by)
        joining.hand_over(changes, own, survivor.id)
        dossiers.move(changes, theirs, duplicate.id, survivor)
        delivery.hand_over(changes, duplicate.id, survivor.id)
        needs.hand_over(changes, duplicate.id, survivor.id)
        lineage.absorb(changes, survivor, duplicate, paper.on)
        return said | moved

    return carry_out(JOIN, (survivor, duplicate), paper, by, deed)


def split(
    whole_id: int,
    part_id: int,
    going: Collection[int],
    *,
    ceases: bool,
    since: date,
    keep: Mapping[int, int],
    paper: Paper,
    by: Actor,
) -> Act:
    """Let `part` leave `whole` with the supports the officer names (tách, chia)."""
    whole, part = lineage.lock(whole_id, part_id)
    if whole.beneficiary_id == part.beneficiary_id:
        raise Conflict(_("Hai bên đang là một tổ chức theo quy tắc 01 lần nên không tách được."))
    entries = joining.entries_of(whole.beneficiary_id)
    chosen = [
        entry
        for entry in entries
        if entry.id in going and entry.state in GIVEN and entry.organisation_id == whole.id
    ]
    if len(chosen) != len(set(going)):
        raise Conflict(_("Sổ hỗ trợ vừa thay đổi. Vui lòng xem lại các mục đi theo."))
    if behind := joining.left_behind(chosen, entries):
        raise Invalid(
            _(
                "Cùng một nội dung còn %(count)s lần đã ghi là không còn chặn (%(years)s). Các lần "
                "này đi cùng nhau: vui lòng chọn tất cả, hoặc không chọn lần nào.",
                count=len(behind),
                years=", ".join(str(entry.given_year) for entry in behind),
            ),
            "going",
        )

    def deed(changes: Changes) -> dict[str, Any]:
        joining.move(changes, chosen, part.beneficiary_id, keep, by)
        joining.hand_over(changes, chosen, part.id)
        lineage.succeed(changes, part, whole, inherits=False, since=since, ceases=ceases)
        return {"entries": [entry.id for entry in chosen], "ceases": ceases}

    return carry_out(SPLIT, (whole, part), paper, by, deed)


def _one_beneficiary(
    changes: Changes,
    staying: Organisation,
    coming: Organisation,
    keep: Mapping[int, int],
    by: Actor,
) -> dict[str, Any]:
    """Let both have one ledger; what meets was decided by the officer (`keep`)."""
    if staying.beneficiary_id == coming.beneficiary_id:
        return {"entries": [], "kept": {}}
    entries = joining.entries_of(coming.beneficiary_id)
    joining.move(changes, entries, staying.beneficiary_id, keep, by)
    lineage.share_beneficiary(changes, coming.beneficiary, staying.beneficiary)
    db.session.expire(coming, ["beneficiary"])
    return {
        "entries": [entry.id for entry in entries],
        "kept": {str(coming_id): kept for coming_id, kept in keep.items()},
    }
