"""What stands in the header: by what the person may do, from the policy alone."""

from typing import Any

from flask import Flask, request, url_for

from app.access import Actor, Permission, allowed
from app.guard import current_actor
from app.text import _

Item = tuple[str, str, bool]


def init_app(app: Flask) -> None:
    """Give every template `navigation`: (label, address, whether it is the page's place)."""

    @app.context_processor
    def navigation() -> dict[str, Any]:
        return {"navigation": items(current_actor(), request.path)}


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return (endpoint, label) in order."""
    places = []
    if allowed(Permission.REPRESENT, actor):
        places += [
            ("organisations.overview", _("Đơn vị")),
            ("ledger.standing_page", _("Còn có thể đăng ký")),
            ("applications.index", _("Hồ sơ của đơn vị")),
        ]
    if allowed(Permission.READ_DESK, actor):
        places.append(("review.queue", _("Danh sách hồ sơ")))
    if actor.staff and allowed(Permission.LIST_CLAIMS, actor):
        places.append(("organisations.claims_desk", _("Yêu cầu tham gia")))
    if allowed(Permission.MANAGE_PEOPLE, actor):
        places.append(("people.listed", _("Người dùng")))
    if allowed(Permission.READ_LETTERS, actor):
        places.append(("letters.failed", _("Thư gửi lỗi")))
    if not actor.staff:
        places += [
            ("programmes.content_list", _("Nội dung hỗ trợ")),
            ("programmes.call_list", _("Đợt đăng ký")),
            ("applications.look_up", _("Tra cứu hồ sơ")),
        ]
    if not actor.signed_in:
        places.append(("organisations.register", _("Đăng ký đơn vị")))
    if actor.signed_in:
        places.append(("accounts.account", _("Tài khoản")))
    return places


def items(actor: Actor, path: str) -> list[Item]:
    """Return the header's links; the longest address the page lies under is its place."""
    links = [(label, url_for(endpoint)) for endpoint, label in _places(actor)]
    under = [href for _label, href in links if path == href or path.startswith(href + "/")]
    here = max(under, key=len, default="")
    return [(label, href, href == here) for label, href in links]
