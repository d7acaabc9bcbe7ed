"""The policy, asked for every role: roles add up, drafts are private, interest excludes."""

from dataclasses import dataclass, field, replace

import pytest

from app.access import NOBODY, SYSTEM, Actor, Permission, Role, allowed, check, may_know
from app.errors import DomainError


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
PREPARER = Actor(5, "Người lập", organisation_ids=SEVEN)
AGENT = Actor(6, "Người nộp thay", organisation_ids=SEVEN, signs_for=SEVEN, agent_for=SEVEN)
STRANGER = Actor(3, "Đơn vị khác", organisation_ids=EIGHT, signs_for=EIGHT, signatory_of=EIGHT)
PERSON = Actor(4, "Chưa có đơn vị")
DESK = {Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR}
READERS = DESK | {Role.AUDITOR}
# Permission → the roles that have it over a submitted dossier of another organisation.
BY_ROLE: dict[Permission, set[Role]] = {
    Permission.CHECK_REGISTRATION: {Role.OFFICER},
    Permission.CHANGE_ORGANISATION: {Role.OFFICER},
    Permission.READ_ACT: READERS,
    Permission.READ_PERSONAL_CODE: DESK,
    Permission.ANSWER_CLAIM: {Role.OFFICER},
    Permission.LIST_CLAIMS: {Role.OFFICER},
    Permission.ASSIST: {Role.OFFICER},
    Permission.PRINT_LETTERS: {Role.CLERK, Role.OFFICER},
    Permission.READ_MANDATE: READERS,
    Permission.SEE_MEMBERS: set(),
    Permission.MANAGE_MEMBERS: set(),
    Permission.SHOW_MANDATE: set(),
    Permission.VIEW_ORGANISATION: READERS,
    Permission.VIEW_APPLICATION: READERS,
    Permission.READ_DESK: READERS,
    Permission.SHARE_VIEWS: {Role.LEAD},
    Permission.VIEW_DOSSIER: READERS,
    Permission.SEE_WORK: DESK,
    Permission.ARRANGE_ABSENCE: {Role.LEAD, Role.DIRECTOR},
    Permission.END_ABSENCE: {Role.LEAD, Role.DIRECTOR},
    Permission.HAND_OVER: {Role.LEAD},
    Permission.NOTE_ARRIVAL: {Role.CLERK},
    Permission.SIGN_EXTENSION: {Role.OFFICER, Role.LEAD},
    Permission.WRITE_NOTE: DESK,
    Permission.MANAGE_PEOPLE: {Role.ADMIN},
    Permission.READ_LETTERS: READERS | {Role.ADMIN},
    Permission.IMPORT_HISTORY: {Role.OFFICER, Role.LEAD},
    Permission.ROLL_BACK_IMPORT: {Role.LEAD},
    Permission.SET_UP_CONTENTS: {Role.LEAD, Role.ADMIN},
    Permission.SET_UP_PROVINCE: {Role.LEAD, Role.ADMIN},
    Permission.SET_UP_PROGRAMMES: {Role.LEAD, Role.ADMIN},
    Permission.DECIDE_LISTS: {Role.DIRECTOR},
    Permission.PREPARE_BUNDLE: {Role.OFFICER},
    Permission.ISSUE_LISTS: {Role.CLERK},
    Permission.MAKE_PAPER: DESK,
    Permission.ASK_OPINION: {Role.OFFICER, Role.LEAD},
    Permission.KEEP_AGENCIES: {Role.OFFICER, Role.LEAD},
    Permission.DECLARE_INTEREST: DESK,
    Permission.READ_INTERESTS: {Role.LEAD, Role.DIRECTOR, Role.AUDITOR},
    Permission.WITHDRAW_INTEREST: {Role.LEAD},
    Permission.NUMBER_PAPER: {Role.CLERK},
    Permission.SET_UP_TEMPLATES: {Role.LEAD, Role.ADMIN},
    Permission.ASK_QUESTION: set(),
    Permission.ANSWER_QUESTION: {Role.CLERK, Role.OFFICER, Role.LEAD},
    Permission.RATE: set(),
    Permission.READ_RATINGS: {Role.LEAD, Role.DIRECTOR},
    Permission.RESEND_LETTER: {Role.CLERK, Role.OFFICER},
    Permission.SET_UP_LETTERS: {Role.LEAD, Role.ADMIN},
    Permission.SAY_NEED: set(),
    Permission.CHANGE_NEED: set(),
    Permission.CONFIRM_BY_PHONE: {Role.OFFICER},
    Permission.READ_NEEDS: READERS,
    Permission.INVITE_NEED: {Role.OFFICER, Role.LEAD},
    Permission.SPEAK_FOR_MEMBERS: set(),
    Permission.MANAGE_PARTNERS: {Role.ADMIN},
    Permission.TAKE_AWAY: READERS,
    Permission.OPEN_EXPORT: set(),
    Permission.OPEN_TOOLS: READERS | {Role.ADMIN},
    Permission.READ_LEDGER: READERS,
    Permission.PROPOSE_EXCEPTION: {Role.LEAD},
    Permission.DECIDE_EXCEPTION: {Role.DIRECTOR},
    Permission.CLOSE_ENTRY: {Role.DIRECTOR},
    Permission.SET_RULE: {Role.LEAD, Role.DIRECTOR},
    Permission.MARK_REVIEWED: {Role.LEAD, Role.DIRECTOR},
    Permission.EDIT_ORGANISATION: set(),
    Permission.EDIT_APPLICATION: set(),
    Permission.SUBMIT: set(),
    Permission.ANSWER_SUPPLEMENT: set(),
    Permission.WITHDRAW: set(),
    Permission.WITHDRAW_ON_PAPER: set(),
    Permission.REPRESENT: set(),
    Permission.START_APPLICATION: set(),
    Permission.LAPSE: set(),
    Permission.CONCLUDE_SELECTION: {Role.LEAD},
    Permission.SEE_SESSIONS: READERS | {Role.COUNCIL},
    Permission.SEE_SESSION: READERS,
    Permission.PREPARE_SESSION: {Role.OFFICER, Role.LEAD},
    Permission.RUN_SESSION: {Role.LEAD},
    Permission.SCORE: set(),
    Permission.PROMOTE: {Role.LEAD},
}


@pytest.mark.parametrize("permission", sorted(BY_ROLE))
def test_each_role_has_what_the_table_gives_it_and_nothing_else(permission: Permission) -> None:
    have = {role for role in Role if allowed(permission, staff(role), Thing())}
    assert have == BY_ROLE[permission]


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.PUBLIC_PAGE}))
def test_nobody_may_do_nothing_but_read_public_pages(permission: Permission) -> None:
    assert not allowed(permission, NOBODY, Thing())
    assert not allowed(permission, NOBODY, Thing(officer_id=None, submitted_at=None))


def test_who_is_signed_in_without_an_organisation_has_only_their_account() -> None:
    have = {permission for permission in Permission if allowed(permission, PERSON, Thing())}
    assert have == {Permission.PUBLIC_PAGE, Permission.OWN_ACCOUNT}


def test_a_partner_speaks_for_members_and_has_nothing_else() -> None:
    partner = Actor(7, "Liên minh", partner_id=3)
    have = {permission for permission in Permission if allowed(permission, partner, Thing())}
    assert have == {
        Permission.PUBLIC_PAGE,
        Permission.OWN_ACCOUNT,
        Permission.SPEAK_FOR_MEMBERS,
    }
    assert not partner.staff
    both = Actor(7, "Liên minh", frozenset({Role.OFFICER}), partner_id=3)
    assert not allowed(Permission.SPEAK_FOR_MEMBERS, both)


def test_a_member_has_the_same_over_nothing_of_another_organisation() -> None:
    mine = {permission for permission in Permission if allowed(permission, MEMBER, Thing())}
    others = {permission for permission in Permission if allowed(permission, STRANGER, Thing())}
    assert mine - others == {
        Permission.VIEW_ORGANISATION,
        Permission.EDIT_ORGANISATION,
        Permission.READ_PERSONAL_CODE,
        Permission.ANSWER_CLAIM,
        Permission.VIEW_APPLICATION,
        Permission.EDIT_APPLICATION,
        Permission.SUBMIT,
        Permission.ANSWER_SUPPLEMENT,
        Permission.WITHDRAW,
        Permission.ASK_QUESTION,
        Permission.RATE,
        Permission.SEE_MEMBERS,
        Permission.MANAGE_MEMBERS,
        Permission.READ_MANDATE,
        Permission.CHANGE_NEED,
    }


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
