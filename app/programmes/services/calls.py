"""Calls (đợt đăng ký): which are open, and which contents may be applied for in them."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from app.errors import NotFound
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.services import communes
from app.programmes.models import Call, CallContent, ContentVersion, Programme, SupportContent
from app.programmes.workflow import CallState
from app.text import Look, _

PUBLISHED = CallState.PUBLISHED.value
# What the public list shows; an archived call is found by its address.
LISTED = (PUBLISHED, CallState.CLOSED.value)
# Public lists are short; a call that closed long ago is found by its address.
LIST_LIMIT = 100


class Phase(StrEnum):
    """Where a call stands at a moment."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


LOOKS = {
    Phase.UPCOMING: Look(_("Sắp nhận hồ sơ"), "waiting"),
    Phase.OPEN: Look(_("Đang nhận hồ sơ"), "good"),
    Phase.CLOSED: Look(_("Đã đóng"), "neutral"),
}


def phase(call: Call, at: datetime) -> Phase:
    """Return where `call` stands at `at`. The closing moment itself still counts as in time."""
    return by_the_clock(call, at) if call.state == PUBLISHED else Phase.CLOSED


def by_the_clock(call: Call, at: datetime) -> Phase:
    """Return where a published call with these dates stands; what a preview shows."""
    if at > call.closes_at:
        return Phase.CLOSED
    return Phase.OPEN if at >= call.opens_at else Phase.UPCOMING


def is_open(call: Call, at: datetime) -> bool:
    """Return whether `call` takes dossiers at `at`."""
    return phase(call, at) is Phase.OPEN


def _open(at: datetime) -> ColumnElement[bool]:
    """The same rule as `phase`, for the database."""
    return and_(Call.state == PUBLISHED, Call.opens_at <= at, Call.closes_at >= at)


def get(code: str) -> Call:
    """Return the published or closed call with `code`, its contents read along.

    Raises `NotFound`, also for a draft (bản thảo), which is nobody's business yet.
    """
    contents = selectinload(Call.contents).joinedload(CallContent.content)
    call = db.session.scalar(
        select(Call)
        .where(Call.code == code, Call.state != CallState.DRAFT.value)
        .options(
            contents.joinedload(SupportContent.version).options(
                lazyload(ContentVersion.questions), lazyload(ContentVersion.documents)
            )
        )
    )
    if call is None:
        raise NotFound(_("Không có đợt đăng ký này."))
    return call


def open_calls(at: datetime) -> Sequence[Call]:
    """Return the calls that take dossiers at `at`, the one that closes first in front."""
    return db.session.scalars(select(Call).where(_open(at)).order_by(Call.closes_at, Call.id)).all()


def listed() -> Sequence[Call]:
    """Return all calls the public may see, the latest first, at most `LIST_LIMIT`."""
    return db.session.scalars(
        select(Call)
        .where(Call.state.in_(LISTED))
        .order_by(Call.opens_at.desc(), Call.id.desc())
        .limit(LIST_LIMIT)
    ).all()


def plan_in_force() -> Programme | None:
    """Return the plan whose words the pages quote: an open one first, then the latest."""
    return db.session.scalar(
        select(Programme)
        .where(Programme.quote != "")
        .order_by(Programme.is_open.desc(), Programme.year_from.desc(), Programme.id)
        .limit(1)
    )


def call_contents_open(at: datetime) -> Sequence[CallContent]:
    """Return what may be applied for at `at`, in the catalogue's order, with its call (one query).

    A content in several open calls comes several times, the call that closes first in front.
    """
    return db.session.scalars(
        _offered_in_open_calls(at).order_by(
            SupportContent.position, Call.closes_at, Call.id, CallContent.id
        )
    ).all()


def open_for(content: SupportContent, at: datetime) -> Sequence[CallContent]:
    """Return the open calls in which `content` may be applied for at `at`."""
    return db.session.scalars(
        _offered_in_open_calls(at)
        .where(CallContent.content_id == content.id)
        .order_by(Call.closes_at, Call.id, CallContent.id)
    ).all()


def _offered_in_open_calls(at: datetime) -> Select[CallContent]:
    return (
        select(CallContent)
        .join(CallContent.call)
        .join(CallContent.content)
        .where(_open(at), SupportContent.offered, SupportContent.history_only.is_(False))
        .options(
            contains_eager(CallContent.call).joinedload(Call.programme),
            contains_eager(CallContent.content)
            .joinedload(SupportContent.version)
            .options(lazyload(ContentVersion.questions), lazyload(ContentVersion.documents)),
            joinedload(CallContent.project),
        )
    )


def is_elsewhere(call: Call, organisation: Organisation) -> bool:
    """Return whether the call is only for communes other than the organisation's."""
    return bool(call.communes) and organisation.commune_code not in call.communes


def takes(call: Call, organisation: Organisation) -> bool:
    """Return whether the call is for organisations of this kind and commune."""
    fits = not call.kinds or organisation.kind in call.kinds
    return fits and not is_elsewhere(call, organisation)


def for_communes(call: Call) -> str:
    """Return, in words, whom a call that is only for some communes is for."""
    return _(
        "%(call)s chỉ nhận hồ sơ của đơn vị ở %(communes)s.",
        call=call.name,
        communes=", ".join(commune_names(call)),
    )


def commune_names(call: Call) -> list[str]:
    """Return the names of the communes a call is for, in the list's order; none: all."""
    if not call.communes:
        return []
    return [each.name for each in communes.all_communes() if each.code in call.communes]


def project_of(call_id: int, content_id: int) -> int | None:
    """Return the project that pays for a content in a call, where one is named."""
    return db.session.scalar(
        select(CallContent.project_id).where(
            CallContent.call_id == call_id, CallContent.content_id == content_id
        )
    )
