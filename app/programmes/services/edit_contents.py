"""The settings of a content that are not asked of an applicant: changed at once, dated, signed."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid
from app.extensions import db
from app.organisations.models import KINDS
from app.programmes.models import SupportContent
from app.programmes.services import builder, catalogue, contents, draft_checks, versions
from app.programmes.services.rows import bring
from app.programmes.shape_checks import CODE
from app.programmes.shapes import Rule, Unit
from app.text import _

LISTS = ("kinds", "synonyms", "editions", "warn_with", "exclude_with")
SETTINGS = ("group_code", "plan_section", "unit", "offered", "history_only", *LISTS)
# The lists that two contents say of one another.
MUTUAL = ("warn_with", "exclude_with")
MOST, LONGEST = 40, 200


def groups() -> list[tuple[str, str]]:
    """Return (code, name) of the groups in use, in the catalogue's order."""
    query = (
        select(SupportContent.group_code, SupportContent.group_name)
        .group_by(SupportContent.group_code, SupportContent.group_name)
        .order_by(func.min(SupportContent.position))
    )
    return [(code, name) for code, name in db.session.execute(query)]


def sections() -> list[tuple[str, str]]:
    """Return (code, label) of the sections of the plan that the catalogue quotes."""
    return [(each.code, each.label) for each in catalogue.plan_sections()]


def create(code: str, name: str, values: dict[str, Any], by: Actor) -> SupportContent:
    """Make a content with the common questions and documents; it is not offered yet.

    It counts once for each organisation until the Sở sets another unit. Raises 403, 422.
    """
    access.check(Permission.SET_UP_CONTENTS, by)
    if not CODE.fullmatch(code):
        raise Invalid(_("Mã gồm chữ in hoa không dấu, chữ số và gạch nối, ví dụ NN-HUUCO."), "code")
    if db.session.scalar(select(SupportContent.id).where(SupportContent.code == code)):
        raise Invalid(_("Mã này đã có trong danh mục."), "code")
    _check(values, code)
    shape = catalogue.shipped()
    position = 1 + (db.session.scalar(select(func.max(SupportContent.position))) or 0)
    row = SupportContent(
        code=code, position=position, rule=Rule.CONTENT.value, offered=False, **values
    )
    row.on_screen = sorted(values)
    db.session.add(row)
    texts = {
        **dict.fromkeys(("summary", "given", "own_contribution", "provider", "duration"), ""),
        "name": name.strip(),
        "guidance": "",
        "checklist": [],
        "asks_products": values["unit"] == Unit.PRODUCT,
        "questions": [catalogue.question(each) for each in shape.common_questions],
        "documents": [catalogue.document(each) for each in shape.common_documents],
    }
    draft_checks.check(texts)
    versions.add(row, texts, note=_("Tạo nội dung"), by=by.name)
    audit.record("support_content", row.id, "add", by, data={"code": code, "version": 1})
    return row


def save(
    content: SupportContent, values: dict[str, Any], by: Actor, *, seen: int | None = None
) -> SupportContent:
    """Change the settings; "warn with" and "exclude with" are written on both sides.

    Raises 403, 409 when the content changed since it was `seen`, 422.
    """
    access.check(Permission.SET_UP_CONTENTS, by)
    others = _all_locked()
    row = builder.locked(content, by, seen)
    _check(values, row.code)
    for name in MUTUAL:
        for code in values.get(name, ()):
            if code not in others:
                raise Invalid(_("Danh mục không có “%(code)s”.", code=code), name)
        _other_side(row, name, values.get(name, getattr(row, name)), others, by)
    changed = bring(row, values)
    if changed:
        row.on_screen = sorted({*row.on_screen, *changed})
        row.revision += 1
        db.session.flush()
        audit.record("support_content", row.id, "change", by, data={"changed": changed})
    return row


def _all_locked() -> dict[str, SupportContent]:
    """Lock every content, in order: each side of a pair is written by one person at a time."""
    rows = db.session.scalars(
        select(SupportContent)
        .order_by(SupportContent.id)
        .with_for_update(of=SupportContent)
        .options(*contents.BRIEF)
        .execution_options(populate_existing=True)
    )
    return {row.code: row for row in rows}


def _other_side(
    row: SupportContent,
    name: str,
    wanted: Collection[str],
    others: dict[str, SupportContent],
    by: Actor,
) -> None:
    """Let the other contents say of this one what it says of them."""
    for code, other in sorted(others.items()):
        said = getattr(other, name)
        if other is row or (row.code in said) == (code in wanted):
            continue
        now = [each for each in said if each != row.code]
        if code in wanted:
            now.append(row.code)
        changed = bring(other, {name: now})
        other.on_screen = sorted({*other.on_screen, name})
        audit.record("support_content", other.id, "change", by, data={"changed": changed})


def _check(values: dict[str, Any], code: str) -> None:
    if values["unit"] not in set(Unit):
        raise Invalid(_("Vui lòng chọn một mục."), "unit")
    if not values["group_code"].strip() or not values["group_name"].strip():
        raise Invalid(_("Vui lòng chọn nhóm, hoặc ghi tên nhóm mới."), "group_code")
    for kind in values.get("kinds", ()):
        if kind not in KINDS:
            raise Invalid(_("Vui lòng chọn một mục trong danh sách."), "kinds")
    for name in LISTS:
        _check_list(values.get(name, ()), name, code)
    if values.get("offered") and values.get("history_only"):
        raise Invalid(_("Nội dung chỉ để ghi lịch sử thì không nhận đăng ký."), "offered")


def _check_list(listed: Collection[str], name: str, code: str) -> None:
    if len(listed) > MOST or any(len(each) > LONGEST for each in listed):
        raise Invalid(_("Danh sách quá dài."), name)
    if code in listed:
        raise Invalid(_("Không chọn chính nội dung này."), name)
