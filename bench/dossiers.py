"""One dossier of any status with every row that status calls for, by the workflow's own table."""

from datetime import timedelta
from random import Random
from typing import Any

from app import clock
from app.applications.models import (
    Answer,
    Application,
    ApplicationFile,
    Product,
    RegistrationForm,
)
from app.applications.services.search import sort_name
from app.applications.services.submit import format_reference
from app.applications.workflow import ENDED, LOOKS, Slot, Status
from app.programmes.models import Question, SupportContent
from bench.deeds import appraised, events, path, submitted
from bench.rows import Rows
from bench.shapes import APPRAISED, ASSIGNED, Dossier, Owner, Setting, standard, stored


def write(
    rows: Rows, setting: Setting, owner: Owner, status: Status, dice: Random, *, weight: int
) -> tuple[Status, int]:
    """Add a dossier; return its status and id.

    The status becomes "withdrawn" when the organisation has no content left that the once-only
    rule would let it hold. `weight` is how many products, files, notes… it has, within limits.
    """
    content, status = _content(setting, owner, status, dice, heavy=weight > 1)
    dossier = _application(
        rows, setting, owner, content=content, status=status, dice=dice, weight=weight
    )
    _answers(rows, dossier, dice)
    events(rows, setting, dossier)
    if status is not Status.DRAFT:
        submitted(rows, setting, dossier, dice)
    if status in APPRAISED:
        appraised(rows, setting, dossier)
    return status, dossier.id


def _content(
    setting: Setting, owner: Owner, status: Status, dice: Random, *, heavy: bool
) -> tuple[SupportContent, Status]:
    if status is not Status.DRAFT and LOOKS[status].slot is Slot.FREE:
        return dice.choice(setting.contents), status
    # Contents outside the rule hold nothing: those that hold are what submitting is about.
    free = [
        content
        for content in setting.contents
        if content.rule != "none" and content.id not in owner.taken
    ]
    if not free:
        return dice.choice(setting.contents), Status.WITHDRAWN
    # A heavy dossier has products too, whatever the batch.
    asking = [content for content in free if content.version and content.version.asks_products]
    content = dice.choice(asking if heavy else free)
    owner.taken.add(content.id)
    return content, status


def _application(
    rows: Rows, setting: Setting, owner: Owner, *, content: SupportContent, status: Status,
    dice: Random, weight: int,
) -> Dossier:  # fmt: skip
    draft, is_open = status is Status.DRAFT, status is not Status.DRAFT and status not in ENDED
    began = clock.now() - timedelta(days=dice.randrange(1, 30) if is_open else 40, minutes=weight)
    officer = dice.choice(setting.officers) if status in ASSIGNED else None
    if not draft:
        setting.last_reference += 1
    due_on = None if draft else clock.today() + timedelta(days=dice.randrange(-15, 40))
    reference = None if draft else format_reference(clock.today().year, setting.last_reference)
    assert content.version is not None
    form = rows.add(
        RegistrationForm, organisation_id=owner.organisation["id"], call_id=setting.call_id,
        created_by=owner.person, created_at=began,
    )  # fmt: skip
    made = rows.add(
        Application,
        form_id=form,
        reference=reference,
        organisation_id=owner.organisation["id"],
        call_id=setting.call_id,
        content_id=content.id,
        version_id=content.version.id,
        scope=setting.scope,
        standard=standard(content),
        status=status.value,
        status_before=Status.SUBMITTED.value if status is Status.SUPPLEMENT_REQUESTED else None,
        is_open=is_open,
        version=1 if draft else len(path(status)) + 1,
        created_by=owner.person,
        created_at=began,
        updated_at=began,
        submitted_at=None if draft else began,
        due_on=due_on,
        answer_on=due_on + timedelta(days=20) if due_on else None,
        officer_id=officer[0] if officer else None,
        appraiser_ids=[officer[0]] if officer and status in APPRAISED else [],
        commune_code=None if draft else owner.organisation["commune_code"],
        profile={} if draft else owner.profile,
        organisation_kind="" if draft else owner.organisation["kind"],
        sort_name="" if draft else sort_name(owner.organisation["name"]),
        project_id=None if draft else setting.project_id,
        printed_digest="",
    )
    return Dossier(made, owner, content, status, officer, reference, began, due_on, weight)


def _answers(rows: Rows, dossier: Dossier, dice: Random) -> None:
    """What the applicant put into it: answers, products, files."""
    version = dossier.content.version
    assert version is not None
    for question in version.questions:
        rows.add(
            Answer, application_id=dossier.id, question_id=question.id,
            value=_value(question, dice),
        )  # fmt: skip
    for number in range(min(dossier.weight, 50) if version.asks_products else 0):
        rows.add(
            Product, application_id=dossier.id, name=f"Sản phẩm DEMO {number + 1}",
            standard="TCVN 11892-1:2017", output="20 tấn/năm", ocop_stars=3,
        )  # fmt: skip
    for document in version.documents:
        if document.required:
            _file(rows, dossier, document.key)
    for _number in range(min(dossier.weight, 21) - 1):
        _file(rows, dossier, "theo_noi_dung")


def _value(question: Question, dice: Random) -> Any:
    if question.kind in {"choice", "choices"}:
        picked = dice.choice(question.options)
        return [picked] if question.kind == "choices" else picked
    return {
        "number": dice.randrange(1, 500),
        "money": 150_000_000,
        "yes_no": dice.random() < 0.5,
        "date": "2026-09-01",
        "short_text": "Xưởng số 1, khối 5",
    }.get(question.kind, "Đơn vị cần chuẩn hóa quy trình và nâng cao năng suất.")


def _file(rows: Rows, dossier: Dossier, document_key: str) -> None:
    key = f"demo/{dossier.id}/{len(rows.waiting['stored_file'])}"
    file_id = stored(rows, key, dossier)
    rows.add(
        ApplicationFile, application_id=dossier.id, file_id=file_id, document_key=document_key,
        item_id=None, signed_digest="", removed_at=None, created_at=dossier.began,
    )  # fmt: skip
