"""The letters about registering and joining."""

from collections.abc import Iterable
from datetime import datetime

from app.accounts import roles
from app.accounts.models import MemberInvitation
from app.organisations import identifiers
from app.organisations.models import Claim, Organisation
from app.outbox import services as outbox


def on_paper(organisation: Organisation) -> outbox.Recipient:
    """Return to whom a letter goes on paper where the organisation has no e-mail address."""
    return outbox.Recipient(
        name=organisation.name,
        address=", ".join(filter(None, (organisation.address, organisation.commune.name))),
        phone=organisation.contact_phone or organisation.phone,
    )


def registration_confirm(
    email: str, secret: str, *, name: str, organisation: str, code: str, at: datetime, key: str
) -> None:
    """E0: the page that confirms a registration, until `at`."""
    outbox.post(
        "registration_confirm",
        email,
        key,
        {
            "name": name,
            "organisation": organisation,
            "code": identifiers.mask(code),
            "path": f"/dang-ky/xac-nhan/{secret}",
            "expires_at": at,
        },
        sensitive=True,
    )


def claim_asked(claim: Claim, receivers: Iterable[str]) -> None:
    """Ask the members of the organisation whether the claimant is one of theirs."""
    for email in receivers:
        outbox.post(
            "claim_asked",
            email,
            f"claim_asked:{claim.id}:{email}",
            {
                "person": claim.person.name,
                "email": claim.person.login,
                "code": identifiers.mask(claim.code),
                "path": f"/to-chuc/yeu-cau/{claim.id}",
            },
        )


def claim_answered(claim: Claim) -> None:
    """E16: tell the claimant the answer and, for a no, the reason."""
    outbox.post(
        "claim_answered",
        claim.person.email or "",
        f"claim_answered:{claim.id}",
        {
            "name": claim.person.name,
            "code": identifiers.mask(claim.code),
            "granted": claim.state == "granted",
            "reason": claim.reason,
        },
        recipient=outbox.Recipient(claim.person.name, phone=claim.person.phone),
    )


def member_invited(
    invited: MemberInvitation, organisation: str, by: str, secret: str, *, key: str
) -> None:
    """Ask somebody to act for an organisation, on the page of the letter's link."""
    outbox.post(
        "member_invitation",
        invited.email,
        key,
        {
            "name": invited.name,
            "organisation": organisation,
            "by": by,
            "capacity": roles.capacity(invited.capacity),
            "path": f"/to-chuc/loi-moi/{secret}",
            "expires_at": invited.expires_at,
        },
        sensitive=True,
    )


def contact_changed(organisation: str, to: str, contact: str, event_id: int) -> None:
    """Tell the old and the new contact address where the letters go from now on."""
    outbox.post(
        "contact_changed",
        to,
        f"contact_changed:{event_id}:{to}",
        {"organisation": organisation, "contact": contact},
    )
