"""What some fields of letters say where the deed's words alone do not: whole sentences. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from app.outbox.addresses import url
from app.text import _, format_date, format_money

Said = Mapping[str, Any]  # what a letter is posted with


def standard(said: Said) -> str:
    return " – ".join(filter(None, (said["content"], said.get("standard", ""))))


def guide(said: Said) -> str:
    return " ".join(filter(None, (said.get("contact_name"), said.get("contact_phone"))))


def left(after: str, today: str) -> Callable[[Said], str]:
    def words(said: Said) -> str:
        days = said["days_left"]
        return _("Còn %(n)s ngày làm việc %(after)s", n=days, after=after) if days > 0 else today

    return words


def answer(said: Said) -> str:
    if said["granted"]:
        return _(
            "Yêu cầu làm thủ tục cho mã số thuế %(code)s đã được đồng ý. "
            "Anh/chị đăng nhập để tiếp tục.",
            code=said["code"],
        )
    return _(
        "Yêu cầu làm thủ tục cho mã số thuế %(code)s không được đồng ý. Lý do: %(reason)s",
        code=said["code"],
        reason=said["reason"],
    )


def meeting(said: Said) -> str:
    if not said["meets_on"]:
        return _("Thư ký báo ngày họp sau.")
    day = _("Ngày họp: %(day)s.", day=format_date(said["meets_on"]))
    place = _("Địa điểm: %(place)s.", place=said["place"]) if said["place"] else ""
    return f"{day} {place}".strip()


def reserve(said: Said) -> str:
    if not said["until"]:
        return _("Nếu có chỗ, hồ sơ được trình phê duyệt và đơn vị nhận thư.")
    return _(
        "Danh sách dự bị có giá trị đến hết ngày %(until)s. Nếu có chỗ trước ngày đó, hồ sơ được "
        "trình phê duyệt và đơn vị nhận thư.",
        until=format_date(said["until"]),
    )


def granted(said: Said) -> str:
    """Say what was approved; nothing where the decision says no amount."""
    amount = said.get("approved_amount")
    return _("Mức hỗ trợ được duyệt: %(amount)s.", amount=format_money(amount)) if amount else ""


def references(said: Said) -> str:
    return ", ".join(each["reference"] for each in said["dossiers"])


def standing(said: Said) -> list[str]:
    lines = [
        f"{each['reference']} · {each['organisation']} · {each['status']}: {each['words']}\n"
        f"  {url(each['path'])}"
        for each in said["dossiers"]
    ]
    more = said.get("more", 0)
    return [*lines, _("và %(count)s hồ sơ khác.", count=more)] if more else lines


def interest(said: Said) -> str:
    if said["whole"]:
        return _(
            "%(who)s khai có lợi ích liên quan đến %(organisation)s và không xử lý các hồ sơ của "
            "đơn vị này nữa.",
            who=said["who"],
            organisation=said["organisation"],
        )
    return _(
        "%(who)s khai có lợi ích liên quan đến hồ sơ %(reference)s và không xử lý hồ sơ này nữa.",
        who=said["who"],
        reference=said["reference"],
    )


def to_assign(said: Said) -> str:
    if not said["assigned"]:
        return ""
    return _("Người này đang thụ lý hồ sơ. Vui lòng phân công người khác.")
