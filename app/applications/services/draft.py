"""A draft: begun, filled in step by step, thrown away. It holds nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.access import Actor
from app.applications.models import (
    Answer,
    Application,
    ApplicationFile,
    Product,
    RegistrationForm,
)
from app.applications.services import bundle, entering
from app.applications.workflow import Status
from app.audit import services as audit
from app.errors import Conflict
from app.extensions import db
from app.ledger.services import SlotTaken, blocker, exclusion, rule_key, standard_name
from app.ledger.services.exclusion import Excluded
from app.organisations.models import Organisation
from app.programmes import answering, asking
from app.programmes.models import Call, CallContent, SupportContent
from app.programmes.services import calls
from app.text import _, format_date

NOT_ASKED = object()  # in place of an answer


def start(
    organisation: Organisation,
    call: Call,
    content: SupportContent,
    by: Actor,
    *,
    form: RegistrationForm | None = None,
) -> Application:
    """Return the organisation's draft for this content and call, begun now if there is none.

    What begins stands on the phiếu `form`, or on one of its own. Raises 409 when the call is not
    open or does not offer the content to this kind.
    """
    enterer = entering.enterer(organisation, by)
    check_open(call, content, organisation)
    if content.version is None:
        raise Conflict(_("Nội dung này chưa có mẫu hồ sơ."))
    if existing := _draft_of(organisation, call, content):
        entering.not_anothers(existing.entered_by, enterer)
        return existing
    form = form or bundle.new_form(organisation.id, call.id, by)
    application = Application(
        form_id=form.id,
        organisation_id=organisation.id,
        call_id=call.id,
        content_id=content.id,
        version_id=content.version.id,
        scope=call.programme.scope,
        created_by=by.person_id,
        entered_by=enterer,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(application)
    except IntegrityError:  # two devices at once: both get the one draft
        found = _draft_of(organisation, call, content)
        if found is None:
            raise
        bundle.drop_empty({form.id})
        return found
    audit.record("application", application.id, "start", by, after=Status.DRAFT.value)
    return application


def check_open(call: Call, content: SupportContent, organisation: Organisation) -> None:
    """Raise 409 unless `call` takes this content from this organisation at this moment."""
    if organisation.ceased_on is not None:
        raise Conflict(
            _(
                "Đơn vị đã chấm dứt hoạt động từ ngày %(day)s nên không đăng ký mới.",
                day=format_date(organisation.ceased_on),
            )
        )
    if not calls.is_open(call, clock.now()):
        raise Conflict(_("Đợt đăng ký này không mở tại thời điểm hiện tại."))
    offered = db.session.scalar(
        select(CallContent.id).where(
            CallContent.call_id == call.id, CallContent.content_id == content.id
        )
    )
    # Both may narrow the kinds; a content taken out of registration leaves the open calls too.
    fits = all(organisation.kind in kinds for kinds in (content.kinds, call.kinds) if kinds)
    if offered is None or not fits or not content.offered or content.history_only:
        raise Conflict(_("Đợt đăng ký này không nhận nội dung này cho loại hình của đơn vị."))
    if calls.is_elsewhere(call, organisation):
        raise Conflict(calls.for_communes(call))


def _draft_of(
    organisation: Organisation, call: Call, content: SupportContent
) -> Application | None:
    return db.session.scalar(
        select(Application).where(
            Application.organisation_id == organisation.id,
            Application.call_id == call.id,
            Application.content_id == content.id,
            Application.status == Status.DRAFT,
        )
    )


def touched(*applications: Application) -> None:
    """Note that the applicant changed something: of a phiếu, in all its drafts."""
    for application in applications:
        application.updated_at = clock.now()
        application.version += 1
    db.session.flush()


class Stale(Conflict):
    """A colleague saved other answers since this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nội dung này vừa được người khác của đơn vị lưu. Vui lòng xem các mục khác nhau; "
                "lưu lần nữa thì giữ nội dung anh/chị đã điền."
            )
        )


def answers_digest(*drafts: Application) -> str:
    """Return the digest of the answers of a phiếu as they are kept now."""
    kept = [
        (
            each.id,
            each.standard,
            sorted((answer.question_id, answer.value) for answer in each.answers),
        )
        for each in sorted(drafts, key=lambda each: each.id)
    ]
    return sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Said:
    """What was answered for one dossier: by question key, and the named standard."""

    values: dict[str, Any]
    standard: str = ""


def save_answers(
    application: Application,
    values: dict[str, Any],
    standard: str,
    by: Actor,
    *,
    seen: str | None = None,
) -> None:
    """Keep the answers of one draft, as `save_form` does for all drafts of a phiếu."""
    save_form(application, {application.id: Said(values, standard)}, by, seen=seen)


def save_form(
    application: Application, said: Mapping[int, Said], by: Actor, *, seen: str | None = None
) -> None:
    """Keep answers as they are, complete or not, by the ids of the phiếu's drafts.

    Nothing typed is lost: what is missing is asked for before submission, not here. An answer to
    a question that the others do not call for is not kept. `seen` is the digest of the answers
    the page was made from; raises `Stale` (409) when they have changed, 422 for an answer that the
    question cannot have.
    """
    _own, drafts = bundle.locked_drafts(application, by)
    if seen is not None and seen != answers_digest(*drafts):
        raise Stale
    for each in drafts:
        if each.id in said:
            _save(each, said[each.id], by)
    touched(*drafts)


def _save(application: Application, said: Said, by: Actor) -> None:
    if application.content.rule == "standard":
        application.standard = (
            standard_name(application.content, said.standard) if said.standard.strip() else ""
        )
    kept = {answer.question_id: answer for answer in application.answers}
    values = said.values
    questions = application.content_version.questions
    for question in questions:
        answering.check(question, values.get(question.key))
    now = {question.key: kept[question.id].value for question in questions if question.id in kept}
    called_for = asking.asked(questions, now | values)
    changed = [
        question.key
        for question in questions
        if (question.key in values or question.key not in called_for)
        and _keep(
            application,
            question.id,
            kept.get(question.id),
            values[question.key] if question.key in called_for else NOT_ASKED,
        )
    ]
    audit.record("application", application.id, "save_answers", by, data={"keys": changed})


def _keep(application: Application, question_id: int, kept: Answer | None, value: Any) -> bool:
    """Bring one answer to `value`; return whether that changed anything."""
    if value is NOT_ASKED:
        if kept is not None:
            application.answers.remove(kept)
            db.session.delete(kept)
        return kept is not None
    if kept is None:
        application.answers.append(Answer(question_id=question_id, value=value))
        return True
    changed = bool(kept.value != value)
    kept.value = value
    return changed


def discard(application: Application, by: Actor) -> None:
    """Throw the phiếu away with all its drafts; their events stay."""
    _own, drafts = bundle.locked_drafts(application, by)
    for each in drafts:
        remove(each, by)


def remove(application: Application, by: Actor) -> None:
    """Remove a locked draft, whoever's deed led to it; its event stays."""
    form_id = application.form_id
    audit.record(
        "application", application.id, "discard", by, before=Status.DRAFT.value, after="discarded"
    )
    for table in (Answer, Product, ApplicationFile):
        db.session.execute(delete(table).where(table.application_id == application.id))
    db.session.expire(application)
    db.session.execute(delete(Application).where(Application.id == application.id))
    bundle.drop_empty({form_id})
    db.session.flush()


def slot_holder(application: Application) -> SlotTaken | Excluded | None:
    """Return the refusal this draft would meet now: the slot is taken, or excluded. Or None."""
    if application.content.rule == "standard" and not application.standard:
        return None
    key = rule_key(application.content, application.standard)
    beneficiary_id = application.organisation.beneficiary_id
    entry = blocker(application.scope, beneficiary_id, key)
    if entry is not None:
        return SlotTaken(entry)
    return exclusion.find(application.scope, beneficiary_id, application.content)
