"""Granting a claim of an organisation that others made known and that has no member yet."""

from app.access import Actor
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations import identifiers
from app.organisations.models import Beneficiary, Claim, Organisation
from app.organisations.services import members, provisional, queries, standins, words
from app.text import _


def phone_on_file(organisation: Organisation) -> str:
    """Return the number to call: the one that was known before the claim."""
    return organisation.phone or organisation.contact_phone


def claimed(claim: Claim, same_as: int | None = None) -> Organisation | None:
    """Return the organisation whose history a grant opens, or None where there is none.

    For a claim by likeness that is `same_as`, chosen by the officer. For a claim by code it is
    the organisation that has it, or else the root's own, whose history a branch shares.
    Raises `Invalid` for a choice that is no provisional organisation (any more).
    """
    if claim.basis == "code":
        return queries.by_code(claim.scheme, claim.code) or claim.beneficiary.organisations[0]
    if same_as is None:
        return None
    chosen = db.session.get(Organisation, same_as, populate_existing=True)
    if chosen is None or not chosen.is_provisional or chosen.joined_into_id is not None:
        raise Invalid(_("Đơn vị đã chọn không còn chờ mã số thuế. Vui lòng chọn lại."), "same")
    return chosen


def grant(
    claim: Claim, actor: Actor, same_as: int | None, phoned: bool, verified: str
) -> Organisation:
    """Let the claimant in and return the organisation they act for now.

    Raises `Invalid` when nobody made sure by the phone on file (or in words, without one),
    `Conflict` when the code has become another's meanwhile.
    """
    target = claimed(claim, same_as)
    if claim.basis == "likeness":
        _still_free(claim)
    if target is None:
        return standins.become(claim, None, actor)
    if not actor.organisation_ids & claim.organisation_ids:  # its own members know who is theirs
        claim.confirmation = _made_sure(target, phoned, verified)
    if claim.basis == "code" and queries.by_code(claim.scheme, claim.code) is None:
        return standins.become(claim, queries.lock_beneficiary_of(target.id), actor)
    # The dossiers first: their locks come before the beneficiary's.
    standins.hand_over(claim, target, actor)
    queries.lock_beneficiary_of(target.id)
    first = not queries.has_members(target.beneficiary_id)
    if claim.basis == "likeness":
        _give_code(target, claim)
    if members.of(claim.person_id, target.id) is None:
        members.let_in(claim, target.id, first=first, by=actor)
    return target


def _made_sure(target: Organisation, phoned: bool, verified: str) -> str:
    if number := phone_on_file(target):
        if not phoned:
            raise Invalid(
                _(
                    "Cần gọi số điện thoại lưu trong hồ sơ và đánh dấu đã gọi trước khi đồng ý. "
                    "Lịch sử của đơn vị chỉ mở cho người mà đơn vị xác nhận."
                ),
                "phoned",
            )
        return number
    if not verified.strip():
        raise Invalid(_("Vui lòng ghi đã xác minh bằng cách nào."), "verified")
    return verified.strip()


def _still_free(claim: Claim) -> None:
    if queries.beneficiary_of(claim.scheme, claim.code) is not None:
        raise Conflict(
            _(
                "Mã số thuế này vừa có đơn vị khác dùng. Vui lòng từ chối yêu cầu, để người yêu "
                "cầu gửi lại tới đơn vị đó."
            )
        )


def _give_code(target: Organisation, claim: Claim) -> None:
    root = identifiers.root(claim.scheme, claim.code)
    if target.beneficiary.root_code is None:
        target.beneficiary.root_code = root
    else:  # the root leads on to whom the organisation was joined with before it had a code
        db.session.add(Beneficiary(root_code=root, joined_into_id=target.beneficiary_id))
    provisional.give_code(target, claim.scheme, claim.code)
    words.index(target)
