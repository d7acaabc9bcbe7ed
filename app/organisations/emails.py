"""The letters about registering and joining."""

from collections.abc import Iterable
from datetime import datetime

from app.accounts.models import Person
from app.organisations import identifiers
from app.organisations.models import Claim
from app.outbox import services as outbox


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


def address_known(person: Person, *, key: str) -> None:
    """Tell the owner of an account that someone registered with its address again."""
    outbox.post("address_known", person.email, key, {"name": person.name})


def claim_asked(claim: Claim, receivers: Iterable[str]) -> None:
    """Ask the members of the organisation whether the claimant is one of theirs."""
    for email in receivers:
        outbox.post(
            "claim_asked",
            email,
            f"claim_asked:{claim.id}:{email}",
            {
                "person": claim.person.name,
                "email": claim.person.email,
                "code": identifiers.mask(claim.code),
                "path": f"/to-chuc/yeu-cau/{claim.id}",
            },
        )


def claim_answered(claim: Claim) -> None:
    """E16: tell the claimant the answer and, for a no, the reason."""
    outbox.post(
        "claim_answered",
        claim.person.email,
        f"claim_answered:{claim.id}",
        {
            "name": claim.person.name,
            "code": identifiers.mask(claim.code),
            "granted": claim.state == "granted",
            "reason": claim.reason,
        },
    )
