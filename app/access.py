"""Who may do what, on one screen: `POLICY`. Pure: no Flask, no database."""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any

from app import actors
from app.errors import DomainError
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
    VIEW_DOSSIER = "view_dossier"
    WRITE_NOTE = "write_note"
    ACCEPT = "accept"
    DECLINE = "decline"
    REQUEST_SUPPLEMENT = "request_supplement"
    ASSIGN = "assign"
    APPRAISE = "appraise"
    CONCLUDE_SELECTION = "conclude_selection"  # the secretary closes a session of xét chọn
    PROMOTE = "promote"  # from the reserve list into a freed place
    ENDORSE = "endorse"
    DECIDE = "decide"
    RECORD_DECISION = "record_decision"
    ISSUE = "issue"
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
    OPEN_TOOLS = "open_tools"  # the page that lists what else the staff can do


Predicate = Callable[[Actor, Any], bool]


def anyone(actor: Actor, thing: Any) -> bool:
    return True


def signed_in(actor: Actor, thing: Any) -> bool:
    return actor.signed_in


def represents_someone(actor: Actor, thing: Any) -> bool:
    return bool(actor.organisation_ids)


def member(actor: Actor, thing: Any) -> bool:
    """Members of the organisation the thing belongs to."""
    return thing is not None and thing.organisation_id in actor.organisation_ids


def speaks_for_members(actor: Actor, thing: Any) -> bool:
    """A person of a partner that is not closed; no staff, whatever else they are."""
    return actor.partner_id is not None and not actor.staff


def without_address(actor: Actor, thing: Any) -> bool:
    """An organisation without e-mail: its letters go on paper, officers enter for it."""
    organisation = getattr(thing, "organisation", thing)
    return getattr(organisation, "contact_email", None) == ""


def signs(actor: Actor, thing: Any) -> bool:
    """Who may bind the organisation: its signatories, and agents whose mandate says so."""
    return thing is not None and thing.organisation_id in actor.signs_for


def signatory(actor: Actor, thing: Any) -> bool:
    """Signatories (người ký) of the organisation; no agent is one, whatever the mandate."""
    return thing is not None and thing.organisation_id in actor.signatory_of


def enters(actor: Actor, thing: Any) -> bool:
    """The officer who is entering this dossier from paper (nhập hộ)."""
    entered_by = getattr(thing, "entered_by", None)
    return entered_by is not None and entered_by == actor.person_id and _assists(actor, thing)


def not_enterer(actor: Actor, thing: Any) -> bool:
    """Who entered a dossier may accept it, but judges nothing of it: separation of duties."""
    entered_by = getattr(thing, "entered_by", None)
    return entered_by is None or entered_by != actor.person_id


def system(actor: Actor, thing: Any) -> bool:
    return actor.system


def role(*roles: Role) -> Predicate:
    """Staff of one of `roles`."""
    wanted = frozenset(roles)
    return lambda actor, thing: bool(actor.roles & wanted)


def both(*predicates: Predicate) -> Predicate:
    return lambda actor, thing: all(predicate(actor, thing) for predicate in predicates)


def either(*predicates: Predicate) -> Predicate:
    return lambda actor, thing: any(predicate(actor, thing) for predicate in predicates)


def no_interest(actor: Actor, thing: Any) -> bool:
    """Whether `actor` belongs to none of the organisations that share the thing's beneficiary."""
    if thing is None or not actor.organisation_ids:
        return True
    related = getattr(thing, "related_organisation_ids", {thing.organisation_id})
    return not actor.organisation_ids & related


def assigned(actor: Actor, thing: Any) -> bool:
    """The officer the dossier was assigned to (chuyên viên thụ lý)."""
    return thing is not None and thing.officer_id == actor.person_id


def not_appraiser(actor: Actor, thing: Any) -> bool:
    """Who appraised may not approve: separation of duties (ASVS 2.3.5)."""
    appraisers: Collection[int] = () if thing is None else thing.appraiser_ids
    return actor.person_id not in appraisers


def not_proposer(actor: Actor, thing: Any) -> bool:
    """Who proposed may not decide."""
    return thing is None or actor.person_id != getattr(thing, "proposed_by", None)


def submitted(actor: Actor, thing: Any) -> bool:
    """A draft (bản nháp) is the applicant's alone."""
    return thing is not None and thing.submitted_at is not None


def handling(*predicates: Predicate) -> Predicate:
    """Who works on a submitted dossier of somebody else's, as the predicates say."""
    return both(submitted, no_interest, *predicates)


def answers_claim(actor: Actor, thing: Any) -> bool:
    """Signatories of any organisation of the beneficiary that is claimed."""
    return thing is not None and bool(thing.organisation_ids & actor.signatory_of)


def ones_own(actor: Actor, thing: Any) -> bool:
    """What the person asked for themself."""
    return thing is not None and actor.signed_in and thing.person_id == actor.person_id


def of_someone_else(actor: Actor, thing: Any) -> bool:
    """Nobody answers their own claim."""
    return thing is None or thing.person_id != actor.person_id


CLERK = role(Role.CLERK)
OFFICER = role(Role.OFFICER)
LEAD = role(Role.LEAD)
DIRECTOR = role(Role.DIRECTOR)
DESK = role(Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR)
READERS = role(Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR, Role.AUDITOR)
ADMIN = role(Role.ADMIN)
_assists = both(OFFICER, no_interest)

POLICY: dict[Permission, Predicate] = {
    Permission.PUBLIC_PAGE: anyone,
    Permission.OWN_ACCOUNT: signed_in,
    Permission.REPRESENT: represents_someone,
    Permission.VIEW_ORGANISATION: either(member, READERS),
    Permission.SEE_MEMBERS: member,
    Permission.MANAGE_MEMBERS: signatory,
    Permission.READ_MANDATE: either(member, READERS),
    Permission.EDIT_ORGANISATION: either(member, both(_assists, without_address)),
    Permission.CHECK_REGISTRATION: both(OFFICER, no_interest),
    Permission.CHANGE_ORGANISATION: both(OFFICER, no_interest),
    Permission.READ_ACT: READERS,
    Permission.READ_PERSONAL_CODE: either(member, DESK),
    Permission.ANSWER_CLAIM: both(either(answers_claim, OFFICER), of_someone_else),
    Permission.SHOW_MANDATE: ones_own,
    Permission.LIST_CLAIMS: OFFICER,
    Permission.VIEW_APPLICATION: either(member, both(READERS, submitted), enters),
    Permission.START_APPLICATION: represents_someone,
    Permission.EDIT_APPLICATION: either(member, enters),
    Permission.SUBMIT: either(signs, enters),
    Permission.ANSWER_SUPPLEMENT: either(member, enters),
    Permission.WITHDRAW: signs,
    Permission.WITHDRAW_ON_PAPER: handling(OFFICER, without_address),
    Permission.ASSIST: _assists,
    Permission.PRINT_LETTERS: role(Role.CLERK, Role.OFFICER),
    Permission.READ_DESK: READERS,
    Permission.VIEW_DOSSIER: both(READERS, submitted, no_interest),
    Permission.WRITE_NOTE: handling(DESK),
    Permission.ACCEPT: handling(role(Role.CLERK, Role.OFFICER)),
    Permission.DECLINE: handling(OFFICER),
    Permission.REQUEST_SUPPLEMENT: handling(OFFICER),
    Permission.ASSIGN: handling(LEAD),
    Permission.APPRAISE: handling(OFFICER, assigned, not_enterer),
    Permission.CONCLUDE_SELECTION: handling(LEAD, not_enterer),
    Permission.PROMOTE: either(system, handling(LEAD)),
    Permission.ENDORSE: handling(LEAD, not_appraiser, not_enterer),
    Permission.DECIDE: handling(DIRECTOR, not_appraiser, not_enterer),
    Permission.RECORD_DECISION: handling(OFFICER, not_enterer),
    Permission.ISSUE: handling(CLERK),
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
    Permission.NUMBER_PAPER: CLERK,
    Permission.SET_UP_TEMPLATES: role(Role.LEAD, Role.ADMIN),
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
