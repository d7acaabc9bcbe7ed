""" "Nội dung còn có thể đăng ký": every content and its state for one organisation, in words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.extensions import db
from app.ledger.models import BLOCKING, GIVEN, HELD, Entry, HistoryReview
from app.ledger.services import blocking, exclusion
from app.ledger.services.history import reviewed
from app.organisations.models import Organisation
from app.programmes.models import Call, ContentVersion, Programme, SupportContent
from app.programmes.services import calls, contents
from app.text import _, format_datetime


class State(StrEnum):
    """Whether, and why not, a content can be registered for now."""

    OPEN = "open"
    NO_CALL = "no_call"
    HELD = "held"
    USED = "used"
    EXCLUDED = "excluded"
    WRONG_KIND = "wrong_kind"
    NOT_OFFERED = "not_offered"


# What a line of the ledger says of its content; the lists a content carries stay unread.
NAMED = (
    joinedload(Entry.content)
    .load_only(SupportContent.code)
    .joinedload(SupportContent.version)
    .load_only(ContentVersion.name)
)
TONES = {State.OPEN: "good", State.HELD: "progress", State.USED: "waiting"}


@dataclass
class Standing:
    """One content for one organisation."""

    content: SupportContent
    state: State
    words: str
    call: Call | None = None
    also: Sequence[Call] = ()  # further calls in which it can be registered for
    entry: Entry | None = None
    remarks: list[str] = field(default_factory=list)

    def is_open_in(self, call: Call) -> bool:
        """Whether it can be registered for in this call."""
        return any(each.id == call.id for each in (self.call, *self.also) if each is not None)

    @property
    def label(self) -> str:
        return {
            State.OPEN: _("Có thể đăng ký"),
            State.NO_CALL: _("Chưa có đợt đăng ký"),
            State.HELD: _("Đang có hồ sơ"),
            State.USED: _("Đã được hỗ trợ"),
            State.EXCLUDED: _("Không đăng ký đồng thời"),
            State.WRONG_KIND: _("Không dành cho loại hình này"),
            State.NOT_OFFERED: _("Chưa nhận đăng ký"),
        }[self.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "neutral")


@dataclass
class Overview:
    """All contents by group, and whether the history behind them was reviewed."""

    standings: list[Standing]
    reviews: dict[str, HistoryReview]
    scopes: set[str]

    @property
    def history_reviewed(self) -> bool:
        """Whether every open scope was marked as reviewed; until then nobody says "còn"."""
        return bool(self.scopes) and self.scopes <= self.reviews.keys()

    def open_calls(self) -> list[Call]:
        """The calls in which something is open: one phiếu is for contents of one call."""
        found = {item.call.id: item.call for item in self.standings if item.call is not None}
        return sorted(found.values(), key=lambda call: (call.closes_at, call.id))

    def groups(self) -> dict[str, list[Standing]]:
        """The standings under the names of their groups, in the catalogue's order."""
        grouped: dict[str, list[Standing]] = defaultdict(list)
        for standing in self.standings:
            grouped[standing.content.group_name].append(standing)
        return grouped


def overview(organisation: Organisation) -> Overview:
    """Return every content with its state for `organisation`; a constant number of queries."""
    scopes, lookback = _open_scopes(), blocking.lookback()
    open_calls = _open_call_contents()
    entries: dict[int, list[Entry]] = defaultdict(list)
    for entry in db.session.scalars(
        select(Entry)
        .where(
            Entry.beneficiary_id == organisation.beneficiary_id,
            Entry.state.in_({*BLOCKING, *GIVEN}),
        )
        .order_by(Entry.id)
    ):
        entries[entry.content_id].append(entry)
    listed, everything = contents.listed(), [each for some in entries.values() for each in some]
    standings = [
        _standing(
            content,
            organisation,
            open_calls[content.id],
            entries[content.id],
            scopes=scopes,
            taken=blocking.taken(content, entries[content.id], lookback),
            excluded=exclusion.standing_in_the_way(content, listed, everything),
        )
        for content in listed
    ]
    _note_overlaps(standings, entries)
    return Overview(standings, reviewed(scopes), scopes)


def _open_scopes() -> set[str]:
    return set(db.session.scalars(select(Programme.scope).where(Programme.is_open)))


def _note_overlaps(standings: list[Standing], entries: dict[int, list[Entry]]) -> None:
    """Say beside a content that a related one (mô hình điểm and 5S) was given or is held."""
    had = {item.content.code: item.content for item in standings if entries[item.content.id]}
    for item in standings:
        for code in sorted(set(item.content.warn_with) & had.keys()):
            item.remarks.append(
                _(
                    "Có phần trùng với nội dung “%(content)s” mà đơn vị đã hoặc đang có; cán bộ sẽ "
                    "xem xét.",
                    content=contents.name_of(had[code]),
                )
            )


def for_content(organisation: Organisation, content: SupportContent) -> Standing:
    """Return the standing of one content, as it stood when this transaction began."""
    found = [item for item in overview(organisation).standings if item.content.id == content.id]
    return found[0] if found else Standing(content, State.NOT_OFFERED, _not_offered())


def _open_call_contents() -> dict[int, list[Call]]:
    open_calls: dict[int, list[Call]] = defaultdict(list)
    for each in calls.call_contents_open(clock.now()):
        open_calls[each.content_id].append(each.call)
    return open_calls


def _standing(
    content: SupportContent,
    organisation: Organisation,
    open_calls: Sequence[Call],
    entries: Sequence[Entry],
    *,
    scopes: set[str],
    taken: dict[str, Entry],
    excluded: dict[str, exclusion.Excluded],
) -> Standing:
    remarks = [_remark(entry, scopes) for entry in entries]
    if content.kinds and organisation.kind not in content.kinds:
        return Standing(content, State.WRONG_KIND, _wrong_kind(), remarks=remarks)
    fitting = [call for call in open_calls if calls.takes(call, organisation)]
    # The rule looks at the call's own scope; without a call, at every programme that is open.
    closed = taken.keys() | excluded.keys()
    free = [call for call in fitting if call.programme.scope not in closed]
    if free:
        call = free[0]  # the one that closes first
        words = _(
            "Đang nhận đăng ký trong %(call)s, đến %(until)s.",
            call=call.name,
            until=format_datetime(call.closes_at),
        )
        return Standing(content, State.OPEN, words, call=call, also=free[1:], remarks=remarks)
    looked_at = {call.programme.scope for call in fitting} or scopes
    if holder := next((taken[scope] for scope in sorted(looked_at & taken.keys())), None):
        others = [_remark(entry, scopes) for entry in entries if entry is not holder]
        return _blocked(content, holder, others)
    if fitting and (met := excluded.get(fitting[0].programme.scope)):
        return Standing(content, State.EXCLUDED, met.message, remarks=remarks)
    if not content.offered:
        return Standing(content, State.NOT_OFFERED, _not_offered(), remarks=remarks)
    return Standing(content, State.NO_CALL, _no_call(open_calls, organisation), remarks=remarks)


def _no_call(open_calls: Sequence[Call], organisation: Organisation) -> str:
    """Why nothing can be registered for now; a call for other communes is named."""
    elsewhere = [call for call in open_calls if calls.is_elsewhere(call, organisation)]
    if elsewhere:
        return _(
            "%(call)s đang mở nhưng chỉ nhận hồ sơ của đơn vị ở xã, phường khác.",
            call=elsewhere[0].name,
        )
    return _("Chưa có đợt đăng ký nào đang mở cho nội dung này.")


def _blocked(content: SupportContent, entry: Entry, remarks: list[str]) -> Standing:
    if entry.state == HELD:
        words = _("Đang được đăng ký bằng hồ sơ %(ref)s.", ref=entry.source_reference)
        return Standing(content, State.HELD, words, entry=entry, remarks=remarks)
    words = _("Đã được hỗ trợ năm %(year)s", year=entry.given_year)
    if entry.document_number:
        words += _(", theo văn bản số %(number)s", number=entry.document_number)
    return Standing(content, State.USED, words + ".", entry=entry, remarks=remarks)


def _remark(entry: Entry, scopes: set[str]) -> str:
    named = f" ({entry.standard})" if entry.standard else ""
    if entry.state == HELD:
        return _("Đang có hồ sơ %(ref)s%(named)s.", ref=entry.source_reference, named=named)
    said = _("Đã được hỗ trợ năm %(year)s%(named)s", year=entry.given_year, named=named)
    if entry.scope not in scopes or entry.state not in BLOCKING:
        return said + _(", phạm vi %(scope)s; cán bộ sẽ xem xét.", scope=entry.scope)
    if entry.standard:
        return said + _("; không đăng ký lại tiêu chuẩn, công cụ này.")
    return said + "."


def _wrong_kind() -> str:
    return _("Nội dung này không dành cho loại hình của đơn vị.")


def _not_offered() -> str:
    return _("Nội dung này hiện chưa nhận đăng ký.")


def given_to(organisation: Organisation) -> Sequence[Entry]:
    """Return everything the beneficiary has, or was given, in any scope, oldest first."""
    return db.session.scalars(
        select(Entry)
        .where(
            Entry.beneficiary_id == organisation.beneficiary_id,
            Entry.state.in_({*BLOCKING, *GIVEN}),
        )
        .options(NAMED)
        .order_by(Entry.given_year, Entry.id)
    ).all()
