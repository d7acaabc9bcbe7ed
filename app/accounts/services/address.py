"""Changing one's e-mail address: with the password, confirmed from the new mailbox."""

from sqlalchemy import select

from app import clock
from app.access import NOBODY, Actor
from app.accounts import addresses, emails, passwords
from app.accounts.models import Person, Token
from app.accounts.services import allowance, people, sign_in, tokens
from app.audit import services as audit
from app.errors import Conflict, Invalid
from app.extensions import db
from app.outbox import preferences
from app.text import _


def ask(actor: Actor, email: str, password: str) -> None:
    """Send the confirming page to the new address, and tell the old one at once.

    The caller cannot tell whether the new address has an account: its owner gets a letter, and
    nothing can be confirmed. At most five changes a day and person. Raises `Invalid` next to the
    field (a wrong password is recorded), `Conflict` after the fifth.
    """
    wanted = addresses.canonical(email)
    person = db.session.scalar(select(Person).where(Person.id == actor.person_id).with_for_update())
    if person is None or not passwords.verify(person.password_hash, password):
        audit.record_refusal("person", actor.person_id or 0, "email_change_failed", actor)
        raise Invalid(_("Mật khẩu hiện tại chưa đúng."), "current_password")
    if wanted == person.email:
        raise Invalid(_("Đây là địa chỉ hiện tại của tài khoản."), "email")
    key = allowance.next_key("email_change", str(person.id))
    if key is None:
        raise Conflict(_("Hôm nay đã đề nghị đổi địa chỉ nhiều lần. Vui lòng thử lại ngày mai."))
    data = {"from": person.email, "to": wanted}
    event = audit.record("person", person.id, "email_change_asked", actor, data=data)
    owner = people.by_email(wanted)
    if owner is None:
        secret, token = tokens.issue(person, tokens.EMAIL, email=wanted)
        emails.email_change(person, wanted, secret, token.expires_at, key=key)
    else:
        emails.address_known(owner.name, wanted, key=key)
    if person.email is not None:
        emails.email_change_asked(person.name, person.email, clock.now(), event.id)


def look(secret: str) -> Token:
    """Return the change that a letter's link confirms; raises `tokens.Dead`."""
    return tokens.look(secret, tokens.EMAIL)


def confirm(secret: str, *, key: str) -> None:
    """Change the address; every session but that of `key` ends, and old links die.

    Raises `tokens.Dead` (recorded), `Conflict` when the address got an account meanwhile.
    """
    try:
        token = tokens.use(secret, tokens.EMAIL)
    except tokens.Dead:
        audit.record_refusal("token", 0, "email_refused", NOBODY)
        raise
    person, old = token.person, token.person.email
    if people.by_email(token.email) is not None:
        raise Conflict(_("Địa chỉ thư này đã có tài khoản."))
    person.email = token.email
    tokens.kill(person.id, tokens.RESET)  # a link in the old mailbox opens nothing any more
    db.session.flush()
    event = audit.record(
        "person",
        person.id,
        "email_changed",
        Actor(person.id, person.name),
        data={"from": old, "to": token.email},
    )
    if old is not None:
        preferences.carry(old, token.email, Actor(person.id, person.name), ("person", person.id))
    sign_in.end_sessions(person.id, but=key)
    for address in filter(None, (old, token.email)):
        emails.email_changed(person.name, address, clock.now(), event.id)
