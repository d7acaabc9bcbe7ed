"""Setting up programmes and plans (chương trình, kế hoạch) on screen."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import exists, select

from app import access, clock, limits
from app.access import Actor, Permission
from app.errors import Conflict, Invalid
from app.extensions import db
from app.programmes.models import Call, Programme, Project
from app.programmes.services import changes
from app.programmes.shape_checks import CODE
from app.programmes.workflow import CallState
from app.text import _

PAGE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = {  # characters
    "name": 300, "document_number": 60, "scope": 60, "project_word": 40, "quote": 2000,
    "note": 2000,
}  # fmt: skip
NEEDED = {"name", "scope", "project_word"}
BUDGET = {"budget": (1, limits.LARGEST)}  # đồng

# What leans on a scope of the once-only rule. Rooms above add their own question: their tables
# are not for this floor to read.
Question = Callable[[str], bool]
_questions: list[Question] = []


def leaning(question: Question) -> Question:
    """Register a question: does anything lean on this scope?"""
    _questions.append(question)
    return question


@leaning
def _published_calls(scope: str) -> bool:
    """A call that was ever public: its dossiers carry the scope."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Call.programme_id == Programme.id,
                    Programme.scope == scope,
                    Call.state != CallState.DRAFT.value,
                )
            )
        )
    )


def scope_is_fixed(programme: Programme) -> bool:
    """Return whether the scope may no longer change: dossiers or supports lean on it."""
    return any(question(programme.scope) for question in _questions)


def get(programme_id: int) -> Programme:
    """Return the programme; raises `NotFound`."""
    return changes.get(Programme, programme_id)


def listed(before: int | None = None) -> Sequence[Programme]:
    """Return programmes, the last made first, at most one page; `before` is the last id seen."""
    query = select(Programme).order_by(Programme.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Programme.id < before)
    return db.session.scalars(query).all()


def choices() -> Sequence[Programme]:
    """Return the programmes that are open, for a list to choose from."""
    return db.session.scalars(
        select(Programme)
        .where(Programme.is_open)
        .order_by(Programme.year_from.desc(), Programme.id.desc())
        .limit(100)
    ).all()


def parents() -> Sequence[Programme]:
    """Return the programmes that a plan may belong to."""
    return db.session.scalars(
        select(Programme).order_by(Programme.year_from.desc(), Programme.id.desc()).limit(100)
    ).all()


def create(values: dict[str, Any], by: Actor, *, origin: str = "") -> Programme:
    """Add a programme.

    Raises 422 for a code that is taken or wrongly written, odd years, and texts too long.
    """
    access.check(Permission.SET_UP_PROGRAMMES, by)
    check_code(Programme, values["code"])
    _check(values, None)
    return changes.add(Programme(is_demo=False, **values), by, origin=origin)


def edit(
    programme: Programme, values: dict[str, Any], by: Actor, *, seen: int | None = None
) -> None:
    """Change a programme; its code stays, and its scope once something leans on it (409)."""
    programme = changes.locked(programme, by, seen=seen)
    values = {name: value for name, value in values.items() if name != "code"}
    _check(values, programme)
    if values["scope"] != programme.scope and scope_is_fixed(programme):
        raise Conflict(
            _(
                "Không đổi được phạm vi “%(scope)s”: đã có đợt công bố hoặc lượt hỗ trợ tính "
                "theo phạm vi này.",
                scope=programme.scope,
            ),
            "scope",
        )
    if programme.is_open and not values["is_open"] and _has_open_call(programme):
        raise Conflict(_("Chương trình còn đợt đang công bố. Vui lòng đóng đợt trước."), "is_open")
    changes.keep(programme, "edit", by, values)


def _check(values: dict[str, Any], programme: Programme | None) -> None:
    limits.texts(values, LONGEST, needed=NEEDED)
    limits.numbers(values, BUDGET)
    if not FIRST_YEAR <= values["year_from"] <= values["year_to"] <= LAST_YEAR:
        raise Invalid(_("Năm kết thúc phải từ năm bắt đầu trở đi."), "year_to")
    issued = values["issued_on"]
    if issued is not None and issued > clock.today():
        raise Invalid(_("Ngày ban hành không được sau ngày hôm nay."), "issued_on")
    parent_id, seen = values["parent_id"], {programme.id} if programme else set()
    while parent_id is not None:
        if parent_id in seen:
            raise Invalid(_("Kế hoạch không thể thuộc chính nó."), "parent_id")
        seen.add(parent_id)
        parent = db.session.get(Programme, parent_id)
        parent_id = parent.parent_id if parent else None


def _has_open_call(programme: Programme) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Call.programme_id == programme.id,
                    Call.state == CallState.PUBLISHED.value,
                    Call.closes_at >= clock.now(),
                )
            )
        )
    )


def check_code(table: type[Programme] | type[Project] | type[Call], code: str) -> None:
    """Raise 422 for a code that is wrongly written, or taken."""
    if not CODE.fullmatch(code):
        raise Invalid(
            _("Mã gồm chữ in hoa không dấu, chữ số và dấu gạch nối, ví dụ DOT-2027-1."), "code"
        )
    if db.session.scalar(select(exists().where(table.code == code))):
        raise Invalid(_("Mã này đã có. Vui lòng đặt mã khác."), "code")
