"""Claims (yêu cầu tham gia): who wants to act for a code that is known, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app import clock
from app.access import Actor, Permission, Role, check
from app.accounts.models import Person
from app.accounts.services import mandates
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.organisations import emails
from app.organisations.models import Claim, Organisation
from app.organisations.services import (
    admission,
    candidates,
    granting,
    members,
    queries,
    standins,
)
from app.text import _

MOST = 100
WAITING, GRANTED, REFUSED = "waiting", "granted", "refused"
# A list names the claimants, and needs nothing else of them.
WITH_PERSON = joinedload(Claim.person).options(lazyload(Person.roles), lazyload(Person.memberships))


def get(claim_id: int) -> Claim:
    """Return the claim; raises `NotFound`."""
    claim = db.session.get(Claim, claim_id)
    if claim is None:
        raise NotFound
    return claim


def waiting_for_members(actor: Actor) -> Sequence[Claim]:
    """Return the claims `actor` may answer as signatory of an organisation, oldest first."""
    beneficiaries = select(Organisation.beneficiary_id).where(
        Organisation.id.in_(actor.signatory_of)
    )
    return db.session.scalars(
        select(Claim)
        .options(WITH_PERSON)
        .where(
            Claim.state == WAITING,
            Claim.basis == "code",  # likeness is for officers to judge
            Claim.beneficiary_id.in_(beneficiaries),
            Claim.person_id != actor.person_id,
        )
        .order_by(Claim.id)
        .limit(MOST)
    ).all()


def waiting_for_officers(actor: Actor, after: int = 0) -> Sequence[Claim]:
    """Return up to 100 waiting claims an officer may answer, oldest first, after id `after`."""
    check(Permission.LIST_CLAIMS, actor)
    return db.session.scalars(
        select(Claim)
        .options(WITH_PERSON)
        .where(Claim.state == WAITING, Claim.id > after, Claim.person_id != actor.person_id)
        .order_by(Claim.id)
        .limit(MOST)
    ).all()


def last_of(person_id: int) -> Claim | None:
    """Return the person's newest claim."""
    return db.session.scalar(
        select(Claim).where(Claim.person_id == person_id).order_by(Claim.id.desc()).limit(1)
    )


def waits(person_id: int) -> bool:
    """Return whether a claim of the person has no answer yet."""
    found = db.session.scalar(
        select(Claim.id).where(Claim.person_id == person_id, Claim.state == WAITING).limit(1)
    )
    return found is not None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What an officer says besides yes: whose history it is, and how that was made sure."""

    same_as: int | None = None  # the provisional organisation it is; None: none of them
    phoned: bool = False  # the phone on file was called, and who answered confirmed
    verified: str = ""  # in words, where no phone is on file


NOTHING = Judged()


def grant(claim_id: int, actor: Actor, judged: Judged = NOTHING) -> Claim:
    """Let the claimant in: into the organisation that has the code, or into a new one of it.

    Raises 403 for whom the policy does not let answer, `Conflict` once answered, `Invalid` when
    nobody made sure that the claimant belongs to an organisation that has no member yet.
    """
    claim = _to_answer(claim_id, actor)
    if claim.standin_id is not None:
        organisation = granting.grant(claim, actor, judged.same_as, judged.phoned, judged.verified)
    else:
        organisation = _let_in(claim, actor)
    claim.organisation_id = organisation.id
    _answer(claim, GRANTED, "", actor)
    return claim


def _let_in(claim: Claim, actor: Actor) -> Organisation:
    queries.lock_beneficiary(claim.beneficiary_id)
    # Asked again under the lock: a claim for the same code may have been granted meanwhile.
    organisation = queries.by_code(claim.scheme, claim.code)
    if organisation is None:
        return admission.create(
            claim.person,
            claim.beneficiary,
            scheme=claim.scheme,
            code=claim.code,
            details=claim.details,
            actor=actor,
        )
    if members.of(claim.person_id, organisation.id) is None:
        # Signing for the organisation is for those it names itself; where it has nobody who
        # could name one, an officer lets in its first signatory.
        first = Role.OFFICER in actor.roles and not members.has_signatory(organisation.id)
        members.let_in(claim, organisation.id, first=first, by=actor)
    return organisation


def alike(claim: Claim) -> list[candidates.Candidate]:
    """Return, for an officer, who may be the organisation that was typed, most alike first.

    The first claimant's own stand-in is never among them.
    """
    return candidates.like(admission.typed(claim.person, claim.code, claim.details))


def show_mandate(claim_id: int, typed: mandates.Typed, by: Actor) -> None:
    """Keep the mandate by which the claimant wants to act as an agent (người nộp thay).

    It opens nothing until the claim is granted. Raises `Invalid` next to the field, `Conflict`
    once answered, or where the code has no organisation that could have given one.
    """
    claim = _locked(claim_id)
    check(Permission.SHOW_MANDATE, by, claim)
    if claim.state != WAITING or claim.organisation_id is None:
        raise Conflict(_("Yêu cầu này không nhận thêm giấy ủy quyền."))
    mandate = mandates.give(claim.organisation_id, typed, by)
    claim.details = {**claim.details, "mandate_id": mandate.id}
    db.session.flush()
    audit.record("claim", claim.id, "mandate_shown", by, data={"number": mandate.number})


def refuse(claim_id: int, reason: str, actor: Actor) -> Claim:
    """Say no, with a reason the claimant reads.

    Raises `Invalid` without a reason, 403 for whom the policy does not let answer, `Conflict`
    once answered.
    """
    claim = _to_answer(claim_id, actor)
    if not reason:
        raise Invalid(_("Vui lòng nêu lý do từ chối."), "reason")
    if claim.standin_id is not None:
        standins.give_up(claim, actor)
    _answer(claim, REFUSED, reason, actor)
    return claim


def _locked(claim_id: int) -> Claim:
    claim = db.session.scalar(
        select(Claim)
        .where(Claim.id == claim_id)
        .with_for_update(of=Claim)
        .execution_options(populate_existing=True)
    )
    if claim is None:
        raise NotFound
    return claim


def _to_answer(claim_id: int, actor: Actor) -> Claim:
    claim = _locked(claim_id)
    check(Permission.ANSWER_CLAIM, actor, claim)
    if claim.state != WAITING:
        raise Conflict(_("Yêu cầu này đã được người khác trả lời."))
    return claim


def _answer(claim: Claim, state: str, reason: str, actor: Actor) -> None:
    claim.state, claim.reason = state, reason
    claim.answered_at, claim.answered_by = clock.now(), actor.person_id
    db.session.flush()
    by_officer = Role.OFFICER in actor.roles
    audit.record(
        "claim",
        claim.id,
        state,
        actor,
        before=WAITING,
        after=state,
        data={
            "reason": reason,
            "by_officer": by_officer,
            **({"confirmation": claim.confirmation} if claim.confirmation else {}),
        },
    )
    emails.claim_answered(claim)
