"""Setting up a call (đợt đăng ký) on screen: a draft, its contents, its criteria."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app import access, clock, limits
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Invalid, NotFound
from app.extensions import db
from app.organisations import kinds
from app.organisations.models import KINDS
from app.organisations.services import communes
from app.programmes.models import (
    Call,
    CallContent,
    Criterion,
    Programme,
    Project,
    PublicDocument,
    SupportContent,
)
from app.programmes.services import call_door, changes, contents
from app.programmes.services.set_up_programmes import check_code
from app.programmes.workflow import CallAction
from app.programmes.working_days import CLOSING_TIME
from app.text import _, format_money

PAGE = 50
WHOLE = 100  # per cent
STEPS = ("reception_days", "appraisal_days", "decision_days", "supplement_days")
LIVES = ("reserve_days", "unsigned_days", "silence_days")
LONGEST_STEP = 250  # working days
DAYS = dict.fromkeys((*STEPS, *LIVES), (1, LONGEST_STEP))
LONGEST = {"name": 300, "notice": 4000, "contact_name": 120, "contact_phone": 30}  # characters
MOST_CRITERIA, LONGEST_CRITERION = 8, 200
MOST_SUPPORTS = 100_000  # of one content in one call (lượt)


@dataclass(frozen=True)
class Line:
    """A content as it is offered: its project, quota (lượt) and ceiling (đồng a support)."""

    project_id: int | None = None
    quota: int | None = None
    ceiling: int | None = None


def get(call_id: int) -> Call:
    """Return the call in whatever state, its contents read along; raises `NotFound`."""
    call = db.session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(
            selectinload(Call.contents).options(
                selectinload(CallContent.project),
                selectinload(CallContent.content).options(*contents.BRIEF),
            ),
            selectinload(Call.criteria),
        )
    )
    if call is None:
        raise NotFound
    return call


def offered_line(call_id: int, call_content_id: int) -> CallContent:
    """Return one content of a call; raises `NotFound`."""
    row = db.session.get(CallContent, call_content_id)
    if row is None or row.call_id != call_id:
        raise NotFound
    return row


def listed(before: int | None = None) -> Sequence[Call]:
    """Return calls of every state, the last made first; `before` is the last id seen."""
    query = select(Call).order_by(Call.id.desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(Call.id < before)
    return db.session.scalars(query).all()


def of_programme(programme: Programme) -> Sequence[Call]:
    """Return the programme's calls, the last made first, at most a page."""
    return db.session.scalars(
        select(Call).where(Call.programme_id == programme.id).order_by(Call.id.desc()).limit(PAGE)
    ).all()


def proposal() -> dict[str, Any]:
    """Return what a new call's form begins with: as the last call, from tomorrow, a month long.

    Before the first call there are no durations to take over, and none is invented.
    """
    last = db.session.scalars(select(Call).order_by(Call.id.desc()).limit(1)).first()
    opens = clock.today() + timedelta(days=1)
    year = opens.year
    taken = set(db.session.scalars(select(Call.code).where(Call.code.startswith(f"DOT-{year}-"))))
    number = next(n for n in range(1, len(taken) + 2) if f"DOT-{year}-{n}" not in taken)
    return {
        "programme_id": last.programme_id if last else None,
        "code": f"DOT-{year}-{number}",
        "name": "",
        "opens_at": datetime.combine(opens, time(8, 0), tzinfo=clock.VIETNAM),
        "closes_at": datetime.combine(
            opens + timedelta(days=30), CLOSING_TIME, tzinfo=clock.VIETNAM
        ),
        **{name: getattr(last, name) if last else None for name in STEPS},
        "reserve_days": last.reserve_days if last else None,
        "unsigned_days": last.unsigned_days if last else None,
        "silence_days": last.silence_days if last else None,
        "council": False,
        "council_word": last.council_word if last else "hoi_dong",
        "kinds": list(KINDS),
        "communes": [],
        "priorities": [code for code, _label in kinds.priorities()],
        "notice": "",
        "contact_name": last.contact_name if last else "",
        "contact_phone": last.contact_phone if last else "",
    }


def create(programme: Programme, values: dict[str, Any], by: Actor, *, origin: str = "") -> Call:
    """Begin a draft of a call. Raises 422 for what cannot be a call."""
    access.check(Permission.SET_UP_PROGRAMMES, by)
    check_code(Call, values["code"])
    values = _checked(programme, values)
    return changes.add(
        Call(programme=programme, is_demo=programme.is_demo, **values), by, origin=origin
    )


def edit(call: Call, values: dict[str, Any], by: Actor, *, seen: int | None = None) -> None:
    """Change a draft; its code and programme stay. Raises 409 once it is published."""
    call = call_door.begin(call, CallAction.EDIT, by, seen=seen)
    values = _checked(call.programme, values)
    values.pop("code")
    call_door.perform(call, CallAction.EDIT, by, values)


def _checked(programme: Programme, values: dict[str, Any]) -> dict[str, Any]:
    """Return the values as they are stored; raises 422."""
    limits.texts(values, LONGEST, needed={"name"})
    limits.numbers(values, DAYS)
    if values["opens_at"] >= values["closes_at"]:
        raise Invalid(_("Lúc hết hạn phải sau lúc bắt đầu nhận hồ sơ."), "closes_at")
    if not values["kinds"]:
        raise Invalid(_("Vui lòng chọn ít nhất một loại hình."), "kinds")
    if programme.is_demo and not values["name"].startswith("DEMO"):
        raise Invalid(_("Tên đợt của chương trình minh họa phải bắt đầu bằng DEMO."), "name")
    known = {commune.code for commune in communes.all_communes()}
    if set(values["communes"]) - known:
        raise Invalid(_("Danh sách không có xã, phường này."), "communes")
    everyone = set(values["kinds"]) == set(KINDS)
    return {
        **values,
        "kinds": [] if everyone else [kind for kind in KINDS if kind in values["kinds"]],
        "communes": sorted(values["communes"]),
        "priorities": [code for code, _label in kinds.priorities() if code in values["priorities"]],
    }


def offerable() -> list[SupportContent]:
    """Return the contents that a call may offer, in the catalogue's order."""
    return [content for content in contents.listed() if content.offered]


def offer(call: Call, lines: Mapping[int, Line], by: Actor, *, seen: int | None = None) -> None:
    """Let a draft offer exactly the contents of `lines` (content id → line).

    Raises 422 for a content that is not offered, or a project of another programme.
    """
    call = call_door.begin(call, CallAction.EDIT, by, seen=seen)
    possible = {content.id: content for content in offerable()}
    projects = set(
        db.session.scalars(select(Project.id).where(Project.programme_id == call.programme_id))
    )
    for content_id, line in lines.items():
        if content_id not in possible:
            raise Invalid(_("Có nội dung chưa nhận đăng ký."))
        if line.project_id is not None and line.project_id not in projects:
            raise Invalid(_("Dự án phải thuộc chương trình của đợt."), f"project_{content_id}")
        limits.numbers(
            {f"quota_{content_id}": line.quota, f"ceiling_{content_id}": line.ceiling},
            {
                f"quota_{content_id}": (0, MOST_SUPPORTS),
                f"ceiling_{content_id}": (1, limits.LARGEST),
            },
        )
    before = _said(call)
    known = {each.content_id: each for each in call.contents}
    for content_id in known.keys() - lines.keys():
        call.contents.remove(known[content_id])
    for content_id in sorted(lines, key=lambda key: possible[key].position):
        row, line = known.get(content_id), lines[content_id]
        if row is None:
            row = CallContent(content=possible[content_id])
            call.contents.append(row)
        row.project_id, row.quota, row.ceiling = line.project_id, line.quota, line.ceiling
    db.session.flush()
    db.session.expire(call, ["contents"])
    call_door.perform(call, CallAction.EDIT, by, {}, more=_differences(before, _said(call)))


def _said(call: Call) -> dict[str, str]:
    """Return each content of the call in words, for the event."""
    return {
        f"contents.{each.content.code}": "; ".join(
            part
            for part in (
                each.project.code if each.project else "",
                _("%(quota)s lượt", quota=each.quota) if each.quota is not None else "",
                _("tối đa %(amount)s", amount=format_money(each.ceiling)) if each.ceiling else "",
            )
            if part
        )
        or _("không giới hạn")
        for each in call.contents
    }


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [before.get(name), after.get(name)]
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    }


def set_criteria(
    call: Call, wanted: Sequence[tuple[str, int]], by: Actor, *, seen: int | None = None
) -> None:
    """Give a draft its criteria as (label, weight in per cent); none is possible.

    Raises 422 unless the weights add up to 100, and for more than eight.
    """
    call = call_door.begin(call, CallAction.EDIT, by, seen=seen)
    if len(wanted) > MOST_CRITERIA:
        raise Invalid(_("Mỗi đợt có tối đa %(most)s tiêu chí.", most=MOST_CRITERIA))
    for at, (label, weight) in enumerate(wanted, start=1):
        label_at, weight_at = f"label_{at}", f"weight_{at}"
        limits.texts({label_at: label}, {label_at: LONGEST_CRITERION}, needed={label_at})
        limits.numbers({weight_at: weight}, {weight_at: (1, WHOLE)})
    total = sum(weight for _label, weight in wanted)
    if wanted and total != WHOLE:
        raise Invalid(_("Tổng trọng số phải bằng 100%%, hiện là %(total)s%%.", total=total))
    if len({label for label, _weight in wanted}) != len(wanted):
        raise Invalid(_("Có tiêu chí ghi hai lần."))
    before = [f"{each.label} {each.weight}%" for each in call.criteria]
    call.criteria = [
        Criterion(position=at, label=label, weight=weight)
        for at, (label, weight) in enumerate(wanted, start=1)
    ]
    db.session.flush()
    after = [f"{each.label} {each.weight}%" for each in call.criteria]
    more = {"criteria": [before, after]} if before != after else {}
    call_door.perform(call, CallAction.EDIT, by, {}, more=more)


def discard(call: Call, by: Actor, *, seen: int | None = None) -> None:
    """Throw a draft away; its events stay. Raises 409 for a call that was ever public."""
    call = call_door.begin(call, CallAction.EDIT, by, seen=seen)
    audit.record("call", call.id, "discard", by, data={"code": call.code, "name": call.name})
    for document in db.session.scalars(
        select(PublicDocument).where(PublicDocument.call_id == call.id)
    ):
        db.session.delete(document)
    db.session.delete(call)
    db.session.flush()
