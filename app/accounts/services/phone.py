"""Signing in by phone: a code an officer says over the phone, then a password of one's own."""

import re
from datetime import timedelta
from secrets import choice

from sqlalchemy import func, select

from app import clock
from app.access import Actor
from app.accounts.models import Person, Token
from app.accounts.services import sign_in, tokens
from app.audit import services as audit
from app.errors import Conflict
from app.extensions import db
from app.text import _

# Nothing that sounds or looks like another when it is said or written down.
LETTERS = "ABCDEFGHKLMNPQRSTUVXYZ23456789"
GROUPS, EACH = 4, 4  # 16 of 30 signs: 78 random bits
CODES_A_DAY = 5


def by_phone(number: str) -> Person | None:
    """Return the person who signs in with this canonical number, or None."""
    return db.session.scalar(select(Person).where(Person.phone_login == number))


def issue(person: Person, by: Actor, *, organisation_id: int, spoke_to: str) -> str:
    """Return a new code for `person`, shown this once; the earlier one is dead.

    Only its hash is kept. Raises `Conflict` after the fifth of a day and for a locked account.
    """
    if person.disabled_at is not None:
        raise Conflict(_("Tài khoản của số điện thoại này đang bị khóa."))
    issued = db.session.scalar(
        select(func.count(Token.id)).where(
            Token.person_id == person.id,
            Token.purpose == tokens.PHONE_CODE,
            Token.created_at > clock.now() - timedelta(days=1),
        )
    )
    if issued is not None and issued >= CODES_A_DAY:
        raise Conflict(_("Hôm nay đã cấp nhiều mã cho số này. Vui lòng thử lại ngày mai."))
    code = "".join(choice(LETTERS) for _sign in range(GROUPS * EACH))
    tokens.issue(person, tokens.PHONE_CODE, secret=code)
    audit.record(
        "person",
        person.id,
        "phone_code_issued",
        by,
        data={
            "called": person.phone_login,
            "spoke_to": spoke_to,
            "organisation": organisation_id,
        },
    )
    return "-".join(re.findall("." * EACH, code))


def enter(login: str, typed: str) -> str:
    """Return the secret of the page that sets a password, when `typed` is the number's code.

    "" for all else, alike and after the same questions: the ordinary sign-in goes on and refuses.
    The code stays good until a password is set, so a page closed too early loses nothing.
    """
    number, is_phone = sign_in.canonical_login(login)
    code = re.sub(r"[\s\-.]", "", typed[:60]).upper()
    if not is_phone or not re.fullmatch(f"[{LETTERS}]{{{GROUPS * EACH}}}", code):
        return ""
    token = db.session.scalar(
        select(Token)
        .join(Person, Person.id == Token.person_id)
        .where(
            Token.hash == sign_in.digest(code),
            Token.purpose == tokens.PHONE_CODE,
            Token.used_at.is_(None),
            Token.expires_at > clock.now(),
            Person.phone_login == number,
            Person.disabled_at.is_(None),
        )
    )
    if token is None:
        return ""
    secret, _token = tokens.issue(token.person, tokens.FIRST_PASSWORD)
    person = token.person
    audit.record("person", person.id, "phone_code_entered", Actor(person.id, person.name))
    return secret
