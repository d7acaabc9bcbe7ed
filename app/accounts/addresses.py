"""The one form of an e-mail address (thư điện tử) and of a phone number. Pure."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from app import settings
from app.errors import Invalid
from app.text import _

LONGEST = 254  # RFC 5321, with the angle brackets taken off


def canonical(text: str, field: str = "email") -> str:
    """Return the address in lower case, ASCII only, without asking the DNS.

    Letters that merely look like ASCII are refused, so that no two addresses look alike.
    Raises `Invalid` next to `field`.
    """
    text = text.strip()
    if len(text) > LONGEST or not text.isascii():
        raise _wrong(field)
    try:
        checked = validate_email(
            text,
            check_deliverability=False,
            allow_smtputf8=False,
            # Demonstrations and tests write to addresses that can belong to nobody.
            test_environment=settings.get("ENVIRONMENT") != "production",
        )
    except EmailNotValidError as error:
        raise _wrong(field) from error
    return checked.normalized.lower()


def _wrong(field: str) -> Invalid:
    return Invalid(_("Địa chỉ thư điện tử chưa đúng. Ví dụ đúng: ten@donvi.vn."), field)


def phone(text: str, field: str = "phone") -> str:
    """Return a Vietnamese mobile or landline number as 0912345678.

    Paid and free-call numbers (1900, 1800) reach nobody in person and are refused.
    Raises `Invalid` next to `field`.
    """
    kinds = phonenumbers.PhoneNumberType
    try:
        number = phonenumbers.parse(text[:40], "VN")
    except phonenumbers.NumberParseException as error:
        raise _wrong_phone(field) from error
    reachable = {kinds.MOBILE, kinds.FIXED_LINE, kinds.FIXED_LINE_OR_MOBILE}
    if (
        number.country_code != 84
        or not phonenumbers.is_valid_number(number)
        or phonenumbers.number_type(number) not in reachable
    ):
        raise _wrong_phone(field)
    return "0" + phonenumbers.national_significant_number(number)


def _wrong_phone(field: str) -> Invalid:
    return Invalid(
        _("Số điện thoại chưa đúng. Ví dụ đúng: 0912 345 678 hoặc 0205 3812 345."), field
    )
