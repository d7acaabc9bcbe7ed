"""Why a letter did not arrive, in words an officer can act on. Pure."""

import re

from app.text import _

# In order: the first that fits is said. Codes: RFC 5321, RFC 3463.
_REASONS = (
    (
        r"5\.1\.[123]|no such|unknown user|does not exist|not exist|user unknown|mailbox not found",
        _("Địa chỉ không tồn tại. Cần hỏi lại đơn vị địa chỉ đúng."),
    ),
    (r"5\.2\.2|\b552\b|quota|mailbox (is )?full", _("Hộp thư của người nhận đã đầy.")),
    (
        r"5\.7\.|\b554\b|spam|blocked|blacklist|policy",
        _("Máy chủ của người nhận từ chối thư này (chống thư rác)."),
    ),
    (
        r"timed? ?out|connection|refused|unreachable|name or service|temporar|\b4\d\d\b",
        _("Không kết nối được máy chủ thư trong khoảng hai ngày."),
    ),
    (r"\b(501|55\d)\b", _("Máy chủ của người nhận không nhận địa chỉ này.")),
)


def words(error: str) -> str:
    """Return why a letter failed, for people; the server's own words stand beside it."""
    said = error.casefold()
    for pattern, reason in _REASONS:
        if re.search(pattern, said):
            return reason
    return _("Máy chủ thư không nhận thư này.")


def masked(address: str) -> str:
    """Return an address as the desk shows it: enough to know whose it is, no more."""
    name, at, domain = address.partition("@")
    return f"{name[:2]}•••{at}{domain}" if at else ""
