"""Who may do what: one table."""

import pytest

from app.access import NOBODY, Actor, Permission, Role, allowed
from tests.shared.actors import MEMBER, STRANGER, Thing, staff

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
    Permission.REOPEN_SCORING: {Role.LEAD},
    Permission.CONCLUDE_SESSION: {Role.LEAD},
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
