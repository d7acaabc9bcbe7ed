"""Who may do what, on one screen: `POLICY`. Pure: no Flask, no database."""

from enum import StrEnum
from typing import Any

from app import actors
from app.errors import DomainError
from app.predicates import (
    Predicate,
    answers_claim,
    anyone,
    assigned,
    assists,
    both,
    either,
    enters,
    handling,
    keeps_records,
    member,
    no_interest,
    not_appraiser,
    not_enterer,
    not_proposer,
    of_someone_else,
    ones_own,
    represents_someone,
    role,
    seated,
    signatory,
    signed_in,
    signs,
    speaks_for_members,
    submitted,
    system,
    without_address,
)
from app.text import _

# The names by which all rooms know who acts.
Actor = actors.Actor
Role = actors.Role
NOBODY, SYSTEM = actors.NOBODY, actors.SYSTEM


class Permission(StrEnum):
    """Everything that can be asked of the policy."""

    PUBLIC_PAGE = "public_page"
    OWN_ACCOUNT = "own_account"
    REPRESENT = "represent"  # pages of one's own organisation
    SEE_MEMBERS = "see_members"
    MANAGE_MEMBERS = "manage_members"
    READ_MANDATE = "read_mandate"  # giấy ủy quyền
    VIEW_ORGANISATION = "view_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    CHECK_REGISTRATION = "check_registration"
    CHANGE_ORGANISATION = "change_organisation"  # rename, join, split, each with its document
    READ_ACT = "read_act"
    READ_PERSONAL_CODE = "read_personal_code"  # số định danh, whole
    ANSWER_CLAIM = "answer_claim"
    SHOW_MANDATE = "show_mandate"  # with one's own claim
    LIST_CLAIMS = "list_claims"
    VIEW_APPLICATION = "view_application"
    START_APPLICATION = "start_application"
    EDIT_APPLICATION = "edit_application"
    SUBMIT = "submit"
    ANSWER_SUPPLEMENT = "answer_supplement"
    WITHDRAW = "withdraw"
    WITHDRAW_ON_PAPER = "withdraw_on_paper"  # recorded by an officer for who has no e-mail
    ASSIST = "assist"  # nhập hộ: enter a paper dossier for an organisation
    PRINT_LETTERS = "print_letters"  # thư cần in
    READ_DESK = "read_desk"
    SHARE_VIEWS = "share_views"  # ways of looking at the queue, with everyone at the desk
    VIEW_DOSSIER = "view_dossier"
    SEE_WORK = "see_work"  # việc của tôi
    ARRANGE_ABSENCE = "arrange_absence"  # giao xử lý thay: confirmed, or set, by a leader
    END_ABSENCE = "end_absence"
    HAND_OVER = "hand_over"  # an officer's dossiers to others (bàn giao)
    NOTE_ARRIVAL = "note_arrival"  # số đến, ngày đến
    SIGN_EXTENSION = "sign_extension"  # thư xin lỗi và đề nghị gia hạn
    WRITE_NOTE = "write_note"
    ACCEPT = "accept"
    DECLINE = "decline"
    REQUEST_SUPPLEMENT = "request_supplement"
    ASSIGN = "assign"
    APPRAISE = "appraise"
    ASK_OPINION = "ask_opinion"  # xin ý kiến
    KEEP_AGENCIES = "keep_agencies"  # the address book of who is asked
    DECLARE_INTEREST = "declare_interest"  # có lợi ích liên quan
    READ_INTERESTS = "read_interests"
    WITHDRAW_INTEREST = "withdraw_interest"
    SEE_SESSIONS = "see_sessions"  # of selection (phiên xét chọn)
    SEE_SESSION = "see_session"
    PREPARE_SESSION = "prepare_session"
    RUN_SESSION = "run_session"  # seats, dossiers, opening and closing: the secretary, the lead
    REOPEN_SCORING = "reopen_scoring"
    CONCLUDE_SESSION = "conclude_session"
    SCORE = "score"
    CONCLUDE_SELECTION = "conclude_selection"  # each dossier of a session, by the lead
    PROMOTE = "promote"  # from the reserve list into a freed place
    ENDORSE = "endorse"
    DECIDE = "decide"
    RECORD_DECISION = "record_decision"
    ISSUE = "issue"
    DECIDE_LISTS = "decide_lists"  # many dossiers in one act; each row is asked for besides
    PREPARE_BUNDLE = "prepare_bundle"  # bộ trình ký, and that it was signed
    ISSUE_LISTS = "issue_lists"
    LAPSE = "lapse"
    MANAGE_PEOPLE = "manage_people"
    READ_LETTERS = "read_letters"
    IMPORT_HISTORY = "import_history"  # read, judge, decide and apply files of the past
    ROLL_BACK_IMPORT = "roll_back_import"
    SET_UP_CONTENTS = "set_up_contents"  # support contents, their questions and documents
    SET_UP_PROVINCE = "set_up_province"  # working days, the province's profile, communes
    SET_UP_PROGRAMMES = "set_up_programmes"  # programmes, projects, calls
    READ_LEDGER = "read_ledger"  # the book of supports, with its export
    PROPOSE_EXCEPTION = "propose_exception"
    DECIDE_EXCEPTION = "decide_exception"
    CLOSE_ENTRY = "close_entry"  # whether a support that ended early counts
    SET_RULE = "set_rule"  # what "một nội dung" is, which scopes block
    MARK_REVIEWED = "mark_reviewed"
    SAY_NEED = "say_need"  # đăng ký nhu cầu, for one's own organisation
    CHANGE_NEED = "change_need"
    CONFIRM_BY_PHONE = "confirm_by_phone"  # an officer writes down what an organisation answered
    READ_NEEDS = "read_needs"
    INVITE_NEED = "invite_need"
    SPEAK_FOR_MEMBERS = "speak_for_members"  # partners (đối tác giới thiệu)
    MANAGE_PARTNERS = "manage_partners"
    MAKE_PAPER = "make_paper"  # draft an official paper about a dossier
    NUMBER_PAPER = "number_paper"  # số, ngày of a paper
    SET_UP_TEMPLATES = "set_up_templates"  # the office's own Word templates
    ASK_QUESTION = "ask_question"  # hỏi đáp, about one's own dossier
    ANSWER_QUESTION = "answer_question"
    RATE = "rate"  # how one's dossier was handled, once it has ended
    READ_RATINGS = "read_ratings"
    RESEND_LETTER = "resend_letter"  # about a dossier, that did not arrive
    SET_UP_LETTERS = "set_up_letters"  # the words of letters
    TAKE_AWAY = "take_away"  # tệp đã xuất: what one asked for oneself
    OPEN_EXPORT = "open_export"
    OPEN_TOOLS = "open_tools"  # the page that lists what else the staff can do


CLERK = role(Role.CLERK)
OFFICER = role(Role.OFFICER)
LEAD = role(Role.LEAD)
DIRECTOR = role(Role.DIRECTOR)
DESK = role(Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR)
READERS = role(Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR, Role.AUDITOR)
ADMIN = role(Role.ADMIN)
_SITS = role(Role.COUNCIL, Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR)

POLICY: dict[Permission, Predicate] = {
    Permission.PUBLIC_PAGE: anyone,
    Permission.OWN_ACCOUNT: signed_in,
    Permission.REPRESENT: represents_someone,
    Permission.VIEW_ORGANISATION: either(member, READERS),
    Permission.SEE_MEMBERS: member,
    Permission.MANAGE_MEMBERS: signatory,
    Permission.READ_MANDATE: either(member, READERS),
    Permission.EDIT_ORGANISATION: either(member, both(assists, without_address)),
    Permission.CHECK_REGISTRATION: both(OFFICER, no_interest),
    Permission.CHANGE_ORGANISATION: both(OFFICER, no_interest),
    Permission.READ_ACT: READERS,
    Permission.READ_PERSONAL_CODE: either(member, DESK),
    Permission.ANSWER_CLAIM: both(either(answers_claim, OFFICER), of_someone_else),
    Permission.SHOW_MANDATE: ones_own,
    Permission.LIST_CLAIMS: OFFICER,
    Permission.VIEW_APPLICATION: either(member, both(READERS, submitted, no_interest), enters),
    Permission.START_APPLICATION: represents_someone,
    Permission.EDIT_APPLICATION: either(member, enters),
    Permission.SUBMIT: either(signs, enters),
    Permission.ANSWER_SUPPLEMENT: either(member, enters),
    Permission.WITHDRAW: signs,
    Permission.WITHDRAW_ON_PAPER: handling(OFFICER, without_address),
    Permission.ASSIST: assists,
    Permission.PRINT_LETTERS: role(Role.CLERK, Role.OFFICER),
    Permission.READ_DESK: READERS,
    Permission.SHARE_VIEWS: LEAD,
    Permission.VIEW_DOSSIER: both(READERS, submitted, no_interest),
    Permission.SEE_WORK: DESK,
    Permission.ARRANGE_ABSENCE: both(either(LEAD, DIRECTOR), of_someone_else),
    Permission.END_ABSENCE: either(both(DESK, ones_own), LEAD, DIRECTOR),
    Permission.HAND_OVER: LEAD,
    Permission.NOTE_ARRIVAL: handling(CLERK),
    Permission.SIGN_EXTENSION: handling(role(Role.OFFICER, Role.LEAD)),
    Permission.WRITE_NOTE: handling(DESK),
    Permission.ACCEPT: handling(role(Role.CLERK, Role.OFFICER)),
    Permission.DECLINE: handling(OFFICER),
    Permission.REQUEST_SUPPLEMENT: handling(OFFICER),
    Permission.ASSIGN: handling(LEAD),
    Permission.APPRAISE: handling(OFFICER, assigned, not_enterer),
    Permission.ASK_OPINION: handling(role(Role.OFFICER, Role.LEAD)),
    Permission.KEEP_AGENCIES: role(Role.OFFICER, Role.LEAD),
    Permission.DECLARE_INTEREST: both(DESK, submitted),
    Permission.READ_INTERESTS: role(Role.LEAD, Role.DIRECTOR, Role.AUDITOR),
    Permission.WITHDRAW_INTEREST: both(LEAD, of_someone_else),
    Permission.SEE_SESSIONS: either(READERS, role(Role.COUNCIL)),
    Permission.SEE_SESSION: either(READERS, both(_SITS, seated)),
    Permission.PREPARE_SESSION: role(Role.OFFICER, Role.LEAD),
    Permission.RUN_SESSION: either(LEAD, both(DESK, keeps_records)),
    Permission.REOPEN_SCORING: LEAD,
    Permission.CONCLUDE_SESSION: LEAD,
    Permission.SCORE: both(_SITS, seated),
    Permission.CONCLUDE_SELECTION: handling(LEAD, not_enterer),
    Permission.PROMOTE: either(system, handling(LEAD)),
    Permission.ENDORSE: handling(LEAD, not_appraiser, not_enterer),
    Permission.DECIDE: handling(DIRECTOR, not_appraiser, not_enterer),
    Permission.RECORD_DECISION: handling(OFFICER, not_enterer),
    Permission.ISSUE: handling(CLERK),
    Permission.DECIDE_LISTS: DIRECTOR,
    Permission.PREPARE_BUNDLE: OFFICER,
    Permission.ISSUE_LISTS: CLERK,
    Permission.LAPSE: system,
    Permission.MANAGE_PEOPLE: ADMIN,
    Permission.READ_LETTERS: either(ADMIN, READERS),
    # The command line does it too, as the system.
    Permission.IMPORT_HISTORY: either(system, role(Role.OFFICER, Role.LEAD)),
    Permission.ROLL_BACK_IMPORT: either(system, LEAD),
    Permission.SET_UP_CONTENTS: role(Role.LEAD, Role.ADMIN),
    Permission.SET_UP_PROVINCE: role(Role.LEAD, Role.ADMIN),
    Permission.SET_UP_PROGRAMMES: role(Role.LEAD, Role.ADMIN),
    Permission.READ_LEDGER: READERS,
    Permission.PROPOSE_EXCEPTION: both(LEAD, no_interest),
    Permission.DECIDE_EXCEPTION: both(DIRECTOR, no_interest, not_proposer),
    Permission.CLOSE_ENTRY: both(DIRECTOR, no_interest),
    Permission.SET_RULE: either(LEAD, DIRECTOR),
    Permission.MARK_REVIEWED: either(LEAD, DIRECTOR, system),
    Permission.SAY_NEED: represents_someone,
    Permission.CHANGE_NEED: member,
    Permission.CONFIRM_BY_PHONE: both(OFFICER, no_interest),
    Permission.READ_NEEDS: READERS,
    Permission.INVITE_NEED: role(Role.OFFICER, Role.LEAD),
    Permission.SPEAK_FOR_MEMBERS: speaks_for_members,
    Permission.MANAGE_PARTNERS: ADMIN,
    Permission.MAKE_PAPER: handling(DESK),
    Permission.NUMBER_PAPER: both(CLERK, no_interest),
    Permission.SET_UP_TEMPLATES: role(Role.LEAD, Role.ADMIN),
    Permission.ASK_QUESTION: both(member, submitted),
    Permission.ANSWER_QUESTION: handling(role(Role.CLERK, Role.OFFICER, Role.LEAD)),
    Permission.RATE: both(member, submitted),
    Permission.READ_RATINGS: either(LEAD, DIRECTOR),
    Permission.RESEND_LETTER: handling(role(Role.CLERK, Role.OFFICER)),
    Permission.SET_UP_LETTERS: role(Role.LEAD, Role.ADMIN),
    Permission.TAKE_AWAY: READERS,
    Permission.OPEN_EXPORT: both(READERS, ones_own),
    Permission.OPEN_TOOLS: either(ADMIN, READERS),
}


def allowed(permission: Permission, actor: Actor, thing: Any = None) -> bool:
    """Return whether `actor` may do `permission` on `thing`."""
    return POLICY[permission](actor, thing)


def check(permission: Permission, actor: Actor, thing: Any = None) -> None:
    """Raise 403 unless `actor` may do `permission` on `thing`."""
    if not allowed(permission, actor, thing):
        raise DomainError(403, _("Anh/chị không có quyền thực hiện việc này."))


def may_know(actor: Actor, thing: Any) -> bool:
    """Return whether `actor` may know that `thing` exists; otherwise the answer is 404."""
    if getattr(thing, "organisation_id", None) in actor.organisation_ids:
        return True
    if hasattr(thing, "submitted_at") and thing.submitted_at is None:
        return enters(actor, thing)
    return READERS(actor, thing)
