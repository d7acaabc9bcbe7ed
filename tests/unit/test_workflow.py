"""The table of moves, every cell of it: what is not written there does not happen."""

from dataclasses import dataclass, field
from itertools import product
from typing import cast

import pytest

from app.access import POLICY, SYSTEM, Actor, Permission, Role
from app.applications.models import Application
from app.applications.services import perform
from app.applications.workflow import (
    BACK,
    ENDED,
    LIVE,
    LOOKS,
    MOVES,
    Action,
    Move,
    Slot,
    Status,
    offered_to_public,
)
from app.errors import DomainError
from app.outbox.rendering import TEMPLATES

ORGANISATION, OFFICER = 7, 100


@dataclass
class Dossier:
    """The parts of a dossier that the check looks at."""

    status: str
    version: int = 5
    organisation_id: int = ORGANISATION
    officer_id: int | None = OFFICER
    appraiser_ids: list[int] = field(default_factory=list)
    submitted_at: str | None = "once"
    contact_email: str = ""  # so that everybody meets every move


def check(dossier: Dossier, action: Action, by: Actor, **asked: object) -> None:
    perform.check(cast(Application, dossier), action, by, **asked)  # type: ignore[arg-type]


def staff(*roles: Role, person_id: int = OFFICER) -> Actor:
    return Actor(person_id, "Cán bộ", frozenset(roles))


MEMBER = Actor(
    1, "Đơn vị", organisation_ids=frozenset({ORGANISATION}), signs_for=frozenset({ORGANISATION})
)
PREPARER = Actor(3, "Người lập", organisation_ids=frozenset({ORGANISATION}))
STRANGER = Actor(2, "Đơn vị khác", organisation_ids=frozenset({ORGANISATION + 1}))
EVERYBODY = {
    "member": MEMBER,
    "preparer": PREPARER,
    "stranger": STRANGER,
    "system": SYSTEM,
    # The officer has the dossier in hand; who has it neither endorses nor decides it.
    **{
        role.value: staff(role, person_id=OFFICER if role is Role.OFFICER else OFFICER + 10)
        for role in Role
    },
}
# Who may make each move; written here once more, by hand, so that a slip in POLICY shows.
MAY = {
    Action.SUBMIT: {"member"},
    Action.ACCEPT: {"clerk", "officer"},
    Action.DECLINE: {"officer"},
    Action.REQUEST_SUPPLEMENT: {"officer"},
    Action.SUPPLEMENT: {"member", "preparer"},
    Action.LAPSE: {"system"},
    Action.ASSIGN: {"lead"},
    Action.REASSIGN: {"lead"},
    Action.RECOMMEND: {"officer"},
    Action.RECOMMEND_STRAIGHT: {"officer"},
    Action.SEND_TO_SELECTION: {"officer"},
    Action.SHORTLIST: {"lead"},
    Action.SHORTLIST_STRAIGHT: {"lead"},
    Action.PROPOSE_REJECTION: {"lead"},
    Action.PROPOSE_REJECTION_STRAIGHT: {"lead"},
    Action.PUT_ON_RESERVE: {"lead"},
    Action.RETURN_FROM_SELECTION: {"lead"},
    Action.PROMOTE: {"lead", "system"},
    Action.PROMOTE_STRAIGHT: {"lead", "system"},
    Action.END_RESERVE: {"system"},
    Action.ENDORSE: {"lead"},
    Action.RETURN_TO_APPRAISAL: {"lead"},
    Action.RETURN_BY_DIRECTOR: {"director"},
    Action.APPROVE: {"director"},
    Action.REJECT: {"director"},
    Action.RECORD_APPROVAL: {"officer"},
    Action.RECORD_REJECTION: {"officer"},
    Action.ISSUE_APPROVAL: {"clerk"},
    Action.ISSUE_REJECTION: {"clerk"},
    Action.WITHDRAW: {"member"},
    Action.WITHDRAW_ON_PAPER: {"officer"},
}
OUTSIDE = [
    (status, action)
    for status, action in product(Status, Action)
    if status not in MOVES[action].sources
]
INSIDE = [(status, action) for action in Action for status in sorted(MOVES[action].sources)]


def test_the_table_has_every_move_once() -> None:
    assert set(MOVES) == set(Action) == set(MAY)
    assert len(OUTSIDE) + len(INSIDE) == len(Status) * len(Action)


@pytest.mark.parametrize(("status", "action"), OUTSIDE)
def test_a_move_that_is_not_in_the_table_is_refused_to_everybody(
    status: Status, action: Action
) -> None:
    for actor in EVERYBODY.values():
        with pytest.raises(DomainError) as refused:
            check(Dossier(status), action, actor)
        assert refused.value.status == 409
        look = LOOKS[status]
        assert (look.inside if actor.staff else look.label) in refused.value.message


@pytest.mark.parametrize(("status", "action"), INSIDE)
def test_a_move_in_the_table_is_made_by_its_people_and_refused_to_all_others(
    status: Status, action: Action
) -> None:
    allowed = set()
    for name, actor in EVERYBODY.items():
        answer = 200
        try:
            check(Dossier(status), action, actor, reason="vì …")
        except DomainError as refused:
            answer = refused.status
        assert answer in {200, 403}, name
        if answer == 200:
            allowed.add(name)
    assert allowed == MAY[action]


@pytest.mark.parametrize("action", sorted(set(Action) - {Action.LAPSE, Action.SUBMIT}))
def test_a_member_of_the_organisation_does_nothing_to_its_dossier_for_the_office(
    action: Action,
) -> None:
    own = frozenset({ORGANISATION})
    insider = Actor(OFFICER, "Cán bộ", frozenset(Role), own, signs_for=own)
    status = min(MOVES[action].sources)
    if "member" in MAY[action]:
        check(Dossier(status), action, insider, reason="vì …")
        return
    with pytest.raises(DomainError) as refused:
        check(Dossier(status), action, insider, reason="vì …")
    assert refused.value.status == 403


def test_only_the_assigned_officer_appraises() -> None:
    for action in (Action.RECOMMEND, Action.RECOMMEND_STRAIGHT):
        with pytest.raises(DomainError) as refused:
            check(Dossier("under_appraisal"), action, staff(Role.OFFICER, person_id=OFFICER + 1))
        assert refused.value.status == 403


@pytest.mark.parametrize(
    "action",
    [
        Action.ENDORSE,
        Action.RETURN_TO_APPRAISAL,
        Action.APPROVE,
        Action.REJECT,
        Action.RETURN_BY_DIRECTOR,
    ],
)
def test_who_ever_appraised_neither_endorses_nor_decides(action: Action) -> None:
    both = staff(*Role)
    status = min(MOVES[action].sources)
    another = OFFICER + 1
    check(Dossier(status, officer_id=another, appraiser_ids=[1, 2]), action, both, reason="vì …")
    for dossier in (
        Dossier(status, officer_id=another, appraiser_ids=[1, OFFICER, 2]),
        Dossier(status, officer_id=OFFICER),  # or has it in hand
    ):
        with pytest.raises(DomainError) as refused:
            check(dossier, action, both, reason="vì …")
        assert refused.value.status == 403


NEED_REASON = {
    Action.DECLINE,
    Action.RETURN_TO_APPRAISAL,
    Action.RETURN_BY_DIRECTOR,
    Action.REJECT,
    Action.RECORD_REJECTION,
    Action.PROPOSE_REJECTION,
    Action.PROPOSE_REJECTION_STRAIGHT,
    Action.RETURN_FROM_SELECTION,
    Action.WITHDRAW_ON_PAPER,
}


@pytest.mark.parametrize("action", sorted(Action))
def test_what_goes_against_the_applicant_or_back_needs_a_reason(action: Action) -> None:
    (name,) = sorted(MAY[action])[:1]
    status = min(MOVES[action].sources)
    for empty in ("", "   ", "\n"):
        if action in NEED_REASON:
            with pytest.raises(DomainError) as refused:
                check(Dossier(status), action, EVERYBODY[name], reason=empty)
            assert (refused.value.status, refused.value.field) == (422, "reason")
        else:
            check(Dossier(status), action, EVERYBODY[name], reason=empty)


@pytest.mark.parametrize(("status", "action"), INSIDE)
def test_another_version_is_refused_naming_both(status: Status, action: Action) -> None:
    (name,) = sorted(MAY[action])[:1]
    check(Dossier(status), action, EVERYBODY[name], reason="vì …", version=5)
    for seen in (4, 6):
        with pytest.raises(DomainError) as refused:
            check(Dossier(status), action, EVERYBODY[name], reason="vì …", version=seen)
        assert refused.value.status == 409
        assert f"phiên bản {seen}" in refused.value.message
        assert "phiên bản 5" in refused.value.message


def moves_from(status: Status) -> dict[Action, Move]:
    return {action: move for action, move in MOVES.items() if status in move.sources}


def test_every_status_can_be_reached_and_every_one_that_is_not_an_end_left() -> None:
    reached = {Status.DRAFT} | {
        Status(move.target) for move in MOVES.values() if move.target != BACK
    }
    assert reached == set(Status)
    for status in Status:
        assert bool(moves_from(status)) == (status not in ENDED)


def test_what_was_decided_waits_for_the_clerk_alone() -> None:
    for status in (Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED):
        assert {move.permission for move in moves_from(status).values()} == {Permission.ISSUE}


def test_the_slot_is_held_from_submission_to_the_end() -> None:
    assert {status for status, look in LOOKS.items() if look.slot is Slot.FREE} == {
        Status.DRAFT, Status.DECLINED, Status.REJECTED, Status.WITHDRAWN, Status.LAPSED,
        Status.RESERVE_ENDED,
    }  # fmt: skip
    assert LIVE | ENDED | {Status.DRAFT} == set(Status)


def test_the_public_cannot_tell_a_decision_before_its_issue() -> None:
    label = LOOKS[Status.AWAITING_APPROVAL].label
    for status in (
        Status.AWAITING_ENDORSEMENT, Status.APPROVED_UNISSUED, Status.REJECTED_UNISSUED,
    ):  # fmt: skip
        assert LOOKS[status].label == label
        assert LOOKS[status].tone == LOOKS[Status.AWAITING_APPROVAL].tone
        for action in Action:
            assert offered_to_public(action, status) == offered_to_public(
                action, Status.AWAITING_APPROVAL
            )


LETTERS = {
    Action.SUBMIT: "submitted",
    Action.ACCEPT: "accepted",
    Action.DECLINE: "declined",
    Action.REQUEST_SUPPLEMENT: "supplement_requested",
    Action.SUPPLEMENT: "supplement_received",
    Action.LAPSE: "lapsed",
    Action.WITHDRAW: "withdrawn",
    Action.PUT_ON_RESERVE: "reserve",
    Action.PROMOTE: "promoted",
    Action.PROMOTE_STRAIGHT: "promoted",
    Action.END_RESERVE: "reserve_ended",
    Action.WITHDRAW_ON_PAPER: "withdrawn",
    Action.ISSUE_APPROVAL: "approved",
    Action.ISSUE_REJECTION: "rejected",
}


def test_the_moves_that_tell_the_applicant_do_and_the_others_keep_silent() -> None:
    assert {action: move.letter for action, move in MOVES.items() if move.letter} == LETTERS
    for letter in LETTERS.values():
        for part in ("subject.txt", "body.txt", "body.html"):
            assert (TEMPLATES / f"application_{letter}" / part).is_file()


def test_every_permission_has_a_predicate() -> None:
    assert set(POLICY) == set(Permission)
