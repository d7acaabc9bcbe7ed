"""Việc của tôi: what waits for whom, from the state of the dossiers alone.

Each block asks one query: its first dossiers, the earliest due first, and how many there are, up
to a thousand. Each status of an officer, or of all, is read from its own index, so that no block
depends on how many dossiers there are. The queries are written once for all who ask alike.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from app import access
from app.access import Actor, Permission, Role
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.workflow import LIVE, Look, Status, look_of
from app.clock import today
from app.correspondence.services import sent, threads
from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import ContentVersion
from app.review.services.asker import Asker, asking
from app.review.services.narrowing import at_most
from app.review.services.work_filters import WITH_OTHERS
from app.review.work_models import DRAFT, Coordination, Extension
from app.text import LARGEST_ID, _

SHOWN = 10
MOST = 1000  # counted; beyond it the page says "1000+"
# Written into the statements: a plan made for any limit would be another.
_MORE = at_most(MOST + 1)
_S = Status
_LATE = frozenset(LIVE) - {_S.SUPPLEMENT_REQUESTED, _S.RESERVE}  # whose clock runs


@dataclass(frozen=True)
class Row:
    """One dossier of a block; `due_on` is its step's day, or the day its answer is owed."""

    id: int
    reference: str
    status: str
    cancelled: str
    due_on: date
    organisation: str
    content: str
    officer: str

    @property
    def look(self) -> Look:
        return look_of(self.status, self.cancelled)


Ids = Select[*tuple[Any, ...]]
_EACH = Application.__table__.c
_NOW = bindparam("today", type_=_EACH.due_on.type)
_LAST = tuple_(bindparam("after_due", type_=_EACH.due_on.type), bindparam("after_id"))
# Where few dossiers are looked at, they shall not be looked for among all of an officer's: no
# index serves the expression.
NOBODY = 0
_OFFICER_OF = func.coalesce(_EACH.officer_id, NOBODY)

Chosen = Callable[[Asker], list[Ids]]


@dataclass(frozen=True)
class Block:
    """What waits for the persons of some roles: a title, and the dossiers in order."""

    key: str
    title: str
    roles: frozenset[Role]
    chosen: Chosen
    quiet: bool = False  # left out while empty


@dataclass(frozen=True)
class Waiting:
    """A block as the page shows it."""

    block: Block
    rows: Sequence[Row]
    count: int

    @property
    def words(self) -> str:
        """How many: beyond a thousand nobody counts."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def _select(*where: ColumnElement[bool]) -> Ids:
    return select(_EACH.id, _EACH.due_on).where(*where).order_by(_EACH.due_on, _EACH.id)


def _of_status(
    *statuses: Status, mine: bool = False, nobodys: bool = False, late: bool = False
) -> Chosen:
    """Return the dossiers of these statuses: an officer's, nobody's yet, or all; or the overdue."""

    def chosen(by: Asker) -> list[Ids]:
        whose: list[list[ColumnElement[bool]]] = [[_EACH.officer_id.is_(None)] if nobodys else []]
        if mine:
            whose = [[_EACH.officer_id == person] for person in by.each_hat]
        due = [_EACH.due_on < _NOW] if late else []
        return [
            _select(_EACH.status == status.value, *officer, *due, *by.others())
            for officer in whose
            for status in statuses
        ]

    return chosen


def _to_sign(status: Status) -> Chosen:
    """What waits for a leader's word; not what they had in hand, or entered, themselves."""

    def chosen(by: Asker) -> list[Ids]:
        return [
            _select(
                _EACH.status == status.value,
                _EACH.officer_id.not_in(by.hats),
                or_(_EACH.entered_by.is_(None), _EACH.entered_by.not_in(by.hats)),
                *by.others(),
            )
        ]

    return chosen


def _beside(by: Asker) -> list[Ids]:
    """Return what the person coordinates, from their own rows: the latest thousand of them."""
    # The limits, which are hardly ever reached, keep both databases from beginning elsewhere.
    beside = Coordination.__table__.c
    mine = (
        select(beside.application_id)
        .where(beside.person_id.in_(by.hats))
        .distinct()
        .order_by(beside.application_id.desc())
        .limit(_MORE)
        .subquery()
    )
    found = (
        select(_EACH.id, _EACH.due_on, _EACH.is_open)
        .join(mine, mine.c.application_id == _EACH.id)
        .where(*by.others())
        .limit(_MORE)
        .subquery()
    )
    each = found.c
    return [select(each.id, each.due_on).where(each.is_open.is_(True)).order_by(each.due_on)]


def _apologies(by: Asker) -> list[Ids]:
    extension = Extension.__table__.c
    drafted = select(extension.application_id).where(extension.state == DRAFT)
    running = sorted(status.value for status in _LATE)
    # Of an expression, which no index serves: the drafts are few, who has a status many.
    status = func.coalesce(_EACH.status, _EACH.status)
    found = [_EACH.id.in_(drafted), status.in_(running), *by.others()]
    if Role.LEAD not in by.roles:
        found.append(or_(_OFFICER_OF.in_(by.hats), _OFFICER_OF == NOBODY))
    return [_select(*found)]


def _unsent(by: Asker) -> list[Ids]:
    """Dossiers with a letter that did not arrive: an officer's own, all for the clerk."""
    mine = [] if Role.CLERK in by.roles else [_OFFICER_OF.in_(by.hats)]
    return [_select(_EACH.id.in_(sent.unsent()), *mine, *by.others())]


def _questions(by: Asker) -> list[Ids]:
    """Questions without an answer, by the day it is owed: an officer's own, nobody's, or all."""
    # The limit, which is never reached, keeps SQLite from beginning with every dossier there is.
    asked = threads.waiting().limit(at_most(LARGEST_ID)).subquery()
    mine = [or_(_OFFICER_OF.in_(by.hats), _OFFICER_OF == NOBODY)]
    return [
        select(_EACH.id, asked.c.due_on)
        .join(asked, asked.c.application_id == _EACH.id)
        .where(*([] if by.roles & {Role.CLERK, Role.LEAD} else mine), *by.others())
        .order_by(asked.c.due_on, _EACH.id)
    ]


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_CLERK, _OFFICER, _LEAD, _DIRECTOR = Role.CLERK, Role.OFFICER, Role.LEAD, Role.DIRECTOR

BLOCKS = (
    Block("issue", _("Chờ ban hành"), _roles(_CLERK),
          _of_status(_S.APPROVED_UNISSUED, _S.REJECTED_UNISSUED)),
    Block("receive", _("Chờ tiếp nhận, ghi số đến"), _roles(_CLERK), _of_status(_S.SUBMITTED)),
    Block("late-mine", _("Quá hạn của tôi"), _roles(_OFFICER),
          _of_status(*sorted(_LATE), mine=True, late=True), quiet=True),
    Block("appraise", _("Chờ tôi thẩm định"), _roles(_OFFICER),
          _of_status(_S.UNDER_APPRAISAL, mine=True)),
    Block("apologies", _("Thư xin lỗi, đề nghị gia hạn chờ ký"), _roles(_OFFICER, _LEAD),
          _apologies, quiet=True),
    Block("sign-lead", _("Chờ tôi cho ý kiến, trình lãnh đạo Sở"), _roles(_LEAD),
          _to_sign(_S.AWAITING_ENDORSEMENT)),
    Block("assign", _("Chờ phân công"), _roles(_LEAD), _of_status(_S.ACCEPTED)),
    Block("sign", _("Chờ tôi ký"), _roles(_DIRECTOR), _to_sign(_S.AWAITING_APPROVAL)),
    Block("reception", _("Chờ tiếp nhận"), _roles(_OFFICER), _of_status(_S.SUBMITTED)),
    Block("late", _("Quá hạn"), _roles(_LEAD, _DIRECTOR),
          _of_status(*sorted(_LATE), late=True), quiet=True),
    Block("questions", _("Câu hỏi của đơn vị chờ trả lời"), _roles(_CLERK, _OFFICER, _LEAD),
          _questions, quiet=True),
    Block("unsent", _("Thư chưa gửi được"), _roles(_CLERK, _OFFICER), _unsent, quiet=True),
    Block("beside", _("Tôi phối hợp"), _roles(_OFFICER), _beside, quiet=True),
    Block("supplement", _("Đang chờ đơn vị bổ sung"), _roles(_OFFICER),
          _of_status(_S.SUPPLEMENT_REQUESTED, mine=True), quiet=True),
    Block("supplement-early", _("Đang chờ đơn vị bổ sung, chưa phân công"),
          _roles(_CLERK, _OFFICER), _of_status(_S.SUPPLEMENT_REQUESTED, nobodys=True), quiet=True),
    Block("others", _("Đang chờ người khác trong cơ quan"), _roles(_OFFICER),
          _of_status(*WITH_OTHERS, mine=True), quiet=True),
)  # fmt: skip


def blocks(by: Actor) -> Iterator[Waiting]:
    """Yield the blocks of a person's roles, each by one query; quiet ones only when not empty.

    Raises 403 for who does not work at the desk.
    """
    access.check(Permission.SEE_WORK, by)
    asker, values = asking(by)
    values["today"] = today()
    for block in BLOCKS:
        if block.roles & by.roles:
            rows = db.session.execute(query(block, asker), values).all()
            if rows or not block.quiet:
                yield Waiting(block, [Row(*row[:-1]) for row in rows], rows[0][-1] if rows else 0)


@lru_cache(200)
def query(
    block: Block, by: Asker, shown: int = SHOWN, *, after: bool = False
) -> Select[*tuple[Any, ...]]:
    """Ask for the first dossiers of a block and, to `MOST` + 1, how many there are.

    With `after` they begin behind the row of (`after_due`, `after_id`).
    """
    parts = block.chosen(by)
    reached = _MORE if after else at_most(shown)
    every = _together([part.limit(_MORE) for part in parts])
    # The limit lets the database stop there, whatever the parts still hold.
    count = select(func.count()).select_from(select(every.c.id).limit(_MORE).subquery())
    found = _together([part.limit(reached) for part in parts]).c
    behind = [tuple_(found.due_on, found.id) > _LAST] if after else []
    first = (
        select(found.id, found.due_on)
        .where(*behind)
        .order_by(found.due_on, found.id)
        .limit(at_most(shown))
        .subquery("first")
    )
    organisation, version = Organisation.__table__.c, ContentVersion.__table__.c
    person = Person.__table__.c
    return (
        select(
            _EACH.id,
            _EACH.reference,
            _EACH.status,
            _EACH.cancelled,
            first.c.due_on,
            organisation.name,
            version.name,
            func.coalesce(person.name, literal("")),
            # Here, where nothing is joined by UNION: SQLite would count once for each part of it.
            count.scalar_subquery(),
        )
        .join(first, first.c.id == _EACH.id)
        .join(Organisation.__table__, organisation.id == _EACH.organisation_id)
        .join(ContentVersion.__table__, version.id == _EACH.version_id)
        .outerjoin(Person.__table__, person.id == _EACH.officer_id)
        .order_by(first.c.due_on, _EACH.id)
    )


def _together(parts: list[Ids]) -> Subquery:
    inner = [select(part.subquery()) for part in parts]
    return (union_all(*inner) if len(inner) > 1 else inner[0]).subquery()
