"""Việc của tôi: what waits for whom, from the state of the dossiers alone.

Each block asks one query: its first dossiers, the earliest due first, and how many there are, up
to a thousand. Each status of an officer, or of all, is read from its own index, so that no block
depends on how many dossiers there are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, union_all

from app import access
from app.access import Actor, Permission, Role
from app.accounts.models import Person
from app.applications.models import Application
from app.applications.services.foreign import others
from app.applications.workflow import LIVE, LOOKS, Look, Status
from app.clock import today
from app.correspondence.services import sent, threads
from app.extensions import db
from app.organisations.models import Organisation
from app.programmes.models import ContentVersion
from app.review.work_models import DRAFT, Coordination, Extension
from app.text import _

SHOWN = 10
MOST = 1000  # counted; beyond it the page says "1000+"
_S = Status
_LATE = frozenset(LIVE) - {_S.SUPPLEMENT_REQUESTED, _S.RESERVE}  # whose clock runs
WITH_OTHERS = (
    _S.AWAITING_SELECTION,
    _S.RESERVE,
    _S.AWAITING_ENDORSEMENT,
    _S.AWAITING_APPROVAL,
    _S.APPROVED_UNISSUED,
    _S.REJECTED_UNISSUED,
)


@dataclass(frozen=True)
class Row:
    """One dossier of a block; `due_on` is its step's day, or the day its answer is owed."""

    id: int
    reference: str
    status: str
    due_on: date
    organisation: str
    content: str
    officer: str

    @property
    def look(self) -> Look:
        return LOOKS[Status(self.status)]


Ids = Select[*tuple[Any, ...]]
Chosen = Callable[[Actor], list[Ids]]


@dataclass(frozen=True)
class Block:
    """What waits for the persons of some roles: a title, and the dossiers as limited queries."""

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
    return (
        select(Application.id, Application.due_on)
        .where(*where)
        .order_by(Application.due_on, Application.id)
        .limit(MOST + 1)
    )


def _of_status(*statuses: Status, mine: bool = False, late: bool = False) -> Chosen:
    """Return the dossiers of these statuses: an officer's, or everybody's; or those overdue."""

    def chosen(by: Actor) -> list[Ids]:
        whose: list[list[ColumnElement[bool]]] = [[]]
        if mine:
            whose = [[Application.officer_id == person] for person in sorted(by.hats)]
        due = [Application.due_on < today()] if late else []
        return [
            _select(Application.status == status.value, *officer, *due, *others(by, Application))
            for officer in whose
            for status in statuses
        ]

    return chosen


def _to_sign(status: Status) -> Chosen:
    """What waits for a leader's word; not what they had in hand, or entered, themselves."""

    def chosen(by: Actor) -> list[Ids]:
        hats = by.hats
        return [
            _select(
                Application.status == status.value,
                Application.officer_id.not_in(hats),
                or_(Application.entered_by.is_(None), Application.entered_by.not_in(hats)),
                *others(by, Application),
            )
        ]

    return chosen


def _beside(by: Actor) -> list[Ids]:
    """Return what the person coordinates, from their own rows: the latest thousand of them.

    The limits, which are hardly ever reached, keep both databases from beginning elsewhere.
    """
    mine = (
        select(Coordination.application_id)
        .where(Coordination.person_id.in_(by.hats))
        .distinct()
        .order_by(Coordination.application_id.desc())
        .limit(MOST + 1)
        .subquery()
    )
    found = (
        select(Application.id, Application.due_on, Application.is_open)
        .join(mine, mine.c.application_id == Application.id)
        .where(*others(by, Application))
        .limit(MOST + 1)
        .subquery()
    )
    each = found.c
    return [select(each.id, each.due_on).where(each.is_open.is_(True)).order_by(each.due_on)]


def _apologies(by: Actor) -> list[Ids]:
    drafted = select(Extension.application_id).where(Extension.state == DRAFT)
    running = sorted(status.value for status in _LATE)
    found = [
        Application.id.in_(drafted),
        Application.status.in_(running),
        *others(by, Application),
    ]
    if Role.LEAD not in by.roles:
        found.append(or_(Application.officer_id.in_(by.hats), Application.officer_id.is_(None)))
    return [_select(*found)]


def _unsent(by: Actor) -> list[Ids]:
    """Dossiers with a letter that did not arrive: an officer's own, all for the clerk."""
    mine = [] if Role.CLERK in by.roles else [Application.officer_id.in_(by.hats)]
    return [_select(Application.id.in_(sent.unsent()), *mine, *others(by, Application))]


def _questions(by: Actor) -> list[Ids]:
    """Questions without an answer, by the day it is owed: an officer's own, nobody's, or all."""
    asked = threads.waiting(by).subquery()
    return [
        select(Application.id, asked.c.due_on)
        .join(asked, asked.c.application_id == Application.id)
        .where(*others(by, Application))
        .order_by(asked.c.due_on, Application.id)
        .limit(MOST + 1)
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
    Block("others", _("Đang chờ người khác trong cơ quan"), _roles(_OFFICER),
          _of_status(*WITH_OTHERS, mine=True), quiet=True),
)  # fmt: skip


def blocks(by: Actor) -> Iterator[Waiting]:
    """Yield the blocks of a person's roles, each by one query; quiet ones only when not empty.

    Raises 403 for who does not work at the desk.
    """
    access.check(Permission.SEE_WORK, by)
    for block in BLOCKS:
        if block.roles & by.roles:
            waiting = _waiting(block, by)
            if waiting.rows or not block.quiet:
                yield waiting


def _waiting(block: Block, by: Actor) -> Waiting:
    parts = [select(part.subquery()) for part in block.chosen(by)]
    found = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("waiting")
    count = select(func.count()).select_from(found).scalar_subquery()
    first = (
        select(found.c.id, found.c.due_on, count.label("count"))
        .order_by(found.c.due_on, found.c.id)
        .limit(SHOWN)
        .subquery("first")
    )
    rows = db.session.execute(
        select(
            Application.id,
            Application.reference,
            Application.status,
            first.c.due_on,
            Organisation.name,
            ContentVersion.name,
            func.coalesce(Person.name, literal("")),
            first.c.count,
        )
        .join(first, first.c.id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .join(ContentVersion, ContentVersion.id == Application.version_id)
        .outerjoin(Person, Person.id == Application.officer_id)
        .order_by(first.c.due_on, Application.id)
    ).all()
    return Waiting(block, [Row(*row[:-1]) for row in rows], rows[0][-1] if rows else 0)
