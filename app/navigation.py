"""What stands in the header: by what the person may do, from the policy alone."""

from typing import Any

from flask import Flask, request

from app import links
from app.access import Actor, Permission, allowed
from app.guard import current_actor
from app.text import _
from app.tools import TOOLS, Tool

Item = tuple[str, str, bool]
_EVERY_TOOL = [tool for _heading, under in TOOLS for tool in under]


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
        (Permission.SPEAK_FOR_MEMBERS, "needs.given", _("Nhu cầu của thành viên")),
        (Permission.SEE_WORK, "review.work", _("Việc của tôi")),
        (Permission.READ_DESK, "review.queue", _("Danh sách hồ sơ")),
        (Permission.READ_DESK, "registry.index", _("Tổ chức")),
        (Permission.READ_LEDGER, "ledger.book_page", _("Sổ hỗ trợ")),
        (Permission.OPEN_TOOLS, "site.tools", _("Công việc khác")),
    ]
    places = [(endpoint, label) for wanted, endpoint, label in asked if allowed(wanted, actor)]
    if allowed(Permission.SEE_SESSIONS, actor) and not allowed(Permission.READ_DESK, actor):
        places.append(("selection.listed", _("Phiên xét chọn")))  # all that outside members see
    if not actor.staff:
        places += [
            ("programmes.content_list", _("Nội dung hỗ trợ")),
            ("programmes.call_list", _("Đợt đăng ký")),
        ]
    if actor.signed_in:
        return [*places, ("accounts.account", _("Tài khoản"))]
    return [
        *places,
        ("applications.look_up", _("Tra cứu hồ sơ")),
        ("organisations.register", _("Đăng ký tài khoản")),
    ]


def work_of(actor: Actor) -> tuple[str, str] | None:
    """Return (label, address) of where a signed-in person's work begins; None for a visitor."""
    if not actor.signed_in:
        return None
    endpoint, label = _places(actor)[0]
    return label, links.page(endpoint)


def tools(actor: Actor) -> list[tuple[str, list[Tool]]]:
    """Return what else a member of staff can do, under headings; what is not theirs is left out."""
    headed = [
        (heading, [tool for tool in under if allowed(tool.permission, actor)])
        for heading, under in TOOLS
    ]
    return [(heading, under) for heading, under in headed if under]


def _lies_under(path: str, href: str) -> bool:
    return path == href or path.startswith(href + "/")


def items(actor: Actor, path: str) -> list[Item]:
    """Return the header's links; the longest address the page lies under is its place.

    The pages of a tool lie under "Công việc khác", whatever address they have.
    """
    addresses = links.pages()
    shown = [(label, addresses[endpoint]) for endpoint, label in _places(actor)]
    leads = {href: href for _label, href in shown if _lies_under(path, href)}
    for tool in _EVERY_TOOL:  # its address is asked first: most are another's, whoever may what
        href = addresses[tool.endpoint]
        if _lies_under(path, href) and allowed(tool.permission, actor):
            leads.setdefault(href, addresses["site.tools"])
    here = leads[max(leads, key=len)] if leads else ""
    return [(label, href, href == here) for label, href in shown]
