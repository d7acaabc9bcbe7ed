"""The letters about accounts."""

from datetime import datetime

from app.accounts.models import Person
from app.outbox import services as outbox


def password_reset(person: Person, secret: str, expires_at: datetime, *, key: str) -> None:
    """E15: the link that lets `person` choose a new password, valid until `expires_at`."""
    outbox.post(
        "password_reset",
        person.email,
        key,
        {"name": person.name, "path": f"/dat-lai-mat-khau/{secret}", "expires_at": expires_at},
        sensitive=True,
    )


def password_changed(person: Person, at: datetime, event_id: int) -> None:
    """Tell `person` that the password was changed (ASVS 6.3.7)."""
    outbox.post(
        "password_changed",
        person.email,
        f"password_changed:{event_id}",
        {"name": person.name, "at": at},
    )


def invitation(person: Person, secret: str, expires_at: datetime, token_id: int) -> None:
    """Invite a member of staff to set their own password, until `expires_at`."""
    outbox.post(
        "invitation",
        person.email,
        f"invitation:{token_id}",
        {
            "name": person.name,
            "email": person.email,
            "path": f"/loi-moi/{secret}",
            "expires_at": expires_at,
        },
        sensitive=True,
    )
