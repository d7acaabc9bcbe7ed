"""Numbers organisations go by. Pure.

Canonical values are digits only: a tax code (mã số thuế) of 10 digits, or of 13 for a branch
(chi nhánh), its hyphen dropped; a personal number (số định danh) of 12, which has no check digit.
"""

import re
from collections.abc import Collection

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.vn import mst

from app.errors import Invalid
from app.organisations.kinds import WITH_PERSONAL_NUMBER
from app.text import _

MST, PERSONAL = "mst", "so_dinh_danh"


def parse(kind: str, text: str, field: str = "code") -> tuple[str, str]:
    """Return (scheme, canonical value) of what an organisation of `kind` typed.

    Spaces, dots and hyphens are forgiven. Raises `Invalid` next to `field`.
    """
    digits = re.sub(r"[\s.\-\u2010-\u2015]", "", text[:60])
    if not re.fullmatch(r"[0-9]+", digits):
        raise Invalid(_("Mã số thuế chỉ gồm chữ số, ví dụ 0100233488 hoặc 0314409058-002."), field)
    if len(digits) == 12:
        return _personal(kind, digits, field)
    if len(digits) not in (10, 13):
        raise Invalid(_wrong_length(kind, len(digits)), field)
    try:
        return MST, str(mst.validate(digits))
    except InvalidChecksum as error:
        raise Invalid(
            _("Mã số thuế không đúng: số kiểm tra không khớp. Anh/chị xem lại từng chữ số."), field
        ) from error
    except ValidationError as error:
        raise Invalid(_("Mã số thuế không đúng. Anh/chị xem lại từng chữ số."), field) from error


def _personal(kind: str, digits: str, field: str) -> tuple[str, str]:
    if kind not in WITH_PERSONAL_NUMBER:
        raise Invalid(
            _(
                "Mã 12 chữ số chỉ dùng cho hộ kinh doanh, cơ sở. Loại hình này dùng mã số thuế 10 "
                "hoặc 13 chữ số."
            ),
            field,
        )
    return PERSONAL, digits


def _wrong_length(kind: str, count: int) -> str:
    if kind in WITH_PERSONAL_NUMBER:
        return _("Mã số thuế có 10, 12 hoặc 13 chữ số; anh/chị điền %(n)s chữ số.", n=count)
    return _("Mã số thuế có 10 hoặc 13 chữ số; anh/chị điền %(n)s chữ số.", n=count)


def root(scheme: str, value: str) -> str:
    """Return the code of whom the once-only rule looks at: a branch's is its parent's."""
    return value[:10] if scheme == MST and len(value) == 13 else value


def display(value: str) -> str:
    """Return the value as papers write it: 0314409058-002."""
    return f"{value[:10]}-{value[10:]}" if len(value) == 13 else value


def mask(value: str) -> str:
    """Return what others than members and handling staff see: a personal number is covered."""
    return f"{value[:3]}•••••••{value[-2:]}" if len(value) == 12 else display(value)


def shown(value: str, organisation_id: int, *, member_of: Collection[int], handling: bool) -> str:
    """Return the value for someone who is a member of `member_of`, or handles dossiers."""
    return display(value) if handling or organisation_id in member_of else mask(value)
