"""The one form of a name of a person or an organisation. Pure."""

from app.errors import Invalid
from app.text import _

LINKS = ("://", "www.")


def plain(text: str, field: str = "name") -> str:
    """Return the name on one line, single spaces.

    Names stand in the letters of the Sở, where mail programs make links of addresses: a stranger
    must not have one sent under our name. Raises `Invalid` next to `field`.
    """
    name = " ".join(text.split())
    if any(link in name.lower() for link in LINKS):
        raise Invalid(_("Tên không được chứa địa chỉ trang mạng."), field)
    return name
