"""Who may do what between people: preparers, agents, stand-ins, conflicts."""

from dataclasses import replace

import pytest

from app.access import NOBODY, SYSTEM, Actor, Permission, Role, allowed, check, may_know
from app.errors import DomainError
from tests.shared.actors import MEMBER, SEVEN, STRANGER, Organisation, Thing, staff

PREPARER = Actor(5, "Người lập", organisation_ids=SEVEN)
AGENT = Actor(6, "Người nộp thay", organisation_ids=SEVEN, signs_for=SEVEN, agent_for=SEVEN)


def test_a_preparer_fills_in_and_binds_the_organisation_to_nothing() -> None:
    mine = {permission for permission in Permission if allowed(permission, MEMBER, Thing())}
    theirs = {permission for permission in Permission if allowed(permission, PREPARER, Thing())}
    assert mine - theirs == {
        Permission.SUBMIT,
        Permission.WITHDRAW,
        Permission.MANAGE_MEMBERS,
        Permission.ANSWER_CLAIM,
    }


def test_no_agent_says_who_else_acts_for_the_organisation() -> None:
    mine = {permission for permission in Permission if allowed(permission, MEMBER, Thing())}
    theirs = {permission for permission in Permission if allowed(permission, AGENT, Thing())}
    assert mine - theirs == {Permission.MANAGE_MEMBERS, Permission.ANSWER_CLAIM}


def test_who_entered_a_dossier_accepts_it_and_judges_nothing_of_it() -> None:
    mine = Thing(entered_by=1, officer_id=1)
    every = staff(*Role)
    assert allowed(Permission.ACCEPT, every, mine)
    for permission in (
        Permission.APPRAISE,
        Permission.CONCLUDE_SELECTION,
        Permission.ENDORSE,
        Permission.DECIDE,
        Permission.RECORD_DECISION,
    ):
        # Who has it in hand appraises it, and neither endorses nor decides.
        officer_id = 1 if permission is Permission.APPRAISE else 2
        assert allowed(permission, every, Thing(officer_id=officer_id))
        assert not allowed(permission, every, replace(mine, officer_id=officer_id))


def test_a_stand_in_has_the_hands_of_who_is_away_and_is_bound_by_what_they_did() -> None:
    away = replace(staff(*Role), stands_in_for=frozenset({9}))
    assert allowed(Permission.APPRAISE, away, Thing(officer_id=9))
    assert not allowed(Permission.APPRAISE, away, Thing(officer_id=8))
    assert not allowed(Permission.APPRAISE, away, Thing(officer_id=9, entered_by=9))
    for permission in (Permission.ENDORSE, Permission.DECIDE):
        assert allowed(permission, away, Thing(officer_id=8, appraiser_ids=[8]))
        assert not allowed(permission, away, Thing(officer_id=8, appraiser_ids=[9]))
        assert not allowed(permission, away, Thing(officer_id=9))
        assert not allowed(permission, away, Thing(officer_id=8, entered_by=9))


def test_nobody_confirms_their_own_absence() -> None:
    own, lead = Thing(person_id=1), staff(Role.LEAD)
    assert not allowed(Permission.ARRANGE_ABSENCE, lead, own)
    assert allowed(Permission.END_ABSENCE, staff(Role.CLERK), own)


def test_only_who_has_no_address_is_withdrawn_for_on_paper_and_never_by_its_own() -> None:
    without = Thing(organisation=Organisation(contact_email=""))
    deed = Permission.WITHDRAW_ON_PAPER
    assert {role for role in Role if allowed(deed, staff(role), without)} == {Role.OFFICER}
    own = Actor(1, "Cán bộ", frozenset({Role.OFFICER}), organisation_ids=SEVEN)
    assert not allowed(deed, own, without)
    assert not allowed(deed, staff(Role.OFFICER), replace(without, submitted_at=None))


def test_a_draft_entered_from_paper_is_the_entering_officers() -> None:
    draft = Thing(submitted_at=None, entered_by=1)
    for permission in (
        Permission.VIEW_APPLICATION,
        Permission.EDIT_APPLICATION,
        Permission.SUBMIT,
    ):
        assert allowed(permission, staff(Role.OFFICER), draft)
        assert not allowed(permission, Actor(9, "Khác", frozenset({Role.OFFICER})), draft)
        assert not allowed(permission, staff(Role.CLERK), draft)
    assert may_know(staff(Role.OFFICER), draft)


@pytest.mark.parametrize("role", sorted(Role))
def test_a_draft_is_the_applicants_alone(role: Role) -> None:
    draft = Thing(submitted_at=None)
    for permission in (
        Permission.VIEW_APPLICATION,
        Permission.VIEW_DOSSIER,
        Permission.WRITE_NOTE,
    ):
        assert not allowed(permission, staff(role), draft)
    assert not may_know(staff(role), draft)
    assert allowed(Permission.VIEW_APPLICATION, MEMBER, draft)
    assert may_know(MEMBER, draft)


def test_a_stranger_may_not_know_that_a_dossier_exists() -> None:
    assert not may_know(STRANGER, Thing())
    assert not may_know(NOBODY, Thing())
    assert not may_know(staff(Role.ADMIN), Thing())
    assert may_know(staff(Role.AUDITOR), Thing())


def test_the_system_does_nothing_but_its_own_deeds() -> None:
    have = {permission for permission in Permission if allowed(permission, SYSTEM, Thing())}
    assert have == {
        Permission.PUBLIC_PAGE,
        Permission.LAPSE,
        Permission.PROMOTE,
        Permission.IMPORT_HISTORY,
        Permission.ROLL_BACK_IMPORT,
        Permission.MARK_REVIEWED,
    }


def test_an_unassigned_dossier_is_nobodys_to_appraise() -> None:
    assert not allowed(Permission.APPRAISE, staff(Role.OFFICER), Thing(officer_id=None))
    assert not allowed(Permission.APPRAISE, staff(Role.OFFICER), None)


def test_a_refusal_says_so_in_words() -> None:
    with pytest.raises(DomainError, match="không có quyền") as refused:
        check(Permission.ISSUE, MEMBER, Thing())
    assert refused.value.status == 403


def test_who_sits_in_a_session_scores_it_and_only_its_secretary_runs_it() -> None:
    session = Thing(seated_ids=frozenset({1}), secretary_ids=frozenset({1}))
    other = Thing(seated_ids=frozenset({9}), secretary_ids=frozenset({9}))
    expert, clerk = staff(Role.COUNCIL), staff(Role.CLERK)
    assert allowed(Permission.SCORE, expert, session)
    assert allowed(Permission.SEE_SESSION, expert, session)
    assert not allowed(Permission.SEE_SESSION, expert, other)
    assert not may_know(expert, other)
    assert not allowed(Permission.RUN_SESSION, expert, session)  # outside experts run nothing
    assert allowed(Permission.RUN_SESSION, clerk, session)
    assert not allowed(Permission.RUN_SESSION, clerk, other)
    assert not allowed(Permission.SCORE, Actor(1, "Đã thôi vai trò"), session)
