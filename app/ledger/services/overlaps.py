"""What an officer is warned of when an organisation asks for a content; nothing of it blocks.

Other scopes, supports set aside, contents that overlap, predecessors and successors that keep a
beneficiary of their own, what other budgets gave: the cases of docs/quy-tac-01-lan.md that warn.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select

from app.extensions import db
from app.ledger.models import BLOCKING, GIVEN, HELD, SET_ASIDE, Entry
from app.ledger.services.standing import NAMED
from app.organisations.models import Organisation, Succession
from app.programmes.models import SupportContent
from app.text import _, fold

# The usual ways, folded, to say in the profile that nothing was had.
NONE_SAID = frozenset({
    "", "chua", "khong", "chua co", "khong co", "chua duoc ho tro", "chua tung duoc ho tro",
    "chua duoc nha nuoc ho tro",
})  # fmt: skip


def warnings(
    organisation: Organisation,
    content: SupportContent,
    scope: str,
    own: Sequence[Entry] | None = None,
) -> list[str]:
    """Return the warnings in words; a constant number of queries.

    `own` is what `standing.given_to` returned, where the caller has it already.
    """
    if own is None:
        own = _entries([organisation.beneficiary_id])
    found = [words for entry in own if (words := _about(entry, content, scope)) is not None]
    if content.unit == "product" and any(_same(entry, content) for entry in own):
        found.append(_("Đơn vị từng được hỗ trợ nội dung này: đề nghị so sản phẩm với lần trước."))
    found += _relatives(organisation, content)
    if not _none_said(organisation.earlier_support):
        found.append(
            _("Đơn vị khai về hỗ trợ từ nguồn khác: %(said)s", said=organisation.earlier_support)
        )
    return found


def _none_said(said: str) -> bool:
    """Return whether the organisation says, in one of the usual ways, that it had nothing."""
    return fold(said).strip(" .-") in NONE_SAID


def kinds(organisation: Organisation, content: SupportContent, scope: str) -> tuple[bool, bool]:
    """Return whether something overlaps with `content`, and whether another scope gave it."""
    own = _entries([organisation.beneficiary_id])
    return (
        any(entry.content.code in content.warn_with for entry in own),
        any(_same(entry, content) and entry.scope != scope for entry in own),
    )


def _entries(beneficiaries: Sequence[int]) -> list[Entry]:
    return list(
        db.session.scalars(
            select(Entry)
            .where(Entry.beneficiary_id.in_(beneficiaries), Entry.state.in_({*BLOCKING, *GIVEN}))
            .options(NAMED)
            .order_by(Entry.given_year, Entry.id)
        )
    )


def _same(entry: Entry, content: SupportContent) -> bool:
    return entry.content_id == content.id and entry.state in GIVEN


def _about(entry: Entry, content: SupportContent, scope: str) -> str | None:
    if entry.content.code in content.warn_with:
        return _(
            "Có phần trùng với “%(content)s”: %(when)s.",
            content=_name(entry),
            when=_when(entry),
        )
    if not _same(entry, content):
        return None
    if entry.state == SET_ASIDE:
        return _("Đã được hỗ trợ nội dung này, không chặn: %(when)s.", when=_when(entry))
    if entry.scope != scope:
        return _(
            "Đã được hỗ trợ nội dung này trong phạm vi %(scope)s: %(when)s.",
            scope=entry.scope,
            when=_when(entry),
        )
    return None


def _relatives(organisation: Organisation, content: SupportContent) -> list[str]:
    """Whom it succeeded, or who succeeded it, without sharing the once-only rule."""
    ids = set()
    for succession in db.session.scalars(
        select(Succession).where(
            or_(
                Succession.successor_id == organisation.id,
                Succession.predecessor_id == organisation.id,
            )
        )
    ):
        ids |= {succession.successor_id, succession.predecessor_id}
    ids.discard(organisation.id)
    if not ids:
        return []
    others = {
        row.beneficiary_id: row.name
        for row in db.session.execute(
            select(Organisation.beneficiary_id, Organisation.name).where(Organisation.id.in_(ids))
        )
        if row.beneficiary_id != organisation.beneficiary_id
    }
    return [
        _(
            "“%(name)s”, liên quan về kế thừa, đã được hỗ trợ nội dung này: %(when)s.",
            name=others[entry.beneficiary_id],
            when=_when(entry),
        )
        for entry in _entries(sorted(others))
        if _same(entry, content)
    ]


def _name(entry: Entry) -> str:
    return entry.content.version.name if entry.content.version else entry.content.code


def _when(entry: Entry) -> str:
    if entry.state == HELD:
        return _("hồ sơ %(ref)s đang giữ", ref=entry.source_reference)
    said = _("năm %(year)s", year=entry.given_year)
    return f"{said}, {entry.document_number}" if entry.document_number else said
