"""Setting up projects (dự án) of a programme on screen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app import access, limits
from app.access import Actor, Permission
from app.errors import Conflict, Invalid
from app.extensions import db
from app.programmes.models import Programme, Project
from app.programmes.services import changes
from app.programmes.services.set_up_programmes import BUDGET, check_code
from app.text import _, format_money

MOST = 100  # projects of a programme on its page
LONGEST = {"name": 300, "implementing_unit": 300, "note": 2000}  # characters


def get(project_id: int) -> Project:
    """Return the project; raises `NotFound`."""
    return changes.get(Project, project_id)


def of_programme(programme: Programme) -> Sequence[Project]:
    """Return the programme's projects, the latest year first."""
    return db.session.scalars(
        select(Project)
        .where(Project.programme_id == programme.id)
        .order_by(Project.year.desc(), Project.code, Project.id)
        .limit(MOST)
    ).all()


def create(programme: Programme, values: dict[str, Any], by: Actor, *, origin: str = "") -> Project:
    """Add a project. Raises 422 for a code that is taken, or a year outside the programme's."""
    access.check(Permission.SET_UP_PROGRAMMES, by)
    check_code(Project, values["code"])
    _check(programme, values)
    row = Project(programme=programme, is_demo=programme.is_demo, **values)
    return changes.add(row, by, origin=origin)


def edit(project: Project, values: dict[str, Any], by: Actor, *, seen: int | None = None) -> None:
    """Change a project; its code and programme stay."""
    project = changes.locked(project, by, seen=seen)
    _check(project.programme, values)
    if values["budget"] is not None and values["budget"] < project.committed:
        raise Conflict(
            _(
                "Đã phê duyệt %(amount)s từ kinh phí này nên không thể thấp hơn.",
                amount=format_money(project.committed),
            ),
            "budget",
        )
    values = {name: value for name, value in values.items() if name != "code"}
    changes.keep(project, "edit", by, values)


def _check(programme: Programme, values: dict[str, Any]) -> None:
    limits.texts(values, LONGEST, needed={"name"})
    limits.numbers(values, BUDGET)
    if not programme.year_from <= values["year"] <= programme.year_to:
        raise Invalid(
            _(
                "Năm phải trong thời gian của chương trình, từ %(first)s đến %(last)s.",
                first=programme.year_from,
                last=programme.year_to,
            ),
            "year",
        )
