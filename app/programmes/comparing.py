"""What a working copy changes in a version, in words; pure."""

from collections.abc import Iterator
from typing import Any

from app.text import _

Texts = dict[str, Any]
LONGEST = 120  # a longer text is said to have changed, not quoted


def compare(before: Texts, after: Texts) -> list[str]:
    """Return what `after` adds, changes and removes, one sentence each."""
    return [
        *_plain(before, after),
        *_rows(before["questions"], after["questions"], _("câu hỏi")),
        *_rows(before["documents"], after["documents"], _("giấy tờ")),
        *_rows(before["checklist"], after["checklist"], _("mục kiểm tra")),
    ]


def labels() -> dict[str, str]:
    """Return what the texts of a version are called."""
    return {
        "name": _("Tên nội dung"),
        "summary": _("Giới thiệu"),
        "given": _("Được hỗ trợ gì"),
        "own_contribution": _("Đơn vị đóng góp"),
        "provider": _("Ai thực hiện"),
        "duration": _("Thời gian thực hiện"),
        "guidance": _("Hướng dẫn chuẩn bị"),
    }


def _features() -> dict[str, str]:
    return {
        "label": _("tên"),
        "help": _("giải thích"),
        "kind": _("loại"),
        "unit": _("đơn vị tính"),
        "required": _("bắt buộc"),
        "options": _("các lựa chọn"),
        "max_length": _("độ dài tối đa"),
        "columns": _("các cột"),
        "show_when": _("điều kiện hỏi"),
        "accepts": _("loại tệp"),
    }


def _plain(before: Texts, after: Texts) -> Iterator[str]:
    for name, label in labels().items():
        was, now = before[name], after[name]
        if was == now:
            continue
        if max(len(was), len(now)) > LONGEST:
            yield _("Sửa mục “%(label)s”.", label=label)
        else:
            yield _(
                "%(label)s: “%(was)s” thành “%(now)s”.",
                label=label,
                was=was or _("chưa quy định"),
                now=now or _("chưa quy định"),
            )
    if before["asks_products"] != after["asks_products"]:
        yield (
            _("Thêm danh sách sản phẩm.") if after["asks_products"] else _("Bỏ danh sách sản phẩm.")
        )


def _rows(before: list[dict[str, Any]], after: list[dict[str, Any]], what: str) -> Iterator[str]:
    was = {row["key"]: row for row in before}
    now = {row["key"]: row for row in after}
    for key, row in now.items():
        if key not in was:
            yield _("Thêm %(what)s “%(label)s”.", what=what, label=row["label"])
        elif changed := _changed(was[key], row):
            yield _(
                "Sửa %(what)s “%(label)s”: %(changed)s.",
                what=what,
                label=was[key]["label"],
                changed=", ".join(changed),
            )
    for key, row in was.items():
        if key not in now:
            yield _("Bỏ %(what)s “%(label)s”.", what=what, label=row["label"])
    kept = [key for key in was if key in now]
    if kept != [key for key in now if key in was]:
        yield _("Đổi thứ tự các %(what)s.", what=what)


def _changed(was: dict[str, Any], now: dict[str, Any]) -> list[str]:
    names = _features()
    # Nothing said is nothing said: "", [] and None are one.
    differs = [name for name in {**was, **now} if (was.get(name) or 0) != (now.get(name) or 0)]
    return [names.get(name, name) for name in differs]
