"""Loading the catalogue (danh mục nội dung hỗ trợ) from its file, as often as one likes."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.extensions import db
from app.organisations import communes, kinds
from app.programmes.models import ContentVersion, Question, RequiredDocument, SupportContent
from app.programmes.services import calendar
from app.programmes.services.rows import bring
from app.programmes.shapes import (
    CatalogueShape,
    ContentShape,
    DocumentKind,
    DocumentShape,
    PlanSectionShape,
)
from app.programmes.yaml_file import load as read_file

SHIPPED = Path(__file__).parents[1] / "data" / "catalogue.yaml"


@dataclass
class Loaded:
    """What a load did, in numbers."""

    communes: int = 0
    days: int = 0
    added: int = 0
    new_versions: int = 0
    changed: int = 0
    unchanged: int = 0


def load(path: Path, actor: Actor) -> Loaded:
    """Bring the database to the file at `path` and return what was done.

    A content whose texts, questions or documents differ gets a new version; the old ones stay,
    because dossiers begun with them keep them. Contents that the file does not name stay as
    they are. Raises `Invalid` (422) that names the file, the place and the reason.
    """
    shape = read_file(CatalogueShape, path)
    done = Loaded(
        communes=communes.load([(each.code, each.name) for each in shape.communes], actor),
        days=calendar.lay_down(actor),
    )
    rows = {row.code: row for row in db.session.scalars(select(SupportContent))}
    for position, content in enumerate(shape.contents, start=1):
        _load_content(
            rows.get(content.code), content, shape=shape, position=position, actor=actor, done=done
        )
    return done


@cache
def shipped() -> CatalogueShape:
    """Return the shipped catalogue file: the province's profile and the words of the plan."""
    return read_file(CatalogueShape, SHIPPED)


def plan_section(code: str) -> PlanSectionShape | None:
    """Return where the plan speaks of a content, and its words; None when it does not."""
    return next((each for each in shipped().plan_sections if each.code == code), None)


def kind_names(codes: Sequence[str]) -> list[str]:
    """Return what the kinds of organisation are called; none named means all six."""
    return [name for code, name in kinds.labels() if not codes or code in codes]


def _load_content(
    row: SupportContent | None,
    content: ContentShape,
    *,
    shape: CatalogueShape,
    position: int,
    actor: Actor,
    done: Loaded,
) -> None:
    values = _values(shape, content, position)
    texts = _texts(shape, content)
    if row is None:
        row = SupportContent(code=content.code, **values)
        db.session.add(row)
        _add_version(row, 1, texts)
        audit.record("support_content", row.id, "add", actor, data={"code": row.code, "version": 1})
        done.added += 1
        return
    changed = bring(row, values)
    if changed:
        audit.record("support_content", row.id, "change", actor, data={"changed": changed})
        done.changed += 1
    if row.version is None or row.version.digest != _digest(texts):
        number = 1 + (
            db.session.scalar(
                select(func.max(ContentVersion.number)).where(ContentVersion.content_id == row.id)
            )
            or 0
        )
        _add_version(row, number, texts)
        audit.record("support_content", row.id, "new_version", actor, data={"version": number})
        done.new_versions += 1
    elif not changed:
        done.unchanged += 1


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
        "questions": [
            {
                **asdict(each),
                "kind": each.kind.value,
                "help": each.help or "",
                "unit": each.unit or "",
                "options": list(each.options),
            }
            for each in (*shape.common_questions, *content.questions)
        ],
        "documents": [_document(each, content) for each in shape.common_documents],
    }


def _document(document: DocumentShape, content: ContentShape) -> dict[str, Any]:
    help_text = document.help or ""
    if document.kind is DocumentKind.OTHER and content.document_help:
        help_text = content.document_help
    return {
        "key": document.key,
        "label": document.label,
        "help": help_text,
        "kind": document.kind.value,
        "required": document.required,
    }


def _digest(texts: dict[str, Any]) -> str:
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()


def _add_version(row: SupportContent, number: int, texts: dict[str, Any]) -> None:
    db.session.flush()  # the content's id
    plain = {name: value for name, value in texts.items() if not isinstance(value, list)}
    row.version = ContentVersion(
        content_id=row.id,
        number=number,
        digest=_digest(texts),
        created_at=clock.now(),
        **plain,
        questions=[Question(position=at, **each) for at, each in enumerate(texts["questions"])],
        documents=[
            RequiredDocument(position=at, **each) for at, each in enumerate(texts["documents"])
        ],
    )
    db.session.flush()
