"""Loading the catalogue (danh mục nội dung hỗ trợ) from its file, as often as one likes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict
from app.extensions import db
from app.organisations.services import communes
from app.programmes.models import SupportContent
from app.programmes.services import calendar, province, versions
from app.programmes.services.rows import bring
from app.programmes.shape_checks import check_standards
from app.programmes.shapes import (
    CatalogueShape,
    ContentShape,
    DocumentKind,
    DocumentShape,
    PlanSectionShape,
    QuestionShape,
)
from app.programmes.texts import digest
from app.programmes.yaml_file import Fault
from app.programmes.yaml_file import load as read_file

SHIPPED = Path(__file__).parents[1] / "data" / "catalogue.yaml"


# What leans on the unit of a content: the ledger, a room above, adds its own question.
_questions: list[Callable[[int], bool]] = []


def leaning_on_unit(question: Callable[[int], bool]) -> Callable[[int], bool]:
    """Register a question: does anything lean on the unit of the content with this id?"""
    _questions.append(question)
    return question


@dataclass
class Loaded:
    """What a load did, in numbers."""

    communes: int = 0
    days: int = 0
    added: int = 0
    new_versions: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)  # codes of contents published on screen since
    rules_left: list[str] = field(default_factory=list)  # codes whose unit the file cannot change
    province_left: bool = False  # the instance serves another province than the file's


def load(path: Path, actor: Actor, *, force: bool = False) -> Loaded:
    """Bring the database to the file at `path` and return what was done.

    A content whose texts, questions or documents differ gets a new version; the old ones stay,
    because dossiers begun with them keep them. Contents that the file does not name stay as
    they are. What was changed on screen since (a version, a setting, the province, a commune) is
    left and told, unless `force`; so is the province of an instance that serves another one. A
    file without contents is the profile of a province, which uses the shipped contents.
    Raises `Invalid` (422) that names the file, the place and the reason.
    """
    shape = read_file(CatalogueShape, path)
    if not shape.contents:
        shape = replace(shipped(), province=shape.province, communes=shape.communes)
    ours = province.fill(shape.province, actor, force=force)
    done = Loaded(
        communes=communes.load(
            [(each.code, each.name) for each in shape.communes] if ours else [], actor, force=force
        ),
        days=calendar.lay_down(actor),
        province_left=not ours,
    )
    rows = {row.code: row for row in db.session.scalars(select(SupportContent))}
    for position, content in enumerate(shape.contents, start=1):
        _load_content(
            rows.get(content.code),
            content,
            shape=shape,
            position=position,
            actor=actor,
            done=done,
            force=force,
        )
    return done


@cache
def shipped() -> CatalogueShape:
    """Return the shipped catalogue file: a first profile, the contents, the words of the plan."""
    return read_file(CatalogueShape, SHIPPED)


def plan_section(code: str) -> PlanSectionShape | None:
    """Return where the plan speaks of a content, and its words; None when it does not.

    The shipped words are those of one province's plan: another province's instance has none.
    """
    return next((each for each in plan_sections() if each.code == code), None)


def plan_sections() -> tuple[PlanSectionShape, ...]:
    """Return the sections of the plan; those of another province's plan are not ours to quote."""
    shape = shipped()
    return shape.plan_sections if province.current()["code"] == shape.province.code else ()


def _load_content(
    row: SupportContent | None,
    content: ContentShape,
    *,
    shape: CatalogueShape,
    position: int,
    actor: Actor,
    done: Loaded,
    force: bool,
) -> None:
    values = _values(shape, content, position)
    texts = _texts(shape, content)
    if row is None:
        row = SupportContent(code=content.code, **values)
        db.session.add(row)
        versions.add(row, texts)
        audit.record("support_content", row.id, "add", actor, data={"code": row.code, "version": 1})
        done.added += 1
        return
    if force:
        row.on_screen = []
    for name in row.on_screen:  # the Sở's own setting
        values.pop(name, None)
    _keep_the_rule(row, values, done)
    changed = bring(row, values)
    if changed:
        audit.record("support_content", row.id, "change", actor, data={"changed": changed})
        done.changed += 1
    if row.version is None or row.version.digest != digest(texts):
        if row.version is not None and row.version.published_by and not force:
            done.kept.append(row.code)
            return
        number = versions.add(row, texts).number
        audit.record("support_content", row.id, "new_version", actor, data={"version": number})
        done.new_versions += 1
    elif not changed:
        done.unchanged += 1


def _keep_the_rule(row: SupportContent, values: dict[str, Any], done: Loaded) -> None:
    """Leave the unit that the Sở's document set, or that supports lean on, and tell the latter.

    The ledger's keys are made of the unit and the list of standards: a file, forced or not, adds
    names and takes none away. The unit of a content with supports is changed on screen, which
    gives its entries their new keys; by a file they would stop blocking.
    """
    if row.rule_document:
        values.pop("rule", None)
    elif values.get("rule", row.rule) != row.rule:
        db.session.refresh(row, ["rule"], with_for_update=True)  # nobody enters one meanwhile
        if any(question(row.id) for question in _questions):
            values.pop("rule")
            done.rules_left.append(row.code)
    if "standards" in values:
        new = {each["name"]: each for each in values["standards"]}
        kept = [{**each, "synonyms": list(each.get("synonyms", ()))} for each in row.standards]
        for each in kept:
            more = new.pop(each["name"], {}).get("synonyms", ())
            each["synonyms"] += [name for name in more if name not in each["synonyms"]]
        values["standards"] = [*kept, *new.values()]
        try:
            check_standards((e["name"], e["code"], e["synonyms"]) for e in values["standards"])
        except Fault as fault:
            raise Conflict(f"{row.code}: {fault.reason}") from fault


def _values(shape: CatalogueShape, content: ContentShape, position: int) -> dict[str, Any]:
    """Return what belongs to the content itself and may change without a new version."""
    return {
        "group_code": content.group,
        "group_name": next(each.name for each in shape.groups if each.code == content.group),
        "position": position,
        "plan_section": content.plan_section or "",
        "unit": content.unit.value,
        "rule": content.rule.value,
        "offered": content.offered,
        "history_only": content.history_only,
        "kinds": list(content.kinds),
        "synonyms": list(content.synonyms),
        "warn_with": list(content.warn_with),
        "exclude_with": list(content.exclude_with),
        "editions": list(content.editions),
        "standards": [
            {"code": each.code, "name": each.name, "synonyms": list(each.synonyms)}
            for each in content.standards
        ],
    }


def _texts(shape: CatalogueShape, content: ContentShape) -> dict[str, Any]:
    """Return what makes a version: what is said, asked and required."""
    return {
        "name": content.name,
        "summary": content.summary or "",
        "given": content.given or "",
        "own_contribution": content.own_contribution or "",
        "provider": content.provider or "",
        "duration": content.duration or "",
        "asks_products": content.asks_products,
        "guidance": content.guidance or "",
        "checklist": [{"key": each.code, "label": each.name} for each in content.checklist],
        "questions": [question(each) for each in (*shape.common_questions, *content.questions)],
        "documents": [_document(each, content) for each in shape.common_documents],
    }


def question(shape: QuestionShape) -> dict[str, Any]:
    """Return a question of the file as a version has it."""
    return {
        **asdict(shape),
        "kind": shape.kind.value,
        "help": shape.help or "",
        "unit": shape.unit or "",
        "options": list(shape.options),
        "columns": [
            {"key": each.key, "label": each.label, "kind": each.kind.value}
            for each in shape.columns
        ],
    }


def document(shape: DocumentShape) -> dict[str, Any]:
    """Return a required document of the file as a version has it."""
    return {
        "key": shape.key,
        "label": shape.label,
        "help": shape.help or "",
        "kind": shape.kind.value,
        "required": shape.required,
        "accepts": ["pdf", "image"],
    }


def _document(shape: DocumentShape, content: ContentShape) -> dict[str, Any]:
    if shape.kind is DocumentKind.OTHER and content.document_help:
        return {**document(shape), "help": content.document_help}
    return document(shape)
