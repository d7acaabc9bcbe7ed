"""When a call opens, needs become invitations (mời đăng ký): one letter to each organisation."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select

from app import access, clock
from app.access import Actor, Permission
from app.errors import Conflict
from app.extensions import db
from app.ledger.models import HELD, Entry
from app.ledger.services import blocking, exclusion
from app.needs import emails
from app.needs.models import Need, NeedItem
from app.needs.services import demand, perform
from app.needs.services.demand import Filters
from app.needs.workflow import Action, Status
from app.organisations.models import Commune, Organisation
from app.organisations.services import queries as organisations
from app.programmes.models import Call, ContentVersion, SupportContent
from app.programmes.services import calls, contents
from app.text import _

PAGE = 100


@dataclass(frozen=True)
class Line:
    """One content somebody wants, and what stands in the way of an invitation ("": nothing)."""

    item_id: int
    organisation_id: int
    organisation: str
    beneficiary_id: int
    commune: str
    content_id: int
    content: str
    year: int
    without_address: bool
    taken: str = ""


@dataclass(frozen=True)
class Wanted:
    """A page of needs the call could serve: `free` may be invited, `taken` says why not."""

    free: list[Line]
    taken: list[Line]
    next_after: int | None


def page(call: Call, filters: Filters) -> Wanted:
    """Return at most 100 needs of the call's contents; a constant number of queries."""
    after = [NeedItem.id > filters.after] if filters.after is not None else []
    lines = _lines(call, [*demand.conditions(filters), *after], PAGE + 1)
    shown = _judged(call, lines[:PAGE])
    return Wanted(
        [line for line in shown if not line.taken],
        [line for line in shown if line.taken],
        lines[PAGE - 1].item_id if len(lines) > PAGE else None,
    )


def invite(call: Call, item_ids: Collection[int], by: Actor) -> tuple[int, int]:
    """Invite these; return how many organisations and how many contents.

    What was withdrawn, invited by somebody else or supported meanwhile is left out. Raises 409
    when the call is not open or nothing is left.
    """
    access.check(Permission.INVITE_NEED, by)
    if not calls.is_open(call, clock.now()):
        raise Conflict(_("Đợt đăng ký này không mở tại thời điểm hiện tại."))
    locked = perform.lock(sorted(item_ids)[:PAGE])
    chosen = [NeedItem.id.in_([item.id for item in locked])]
    free = [line for line in _judged(call, _lines(call, chosen, PAGE)) if not line.taken]
    if not free:
        raise Conflict(_("Không còn nhu cầu nào trong danh sách đã chọn mời được vào đợt này."))
    by_id = {item.id: item for item in locked}
    per_organisation: dict[int, list[Line]] = defaultdict(list)
    for line in free:
        perform.perform(by_id[line.item_id], Action.INVITE, by, call_id=call.id)
        per_organisation[line.organisation_id].append(line)
    for organisation_id, lines in per_organisation.items():
        organisation = organisations.get(organisation_id)
        names = dict.fromkeys(line.content for line in lines)
        emails.invited(organisation, call, list(names), lines[0].item_id)
    return len(per_organisation), len(free)


def _lines(call: Call, more: Sequence[ColumnElement[bool]], size: int) -> list[Line]:
    query = (
        select(
            NeedItem.id, Organisation.id, Organisation.name, Organisation.beneficiary_id,
            Commune.name, NeedItem.content_id, ContentVersion.name, Need.wanted_year,
            Organisation.contact_email, Organisation.email,
        )
        .select_from(NeedItem)
        .join(Need, Need.id == NeedItem.need_id)
        .join(Organisation, Organisation.id == Need.organisation_id)
        .join(Commune, Commune.code == Organisation.commune_code)
        .join(SupportContent, SupportContent.id == NeedItem.content_id)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .where(*_fits(call), *more)
        .order_by(NeedItem.id)
        .limit(size)
    )  # fmt: skip
    found = []
    for *shown, contact, own in db.session.execute(query):
        found.append(Line(*shown, without_address=not (contact or own)))  # type: ignore[misc]  # the columns, in the order of the fields
    return found


def _fits(call: Call) -> list[ColumnElement[bool]]:
    """Whose needs the call could serve: of its kinds and communes, still there, not invited yet."""
    offered = [
        and_(
            NeedItem.content_id == each.content_id,
            *([Organisation.kind.in_(each.content.kinds)] if each.content.kinds else []),
        )
        for each in call.contents
        if each.content.offered and not each.content.history_only
    ]
    fits = [
        or_(
            NeedItem.status == Status.OPEN.value,
            and_(NeedItem.status == Status.INVITED.value, NeedItem.call_id != call.id),
        ),
        or_(*offered) if offered else NeedItem.id.is_(None),
        Organisation.is_standin.is_(False),
        Organisation.ceased_on.is_(None),
        Organisation.joined_into_id.is_(None),
    ]
    if call.kinds:
        fits.append(Organisation.kind.in_(call.kinds))
    if call.communes:
        fits.append(Organisation.commune_code.in_(call.communes))
    return fits


def _judged(call: Call, lines: Sequence[Line]) -> list[Line]:
    """Say beside each line what takes its slot, as the rule will say at submission."""
    entries = blocking.of_many({line.beneficiary_id for line in lines})
    rule = _Rule(call.programme.scope, blocking.lookback(), contents.listed(with_history=True))
    by_id = {each.content_id: each.content for each in call.contents}
    return [
        replace(line, taken=rule.taken(by_id[line.content_id], entries[line.beneficiary_id]))
        for line in lines
    ]


@dataclass(frozen=True)
class _Rule:
    """The ledger's rule in the scope of the call, with the words for who invites."""

    scope: str
    lookback: blocking.Lookback
    contents: Sequence[SupportContent]

    def taken(self, content: SupportContent, entries: Sequence[Entry]) -> str:
        holder = blocking.taken(content, entries, self.lookback).get(self.scope)
        if holder is not None and holder.state == HELD:
            return _("Đang có hồ sơ %(ref)s.", ref=holder.source_reference)
        if holder is not None:
            return _("Đã được hỗ trợ năm %(year)s.", year=holder.given_year)
        met = exclusion.standing_in_the_way(content, self.contents, entries).get(self.scope)
        if met is None:
            return ""
        code = next(each.code for each in self.contents if each.id == met.entry.content_id)
        return _("Không đăng ký đồng thời với nội dung %(code)s đã hoặc đang có.", code=code)
