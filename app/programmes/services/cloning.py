"""Cloning from last year: a call, or a programme with its projects, a year later, as a draft."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.errors import Invalid
from app.extensions import db
from app.organisations.models import KINDS
from app.programmes.models import Call, Programme, Project
from app.programmes.services import set_up_calls, set_up_programmes, set_up_projects
from app.programmes.services.set_up_calls import STEPS, Line
from app.text import _

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
FACTS = ("kinds", "communes", "priorities", "council", "council_word", "reserve_days",
         "unsigned_days", "silence_days", "notice", "contact_name", "contact_phone",
         *STEPS)  # fmt: skip


def a_year_on(text: str) -> str:
    """Return `text` with every year in it a year later: "Đợt 1 năm 2026" is of 2027."""
    return _YEAR.sub(lambda found: str(int(found[1]) + 1), text)


def later(moment: datetime) -> datetime:
    """Return the moment a year later by the clocks in Vietnam; 29 February gives the 28th."""
    local = clock.local(moment)
    try:
        return local.replace(year=local.year + 1)
    except ValueError:
        return local.replace(year=local.year + 1, day=28)


def free_code(table: type[Call] | type[Programme] | type[Project], code: str) -> str:
    """Return `code` a year later, with a number behind when that is taken."""
    wanted = a_year_on(code)
    taken = set(db.session.scalars(select(table.code).where(table.code.startswith(wanted))))
    if wanted not in taken:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(taken) + 3) if f"{wanted}-{n}" not in taken)


def call_proposal(call: Call) -> dict[str, Any]:
    """Return what the form of the clone begins with: code, name and period a year later."""
    return {
        "code": free_code(Call, call.code),
        "name": a_year_on(call.name),
        "programme_id": call.programme_id,
        "opens_at": later(call.opens_at),
        "closes_at": later(call.closes_at),
    }


def clone_call(call: Call, programme: Programme, values: dict[str, Any], by: Actor) -> Call:
    """Make a draft like `call`, with the code, name and period of `values`.

    A content's project is its namesake of the next year where there is one, else the same; of
    another programme, its namesake there or none. Attachments are last year's and stay behind.
    """
    facts = {name: getattr(call, name) for name in FACTS}
    facts["kinds"] = call.kinds or list(KINDS)
    made = set_up_calls.create(programme, {**facts, **values}, by, origin=call.code)
    projects = set_up_projects.of_programme(programme)
    lines = {
        each.content_id: Line(_project(each.project, projects), each.quota, each.ceiling)
        for each in call.contents
        if each.content.offered and not each.content.history_only
    }
    set_up_calls.offer(made, lines, by)
    if call.criteria:
        set_up_calls.set_criteria(made, [(each.label, each.weight) for each in call.criteria], by)
    return made


def _project(project: Project | None, projects: Any) -> int | None:
    if project is None:
        return None
    names = {a_year_on(project.name), project.name}
    best = None
    for other in projects:
        if other.name in names and other.year == project.year + 1:
            return int(other.id)
        if other.id == project.id or (best is None and other.name in names):
            best = int(other.id)
    return best


def clone_programme(programme: Programme, values: dict[str, Any], by: Actor) -> Programme:
    """Make a closed programme like this one, with its projects a year later.

    `values` are its code, name, scope and years. Raises 422 when no project falls into them.
    """
    made = set_up_programmes.create(
        {
            "document_number": "",
            "issued_on": None,
            "is_open": False,
            "council": programme.council,
            "endorsement": programme.endorsement,
            "published_tthc": programme.published_tthc,
            "quote": programme.quote,
            "parent_id": programme.parent_id,
            "project_word": programme.project_word,
            "budget": None,
            "note": "",
            **values,
        },
        by,
        origin=programme.code,
    )
    made.is_demo = programme.is_demo
    projects = set_up_projects.of_programme(programme)
    latest = max((project.year for project in projects), default=0)
    last = [project for project in projects if project.year == latest]
    if last and not made.year_from <= latest + 1 <= made.year_to:
        raise Invalid(
            _(
                "Các %(word)s được chuyển sang năm %(year)s, ngoài thời gian của kế hoạch mới.",
                word=programme.project_word,
                year=latest + 1,
            ),
            "year_to",
        )
    for project in reversed(last):
        set_up_projects.create(
            made,
            {
                "code": free_code(Project, project.code),
                "name": a_year_on(project.name),
                "year": project.year + 1,
                "implementing_unit": project.implementing_unit,
                "budget": None,  # next year's is not known
                "note": "",
            },
            by,
            origin=project.code,
        )
    return made
