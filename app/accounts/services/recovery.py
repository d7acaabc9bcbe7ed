"""Setting a password: forgotten, invited, or changed by its owner."""

from sqlalchemy import select

from app import clock
from app.access import NOBODY, Actor
from app.accounts import addresses, emails, passwords
from app.accounts.models import Person
from app.accounts.services import allowance, sign_in, tokens
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.text import _


def ask_reset(email: str) -> None:
    """Send the reset letter if `email` has an account; the caller cannot tell.

    At most five letters a day and person. Known and unknown both write an event, so that both
    commit. Raises `Invalid` for what is no address at all.
    """
    wanted = addresses.canonical(email)
    person = db.session.scalar(
        select(Person).where(Person.email == wanted, Person.disabled_at.is_(None)).with_for_update()
    )
    audit.record("person", person.id if person else 0, "reset_asked", NOBODY)
    if person is None or person.password_hash is None or person.email is None:
        return  # who was invited has the invitation's own link
    key = allowance.next_key("password_reset", str(person.id))
    if key is None:
        return
    secret, token = tokens.issue(person, tokens.RESET)
    emails.password_reset(person, person.email, secret, token.expires_at, key=key)


def set_by_link(secret: str, purpose: str, password: str) -> Person:
    """Set the password that the owner of a letter chose; the link dies with it.

    Every session of the person ends. Raises `tokens.Dead` (recorded), `Invalid`.
    """
    try:
        token = tokens.use(secret, purpose)
    except tokens.Dead:
        audit.record_refusal("token", 0, f"{purpose}_refused", NOBODY)
        raise
    person = token.person
    _set(person, password, field="password")
    event = audit.record("person", person.id, f"password_set_by_{purpose}", _as(person))
    sign_in.end_sessions(person.id)
    if purpose == tokens.RESET:
        emails.password_changed(person, clock.now(), event.id)
    return person


def change(actor: Actor, current: str, password: str, *, key: str) -> None:
    """Change one's own password, knowing the current one; every other session ends.

    `key` is the session that stays. Raises `Invalid` next to the field.
    """
    person = db.session.scalar(select(Person).where(Person.id == actor.person_id).with_for_update())
    if person is None or not passwords.verify(person.password_hash, current):
        audit.record_refusal("person", actor.person_id or 0, "password_change_failed", actor)
        raise Invalid(_("Mật khẩu hiện tại chưa đúng."), "current_password")
    if passwords.verify(person.password_hash, password):
        raise Invalid(_("Mật khẩu mới phải khác mật khẩu hiện tại."), "password")
    _set(person, password, field="password")
    event = audit.record("person", person.id, "password_changed", actor)
    sign_in.end_sessions(person.id, but=key)
    emails.password_changed(person, clock.now(), event.id)


def _set(person: Person, password: str, *, field: str) -> None:
    passwords.check(password, own=(person.login, person.name), field=field)
    person.password_hash = passwords.hash_password(password)
    # Whoever asked for another address knew the old password; a code has done what it is for.
    tokens.kill(person.id, tokens.EMAIL, tokens.PHONE_CODE, tokens.FIRST_PASSWORD)
    db.session.flush()


def _as(person: Person) -> Actor:
    return Actor(person_id=person.id, name=person.name)
