"""What waits for a person besides dossiers: requests, proposals, letters on paper, sessions.

And what they wait for from outside: opinions that they asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from app import access
from app.access import Actor, Permission, Role
from app.extensions import db
from app.ledger.models import PROPOSED, ExceptionRequest
from app.opinions.models import ASKED, Opinion
from app.organisations.models import Claim
from app.organisations.services.claims import WAITING
from app.outbox.models import TO_PRINT, Letter
from app.selection.models import Member, Session
from app.selection.workflow import State
from app.text import _

MOST: Final = 100  # beyond it nobody counts
_PERSON: Final[Any] = bindparam("person")


@dataclass(frozen=True)
class Errand:
    """Something that waits for the persons of some roles (none: for whoever it names)."""

    title: str
    endpoint: str
    roles: frozenset[Role]
    chosen: Select[int]


@dataclass(frozen=True)
class Waiting:
    """An errand of which there are some."""

    errand: Errand
    count: int

    @property
    def words(self) -> str:
        """How many, `MOST` at most."""
        return f"{MOST}+" if self.count > MOST else str(self.count)


ERRANDS: Final = (
    Errand(
        _("Yêu cầu tham gia đơn vị"),
        "organisations.claims_desk",
        frozenset({Role.OFFICER}),
        select(Claim.id).where(Claim.state == WAITING, Claim.person_id != _PERSON),
    ),
    Errand(
        _("Đề nghị cho phép thêm chờ quyết định"),
        "ledger.exception_list",
        frozenset({Role.DIRECTOR}),
        select(ExceptionRequest.id).where(
            ExceptionRequest.state == PROPOSED, ExceptionRequest.proposed_by != _PERSON
        ),
    ),
    Errand(
        _("Thư cần in, giao cho đơn vị"),
        "paper_letters.to_print",
        frozenset({Role.CLERK, Role.OFFICER}),
        select(Letter.id).where(Letter.state == TO_PRINT),
    ),
    Errand(
        _("Phiên xét chọn đang chấm điểm, anh/chị là thành viên"),
        "selection.listed",
        frozenset(),
        select(Member.id)
        .join(Session, Session.id == Member.session_id)
        .where(Member.person_id == _PERSON, Member.votes.is_(True), Session.state == State.SCORING),
    ),
    Errand(
        _("Phiên xét chọn đã khóa chấm điểm, chờ kết luận"),
        "selection.listed",
        frozenset({Role.LEAD}),
        select(Session.id).where(Session.state == State.CLOSED),
    ),
    Errand(
        _("Ý kiến anh/chị đã xin, đang chờ trả lời"),
        "opinions.waiting",
        frozenset({Role.OFFICER, Role.LEAD}),
        select(Opinion.id).where(Opinion.state == ASKED, Opinion.asked_by == _PERSON),
    ),
)


def waiting(by: Actor) -> Sequence[Waiting]:
    """Return what waits for the person, in one query; what there is none of is left out.

    Raises 403 for who does not work at the desk.
    """
    access.check(Permission.SEE_WORK, by)
    found = db.session.execute(_counts(by.roles), {"person": by.person_id}).one()
    each = zip(_of(by.roles), found, strict=True)
    return [Waiting(errand, count) for errand, count in each if count]


def _of(roles: frozenset[Role]) -> list[Errand]:
    return [errand for errand in ERRANDS if not errand.roles or errand.roles & roles]


@lru_cache(100)
def _counts(roles: frozenset[Role]) -> Select[Any]:
    return select(*(_capped(errand.chosen) for errand in _of(roles)))


def _capped(chosen: Select[int]) -> Any:
    return select(func.count()).select_from(chosen.limit(MOST + 1).subquery()).scalar_subquery()
