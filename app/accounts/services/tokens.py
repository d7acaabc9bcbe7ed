"""Single-use secrets sent by letter: the newest of a person and purpose wins."""

from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import select, update

from app import clock
from app.accounts.models import Person, Token
from app.accounts.services.sign_in import digest
from app.errors import DomainError
from app.extensions import db
from app.text import _

RESET, INVITATION = "reset", "invitation"
EMAIL = "email"  # a change of address, confirmed from the new mailbox
PHONE_CODE = "phone_code"  # said by an officer over the phone
FIRST_PASSWORD = "first_password"  # noqa: S105  (a purpose; the page a right code leads to)
LIVES = {
    RESET: timedelta(hours=1),
    INVITATION: timedelta(days=7),
    EMAIL: timedelta(hours=1),
    PHONE_CODE: timedelta(days=7),
    FIRST_PASSWORD: timedelta(hours=1),
}


class Dead(DomainError):
    """A link that was used, has expired, was replaced by a newer one, or never was (410)."""

    def __init__(self) -> None:
        super().__init__(410, _("Đường liên kết đã được dùng hoặc đã hết hạn."))


def issue(person: Person, purpose: str, *, email: str = "", secret: str = "") -> tuple[str, Token]:
    """Return a new secret for `person` and its row; earlier ones of the purpose die.

    `email` is the address a change leads to; a `secret` that is given is stored as it is.
    """
    moment = clock.now()
    kill(person.id, purpose)
    secret = secret or token_urlsafe(32)
    token = Token(
        hash=digest(secret),
        purpose=purpose,
        person_id=person.id,
        email=email,
        created_at=moment,
        expires_at=moment + LIVES[purpose],
    )
    db.session.add(token)
    db.session.flush()
    return secret, token


def look(secret: str, purpose: str) -> Token:
    """Return the row of a secret that may still be used; raises `Dead`."""
    return _alive(secret, purpose, lock=False)


def use(secret: str, purpose: str) -> Token:
    """Use a secret up and return its row, locked; raises `Dead`."""
    token = _alive(secret, purpose, lock=True)
    kill(token.person_id, purpose)
    return token


def _alive(secret: str, purpose: str, *, lock: bool) -> Token:
    query = select(Token).where(Token.hash == digest(secret), Token.purpose == purpose)
    if lock:
        query = query.with_for_update(of=Token).execution_options(populate_existing=True)
    token = db.session.scalar(query)
    if token is None or token.used_at is not None or clock.now() >= token.expires_at:
        raise Dead
    if token.person.disabled_at is not None:
        raise Dead
    return token


def kill(person_id: int, *purposes: str) -> None:
    """Use up every secret of the person for these purposes."""
    db.session.execute(
        update(Token)
        .where(Token.person_id == person_id, Token.purpose.in_(purposes), Token.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )
