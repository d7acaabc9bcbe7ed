"""The letters about accounts."""

from datetime import datetime

from app.accounts.models import Person
from app.outbox import services as outbox


def password_reset(person: Person, to: str, secret: str, expires_at: datetime, *, key: str) -> None:
    """E15: the link that lets `person` choose a new password, valid until `expires_at`."""
    outbox.post(
        "password_reset",
        to,
        key,
        {"name": person.name, "path": f"/dat-lai-mat-khau/{secret}", "expires_at": expires_at},
        sensitive=True,
    )


def password_changed(person: Person, at: datetime, event_id: int) -> None:
    """Tell `person` that the password was changed (ASVS 6.3.7); who has no address is not told."""
    if person.email is None:
        return
    outbox.post(
        "password_changed",
        person.email,
        f"password_changed:{event_id}",
        {"name": person.name, "at": at},
    )


def invitation(person: Person, to: str, secret: str, expires_at: datetime, token_id: int) -> None:
    """Invite a member of staff to set their own password, until `expires_at`."""
    outbox.post(
        "invitation",
        to,
        f"invitation:{token_id}",
        {
            "name": person.name,
            "email": to,
            "path": f"/loi-moi/{secret}",
            "expires_at": expires_at,
        },
        sensitive=True,
    )


def email_change(person: Person, to: str, secret: str, expires_at: datetime, *, key: str) -> None:
    """The page that confirms the new address, sent there, until `expires_at`."""
    outbox.post(
        "email_change",
        to,
        key,
        {
            "name": person.name,
            "path": f"/tai-khoan/thu-dien-tu/{secret}",
            "expires_at": expires_at,
        },
        sensitive=True,
    )


def email_change_asked(name: str, to: str, at: datetime, event_id: int) -> None:
    """Tell the old address at once that another was asked for."""
    outbox.post(
        "email_change_asked", to, f"email_change_asked:{event_id}", {"name": name, "at": at}
    )


def email_changed(name: str, to: str, at: datetime, event_id: int) -> None:
    """Tell an address, the old or the new one, that the change is made."""
    outbox.post("email_changed", to, f"email_changed:{event_id}:{to}", {"name": name, "at": at})


def address_known(name: str, to: str, *, key: str) -> None:
    """Tell the owner of an account that someone tried to use its address again."""
    outbox.post("address_known", to, key, {"name": name})
