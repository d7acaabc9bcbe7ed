"""Drafting while a claim waits (đơn vị tạm của người yêu cầu): apart from all that is claimed.

Who claims an organisation that others made known, and that has no member yet, may draft at once.
They do so in a *stand-in*: an organisation of their own, made of what they typed. It shares
neither the beneficiary nor a row with the claimed one, so no page can show any of its history;
it has no code, is in no list and cannot submit. When an officer has answered, it becomes the
organisation, hands its drafts over to the one that was claimed, or is given up.
"""

from collections.abc import Callable

from sqlalchemy import delete

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict
from app.extensions import db
from app.organisations import identifiers
from app.organisations.models import UNKNOWN, Beneficiary, Claim, Organisation
from app.organisations.services import members, profile, provisional, queries, words
from app.text import _

# What rooms above do with what was begun in a stand-in (its id): bring it to the organisation
# that takes its place, or throw it away when there is none.
Follow = Callable[[int, int | None, Actor], None]
_followers: list[Follow] = []


def follow(deed: Follow) -> Follow:
    """Let `deed` of a room above be done when a stand-in ends; a decorator."""
    _followers.append(deed)
    return deed


def may_draft(beneficiary: Beneficiary) -> bool:
    """Return whether a claimant may draft: others made it known, and it has no member."""
    made_known = any(one.origin != "registered" for one in beneficiary.organisations)
    return made_known and not queries.has_members(beneficiary.id)


def make(claim: Claim, actor: Actor) -> Organisation:
    """Make the stand-in of a claim, of what the claimant typed."""
    beneficiary = Beneficiary()
    db.session.add(beneficiary)
    db.session.flush()
    said = claim.details
    standin = Organisation(
        beneficiary_id=beneficiary.id,
        kind=said["kind"],
        name=said["name"],
        commune_code=said["commune_code"],
        phone=said["contact_phone"],
        email=claim.person.email or "",
        representative=said["representative"],
        contact_name=said["contact_name"],
        contact_phone=said["contact_phone"],
        contact_email=claim.person.email or "",
        registration_paper=said.get("so_dkhtx", ""),
        created_at=clock.now(),
        is_standin=True,
    )
    db.session.add(standin)
    db.session.flush()
    members.into_standin(claim.person, standin)
    claim.standin = standin
    db.session.flush()
    audit.record("organisation", standin.id, "stands_in", actor, data={"claim": claim.id})
    return standin


def refuse_submission(organisation: Organisation) -> None:
    """Raise 409 for a stand-in: its claim has no answer yet."""
    if organisation.is_standin:
        raise Conflict(waiting_words())


def waiting_words() -> str:
    """Return what the claimant reads while the claim waits."""
    return _(
        "Cán bộ của Sở đang xác nhận yêu cầu làm thủ tục của anh/chị. Trong lúc chờ, anh/chị soạn "
        "được hồ sơ; nộp được sau khi có xác nhận. Bản nháp được giữ nguyên; phiếu đăng ký cần in "
        "và ký khi đã có xác nhận."
    )


def become(claim: Claim, beneficiary: Beneficiary | None, actor: Actor) -> Organisation:
    """Make the stand-in the organisation of the claim's code; drafts and members stay.

    Under `beneficiary`, whose root the code has, or under its own.
    """
    standin = _of(claim)
    own = standin.beneficiary
    if beneficiary is None:
        own.root_code = identifiers.root(claim.scheme, claim.code)
    else:
        standin.beneficiary = beneficiary
    standin.is_standin = False
    provisional.give_code(standin, claim.scheme, claim.code)
    if beneficiary is not None:
        db.session.execute(delete(Beneficiary).where(Beneficiary.id == own.id))
        db.session.expunge(own)
    words.index(standin)
    audit.record("organisation", standin.id, "registered", actor, after=standin.kind)
    return standin


def hand_over(claim: Claim, target: Organisation, actor: Actor) -> None:
    """Bring the claimant and the drafts to `target`, which gets what its profile lacked."""
    standin = _of(claim)
    _end(claim, target.id, actor)
    for field in (*profile.FIELDS, "contact_email"):
        if not getattr(target, field) and getattr(standin, field):
            setattr(target, field, getattr(standin, field))
    if target.commune_code == UNKNOWN:
        target.commune_code = standin.commune_code
    if not queries.profile_missing(target):
        target.profile_completed_at = target.profile_completed_at or clock.now()
    standin.joined_into_id = target.id
    words.index(target)


def give_up(claim: Claim, actor: Actor) -> None:
    """Throw away what a refused claimant drafted."""
    _end(claim, None, actor)


def _end(claim: Claim, target_id: int | None, actor: Actor) -> None:
    standin = _of(claim)
    for deed in _followers:
        deed(standin.id, target_id, actor)
    members.out_of_standin(claim.person_id, standin)
    audit.record(
        "organisation", standin.id, "stood_in", actor, data={"claim": claim.id, "for": target_id}
    )


def _of(claim: Claim) -> Organisation:
    assert claim.standin is not None, "the claim has no stand-in"
    return claim.standin
