"""Loading programmes, projects and calls (đợt đăng ký) from a file, as often as one likes."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from app import clock, settings
from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.organisations.models import KINDS
from app.programmes.call_shapes import CallShape, ProgrammeShape, ProgrammesShape, ProjectShape
from app.programmes.models import Call, CallContent, Programme, Project, SupportContent
from app.programmes.services import changes
from app.programmes.services.rows import bring
from app.programmes.workflow import CallState
from app.programmes.yaml_file import Fault, refusal
from app.programmes.yaml_file import load as read_file
from app.text import _

Row = TypeVar("Row", Programme, Project, Call)


def _no_demonstration(demo: bool, place: str) -> None:
    """Nobody is to apply for a demonstration call of the real service."""
    if demo and settings.get("ENVIRONMENT") == "production":
        raise Fault(f"{place}.demo", _("không nạp dữ liệu DEMO vào hệ thống chính thức"))


@dataclass
class Loaded:
    """What a load did, in numbers."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    left: list[str] = field(default_factory=list)  # codes of what was set on screen since


def load(path: Path, actor: Actor, *, force: bool = False) -> Loaded:
    """Bring programmes, projects and calls to the file at `path`; rows are known by their code.

    A row that differs and was set on screen since is left as it is and named, unless `force`.

    What dossiers and the ledger lean on does not change after the first load: a programme's
    scope, the programme of a project or call, and the contents already in a call.
    Raises `Invalid` (422) that names the file, the place and the reason.
    """
    shape = read_file(ProgrammesShape, path)
    try:
        return _Load(actor, force).run(shape)
    except Fault as fault:
        raise refusal(path, fault) from fault


def _offers(call: Call) -> dict[str, tuple[str | None, int | None]]:
    return {
        each.content.code: (each.project.code if each.project else None, each.quota)
        for each in call.contents
    }


def _wanted(shape: CallShape) -> dict[str, tuple[str | None, int | None]]:
    return {each.content: (each.project, each.quota) for each in shape.contents}


class _Load:
    """One load: what is known by code, and what was done."""

    def __init__(self, actor: Actor, force: bool) -> None:
        self.actor = actor
        self.done = Loaded()
        self.on_screen: dict[str, set[int]] = {
            subject: set() if force else changes.set_on_screen(table)
            for table, subject in changes.SUBJECTS.items()
        }
        self.programmes = {row.code: row for row in db.session.scalars(select(Programme))}
        self.projects = {row.code: row for row in db.session.scalars(select(Project))}
        self.calls = {row.code: row for row in db.session.scalars(select(Call))}
        self.contents = {row.code: row for row in db.session.scalars(select(SupportContent))}

    def run(self, shape: ProgrammesShape) -> Loaded:
        for at, programme in enumerate(shape.programmes):
            self._programme(programme, f"programmes[{at}]")
        for at, project in enumerate(shape.projects):
            self._project(project, f"projects[{at}]")
        for at, call in enumerate(shape.calls):
            self._call(call, f"calls[{at}]")
        return self.done

    def _programme(self, shape: ProgrammeShape, place: str) -> None:
        _no_demonstration(shape.demo, place)
        known = self.programmes.get(shape.code)
        values = {
            "name": shape.name,
            "scope": shape.scope,
            "document_number": shape.document_number or "",
            "issued_on": shape.issued_on,
            "year_from": shape.year_from,
            "year_to": shape.year_to,
            "is_open": shape.open,
            "council": shape.switches.council,
            "endorsement": shape.switches.endorsement,
            "published_tthc": shape.switches.published_tthc,
            "is_demo": shape.demo,
            "quote": shape.quote or "",
            "budget": shape.budget,
            "note": shape.note or "",
        }
        if known and self._leave("programme", known, values):
            return
        if known and known.scope != shape.scope:
            raise Fault(f"{place}.scope", _("không đổi được sau khi đã nạp"))
        row = known or Programme(code=shape.code, **values)
        self.programmes[shape.code] = row
        self._keep("programme", row, known is not None, values)

    def _project(self, shape: ProjectShape, place: str) -> None:
        programme = self._programme_of(shape.programme, place)
        known = self.projects.get(shape.code)
        values = {
            "name": shape.name,
            "year": shape.year,
            "implementing_unit": shape.implementing_unit or "",
            "budget": shape.budget,
            "note": shape.note or "",
            "is_demo": shape.demo,
        }
        if known and self._leave("project", known, values):
            return
        if known and known.programme_id != programme.id:
            raise Fault(f"{place}.programme", _("không đổi được sau khi đã nạp"))
        row = known or Project(code=shape.code, programme=programme, **values)
        self.projects[shape.code] = row
        self._keep("project", row, known is not None, values)

    def _call(self, shape: CallShape, place: str) -> None:
        _no_demonstration(shape.demo, place)
        programme = self._programme_of(shape.programme, place)
        if not programme.is_open:
            raise Fault(f"{place}.programme", _("chương trình đã đóng nên không mở đợt được"))
        for kind in shape.kinds:
            if kind not in KINDS:
                raise Fault(f"{place}.kinds", _("không có “%(value)s”", value=kind))
        known = self.calls.get(shape.code)
        values = {
            "name": shape.name,
            "notice": shape.notice or "",
            "opens_at": shape.opens_at,
            "closes_at": shape.closes_at,
            "reception_days": shape.steps.reception,
            "appraisal_days": shape.steps.appraisal,
            "decision_days": shape.steps.decision,
            "supplement_days": shape.steps.supplement,
            "kinds": list(shape.kinds),
            "contact_name": shape.contact_name or "",
            "contact_phone": shape.contact_phone or "",
            "is_demo": shape.demo,
        }
        if known and self._leave("call", known, values, _offers(known) != _wanted(shape)):
            return
        if known and known.programme_id != programme.id:
            raise Fault(f"{place}.programme", _("không đổi được sau khi đã nạp"))
        # What the operator loads from a file is public at once.
        row = known or Call(
            code=shape.code,
            programme=programme,
            state=CallState.PUBLISHED.value,
            published_at=clock.now(),
            **values,
        )
        self.calls[shape.code] = row
        around = self._call_contents(row, shape, place)
        self._keep("call", row, known is not None, values, around)

    def _call_contents(self, call: Call, shape: CallShape, place: str) -> dict[str, list[Any]]:
        """Bring the contents of `call` to the file and tell what changed."""
        known = {each.content.code: each for each in call.contents}
        for code in known.keys() - {each.content for each in shape.contents}:
            raise Fault(
                f"{place}.contents", _("không gỡ được “%(value)s” khỏi đợt đã nạp", value=code)
            )
        around: dict[str, list[Any]] = {}
        for at, each in enumerate(shape.contents):
            here = f"{place}.contents[{at}]"
            content = self._content(each.content, here)
            project = self._project_of(each.project, call.programme, here)
            row = known.get(each.content)
            if row is None:
                row = CallContent(content=content, project=project, quota=each.quota)
                call.contents.append(row)
                around[f"contents.{content.code}"] = [None, each.quota]
                continue
            if each.quota is not None and each.quota < row.approved:
                raise Fault(f"{here}.quota", _("đã phê duyệt %(count)s lượt", count=row.approved))
            changed = bring(row, {"quota": each.quota})
            if row.project is not project:
                changed["project"] = [row.project and row.project.code, each.project]
                row.project = project
            around |= {f"contents.{content.code}.{name}": both for name, both in changed.items()}
        return around

    def _leave(self, subject: str, row: Row, values: dict[str, Any], differs: bool = False) -> bool:
        """Return whether the row was set on screen, and is left; named when the file differs."""
        if row.id not in self.on_screen[subject]:
            return False
        if differs or any(getattr(row, name) != value for name, value in values.items()):
            self.done.left.append(f"{subject} {row.code}")
        else:
            self.done.unchanged += 1
        return True

    def _programme_of(self, code: str, place: str) -> Programme:
        if code not in self.programmes:
            raise Fault(f"{place}.programme", _("không có “%(value)s”", value=code))
        return self.programmes[code]

    def _project_of(self, code: str | None, programme: Programme, place: str) -> Project | None:
        if code is None:
            return None
        project = self.projects.get(code)
        if project is None or project.programme is not programme:
            raise Fault(
                f"{place}.project", _("chương trình này không có dự án “%(value)s”", value=code)
            )
        return project

    def _content(self, code: str, place: str) -> SupportContent:
        content = self.contents.get(code)
        if content is None:
            raise Fault(f"{place}.content", _("danh mục không có “%(value)s”", value=code))
        if not content.offered or content.history_only:
            raise Fault(f"{place}.content", _("“%(value)s” chưa nhận đăng ký", value=code))
        return content

    def _keep(
        self,
        subject: str,
        row: Row,
        known: bool,
        values: dict[str, Any],
        around: dict[str, list[Any]] | None = None,
    ) -> None:
        """Write the row and, when it is new or differs, its event."""
        changed = (bring(row, values) | (around or {})) if known else {}
        if not known:
            db.session.add(row)
        db.session.flush()
        if not known:
            self.done.added += 1
            audit.record(subject, row.id, "add", self.actor, data={"code": row.code})
        elif changed:
            self.done.changed += 1
            row.version += 1  # whoever has its page open sees that it moved
            db.session.flush()
            audit.record(subject, row.id, "change", self.actor, data={"changed": changed})
        else:
            self.done.unchanged += 1
