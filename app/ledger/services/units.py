"""What "một nội dung" is for a content: a setting of the Sở's, with its document.

Changing it gives the content's entries other keys. That happens in one transaction, under the
locks of everyone concerned, or not at all: where two supports would then meet, they are listed,
and an exception decides each of them first.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import access, clock, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.models import BLOCKING, Entry
from app.ledger.services import paper
from app.ledger.services.rule import rule_key, standard_name
from app.ledger.services.slots import lock_rule
from app.organisations.models import Beneficiary
from app.programmes.models import SupportContent
from app.text import _, squeeze

CONTENT, STANDARD, YEAR, NONE = "content", "standard", "year", "none"
UNITS = {
    CONTENT: _("Mỗi tổ chức 01 lần"),
    STANDARD: _("Mỗi tổ chức 01 lần với từng tiêu chuẩn, công cụ có tên"),
    YEAR: _("Mỗi tổ chức 01 lần trong năm (sản phẩm mới năm sau được đăng ký lại)"),
    NONE: _("Không giới hạn số lần"),
}
SHOWN = 100  # entries that a preview lists
LONGEST = {"name": 120}  # characters


@dataclass(frozen=True)
class Preview:
    """What a change of the unit would do."""

    rule: str
    entries: int
    changing: int
    lacking: Sequence[Entry]  # entries that need a standard and have none
    collisions: Sequence[Sequence[Entry]]  # supports that would meet

    @property
    def possible(self) -> bool:
        return not self.lacking and not self.collisions


def fitting(content: SupportContent) -> dict[str, str]:
    """Return the units the content can have, in words: only products are new every year."""
    return {
        unit: words for unit, words in UNITS.items() if unit != YEAR or content.unit == "product"
    }


def counts() -> dict[int, int]:
    """Return how many entries each content has."""
    query = select(Entry.content_id, func.count()).group_by(Entry.content_id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def preview(
    content: SupportContent, rule: str, standards: Mapping[int, str] | None = None
) -> Preview:
    """Return what a change of the unit to `rule` would do; nothing is written.

    `standards` says for entries without one which standard they were for.
    """
    return _previewed(content, rule, standards or {}, _entries(content))


def _previewed(
    content: SupportContent, rule: str, standards: Mapping[int, str], entries: Sequence[Entry]
) -> Preview:
    keys = {each.id: _key(content, rule, each, standards.get(each.id, "")) for each in entries}
    lacking = [each for each in entries if keys[each.id] == ""]
    meeting: dict[tuple[str, int, str], list[Entry]] = defaultdict(list)
    for each in entries:
        key = keys[each.id]
        if key and each.state in BLOCKING:
            meeting[each.scope, each.beneficiary_id, key].append(each)
    return Preview(
        rule=rule,
        entries=len(entries),
        changing=sum(keys[each.id] != each.rule_key for each in entries),
        lacking=lacking,
        collisions=[group for group in meeting.values() if len(group) > 1],
    )


def _key(content: SupportContent, rule: str, entry: Entry, standard: str) -> str | None:
    """Return the key the entry would have; "" where a standard is wanted and none is known."""
    if rule != STANDARD:
        probe = SupportContent(code=content.code, rule=rule)
        return rule_key(probe, "", _year(entry))
    probe = SupportContent(code=content.code, rule=rule, standards=content.standards)
    try:
        return rule_key(probe, entry.standard or standard)
    except Invalid:
        return ""


def _year(entry: Entry) -> int:
    return entry.given_year or clock.local(entry.created_at).year


def _entries(content: SupportContent) -> list[Entry]:
    return list(
        db.session.scalars(
            select(Entry)
            .where(Entry.content_id == content.id)
            .options(joinedload(Entry.organisation))
            .order_by(Entry.given_year, Entry.id)
            .execution_options(populate_existing=True)
        )
    )


def _lock(content: SupportContent) -> list[Entry]:
    """Lock who has the content, ascending, then the content alone; return its entries as they are.

    From then on nobody enters a support of it. Raises 409 when somebody new did meanwhile.
    """
    having = select(Entry.beneficiary_id).where(Entry.content_id == content.id)
    locked = set(
        db.session.scalars(
            select(Beneficiary.id)
            .where(Beneficiary.id.in_(having))
            .order_by(Beneficiary.id)
            .with_for_update()
        )
    )
    lock_rule(content, change=True)
    entries = _entries(content)
    if {entry.beneficiary_id for entry in entries} - locked:
        raise Conflict(_("Vừa có hồ sơ khác đăng ký nội dung này. Vui lòng xem lại và thử lại."))
    return entries


def change(
    content: SupportContent,
    rule: str,
    *,
    document_number: str,
    document_on: date,
    reason: str,
    by: Actor,
    standards: Mapping[int, str] | None = None,
) -> Preview:
    """Change the unit, and the keys of every entry of the content with it.

    Raises 403, 422 for an unknown unit, no document or reason, or an entry without a standard, 409
    where supports meet.
    """
    access.check(Permission.SET_RULE, by)
    if rule not in UNITS:
        raise Invalid(_("Vui lòng chọn đơn vị tính."), "rule")
    if rule not in fitting(content):
        raise Invalid(_("Chỉ nội dung tính theo sản phẩm mới dùng đơn vị này."), "rule")
    paper.check(document_number, document_on, reason)
    standards = standards or {}
    entries = _lock(content)
    found = _previewed(content, rule, standards, entries)
    _refuse(found)
    before = content.rule
    # In two steps: the index must not see old and new keys together, not for a moment.
    keys = {each.id: _key(content, rule, each, standards.get(each.id, "")) for each in entries}
    for each in entries:
        each.rule_key = None
    db.session.flush()
    content.rule, content.rule_document = rule, document_number
    content.rule_document_on = document_on
    content.on_screen = sorted({*content.on_screen, "rule"})
    named = {}
    for each in entries:
        if rule == STANDARD:
            named_as = standard_name(content, each.standard or standards.get(each.id, ""))
            if named_as != each.standard:
                named[str(each.id)] = [each.standard, named_as]
                each.standard = named_as
        each.rule_key = keys[each.id]
    db.session.flush()
    audit.record(
        "support_content",
        content.id,
        "change_rule",
        by,
        before=before,
        after=rule,
        data={
            "document": document_number,
            "document_on": document_on.isoformat(),
            "reason": reason,
            "entries": found.changing,
            "named": named,
        },
    )
    return found


def _refuse(found: Preview) -> None:
    if found.lacking:
        raise Invalid(
            _(
                "%(n)s lượt chưa ghi tiêu chuẩn, công cụ. Vui lòng chọn cho từng lượt.",
                n=len(found.lacking),
            ),
            "rule",
        )
    if found.collisions:
        names = "; ".join(
            f"{group[0].organisation.name} ({', '.join(str(_year(each)) for each in group)})"
            for group in found.collisions[:10]
        )
        raise Conflict(
            _(
                "%(n)s tổ chức sẽ có hơn một lượt cho cùng một nội dung: %(names)s. Cần giải quyết "
                "từng trường hợp bằng cho phép thêm trước khi đổi.",
                n=len(found.collisions),
                names=names,
            )
        )


def add_standard(content: SupportContent, name: str, known: str, by: Actor) -> None:
    """Add a standard or tool to the content's list, or one more name of a known one.

    A key is made of the first name and never changes: a new name is a synonym. Raises 409 for a
    name that the list has already, 422 for one without letters or digits.
    """
    access.check(Permission.SET_RULE, by)
    lock_rule(content, change=True)
    limits.texts({"name": name}, LONGEST)
    if not squeeze(name):
        raise Invalid(_("Tên cần có chữ hoặc số."), "name")
    for each in content.standards:
        names = (each["name"], each.get("code", ""), *each.get("synonyms", ()))
        if squeeze(name) in {squeeze(one) for one in names if one}:
            raise Conflict(_("“%(name)s” đã có trong danh sách.", name=each["name"]))
    changed = [dict(each) for each in content.standards]
    if known:
        found = next((each for each in changed if each["name"] == known), None)
        if found is None:
            raise Invalid(_("Vui lòng chọn tiêu chuẩn, công cụ trong danh sách."), "known")
        found["synonyms"] = [*found.get("synonyms", ()), name]
    else:
        changed.append({"code": "", "name": name, "synonyms": []})
    content.standards = changed
    db.session.flush()
    audit.record(
        "support_content", content.id, "add_standard", by, data={"name": name, "known": known}
    )


def history(content: SupportContent) -> list[Event]:
    """Return the changes of the content's unit and list, the latest first."""
    return [
        event
        for event in reversed(audit.history("support_content", content.id))
        if event.action in ("change_rule", "add_standard")
    ]
