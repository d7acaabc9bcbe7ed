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
    asked = [
        (Permission.REPRESENT, "organisations.overview", _("Đơn vị")),
        (Permission.REPRESENT, "ledger.standing_page", _("Còn có thể đăng ký")),
        (Permission.REPRESENT, "applications.index", _("Hồ sơ của đơn vị")),
        (Permission.READ_DESK, "review.queue", _("Danh sách hồ sơ")),
        (Permission.CHECK_REGISTRATION, "organisations.claims_desk", _("Yêu cầu tham gia")),
        (Permission.MANAGE_PEOPLE, "people.listed", _("Người dùng")),
        (Permission.READ_LETTERS, "letters.failed", _("Thư chưa gửi được")),
    ]
    places = [(endpoint, label) for wanted, endpoint, label in asked if allowed(wanted, actor)]
    if not actor.staff:
        places += [
            ("programmes.content_list", _("Nội dung hỗ trợ")),
            ("programmes.call_list", _("Đợt đăng ký")),
            ("applications.look_up", _("Tra cứu hồ sơ")),
        ]
    if actor.signed_in:
        return [*places, ("accounts.account", _("Tài khoản"))]
    return [*places, ("organisations.register", _("Đăng ký tài khoản"))]


def items(actor: Actor, path: str) -> list[Item]:
    """Return the header's links; the longest address the page lies under is its place."""
    links = [(label, url_for(endpoint)) for endpoint, label in _places(actor)]
    under = [href for _label, href in links if path == href or path.startswith(href + "/")]
    here = max(under, key=len, default="")
    return [(label, href, href == here) for label, href in links]
