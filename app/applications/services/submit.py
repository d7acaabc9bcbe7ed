"""Submitting: the deed that takes the slot, the reference and the place in the queue."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from stdnum.iso7064 import mod_37_36

from app import clock, settings
from app.access import Actor
from app.applications import emails
from app.applications.models import Application, ReferenceCounter, Revision
from app.applications.services import bundle, deadlines, marks, perform, queries, search, tasks
from app.applications.services.draft import check_open
from app.applications.workflow import Action
from app.errors import Conflict, Invalid
from app.extensions import db
from app.ledger.services.slots import SlotTaken, name_source
from app.organisations.services import standins
from app.organisations.services.queries import profile_snapshot
from app.programmes.services import calls
from app.text import _, format_date


class ContentTaken(Conflict):
    """One content of a phiếu is no longer free: nothing of the phiếu is submitted."""

    def __init__(self, application: Application, refusal: SlotTaken) -> None:
        super().__init__(
            _(
                "Chưa nộp hồ sơ nào. Nội dung “%(content)s”: %(why)s Vui lòng bỏ nội dung này "
                "khỏi phiếu rồi nộp các nội dung còn lại.",
                content=application.content_version.name,
                why=refusal.message,
            )
        )


def submit(application: Application, by: Actor, *, version: int | None = None) -> Application:
    """Submit the phiếu of a draft: one dossier for each of its contents, all or none.

    Everything is checked again under lock, on the server's clock. Raises 422 naming what lacks,
    409 when the call has closed, the dossier has moved on, or the once-only rule refuses
    (`SlotTaken`; `ContentTaken` where the phiếu has other contents too).
    """
    drafts = bundle.lock(application)
    application = next(each for each in drafts if each.id == application.id)
    # Status, version and permission first: a second submission gets its own words.
    perform.check(application, Action.SUBMIT, by, version=version)
    standins.refuse_submission(application.organisation)
    for each in drafts:
        perform.check(each, Action.SUBMIT, by)
        check_open(each.call, each.content, each.organisation)
    if lacking := tasks.missing(*drafts):
        raise Invalid(
            _("Hồ sơ còn thiếu: %(what)s.", what="; ".join(lacking)),
        )
    at = clock.now()  # one moment for all
    with db.session.begin_nested():  # the page that tells the refusal shows drafts again
        for each in drafts:
            _submit(each, drafts, by, at)
    return application


def _submit(
    application: Application, drafts: Sequence[Application], by: Actor, at: datetime
) -> None:
    # perform() takes the slot, under the beneficiary's lock, before it asks for the facts of
    # the new status: a number of the year's sequence is spent last, and only by who got the slot.
    try:
        perform.perform(
            application,
            Action.SUBMIT,
            by,
            facts=partial(_facts_of_submission, at=at),
            letter=lambda: {
                "next_step": next_step(application),
                "dossiers": emails.named(drafts),
            },
            told=application is drafts[-1],  # one letter, once every reference is known
        )
    except SlotTaken as refusal:
        if len(drafts) == 1:
            raise
        raise ContentTaken(application, refusal) from refusal
    assert application.reference is not None
    name_source(application.id, application.reference)
    keep_revision(application)
    marks.write(application)
    search.index(application)


def _facts_of_submission(application: Application, at: datetime) -> None:
    """What a submitted dossier must have; frozen now, whatever the profile says later."""
    reference = next_reference()  # first: opening a year flushes what was set before
    application.reference = reference
    application.submitted_at = at
    application.commune_code = application.organisation.commune_code
    application.profile = profile_snapshot(application.organisation)
    application.organisation_kind = application.organisation.kind
    application.project_id = calls.project_of(application.call_id, application.content_id)
    deadlines.at_submission(application)


def next_reference() -> str:
    """Return the next reference of the year, like NSCL-26-00042-K.

    The last character checks the others (ISO 7064 mod 37,36): a slip of the pen is noticed.
    The year is that of the clocks in Vietnam; what it begins with is the province's short word.
    """
    year = clock.today().year
    taken = db.session.scalar(
        update(ReferenceCounter)
        .where(ReferenceCounter.year == year)
        .values(last=ReferenceCounter.last + 1)
        .returning(ReferenceCounter.last)
    )
    if taken is None:
        try:
            with db.session.begin_nested():
                db.session.add(ReferenceCounter(year=year, last=1))
            taken = 1
        except IntegrityError:  # somebody else opened the year
            return next_reference()
    return format_reference(year, taken, settings.get("PROVINCE")["prefix"])


def format_reference(year: int, number: int, prefix: str = "NSCL") -> str:
    """Return the reference of the `number`-th dossier of `year`."""
    stem = f"{prefix}-{year % 100:02d}-{number:05d}"
    return f"{stem}-{mod_37_36.calc_check_digit(stem.replace('-', ''))}"


def keep_revision(application: Application) -> None:
    """Keep what the dossier says now, for comparing after a supplement."""
    number = db.session.scalars(
        select(Revision.number)
        .where(Revision.application_id == application.id)
        .order_by(Revision.number.desc())
        .limit(1)
    ).first()
    db.session.add(
        Revision(
            application_id=application.id,
            number=(number or 0) + 1,
            data=snapshot(application),
            at=clock.now(),
        )
    )
    db.session.flush()


def snapshot(application: Application) -> dict[str, Any]:
    """Return everything the applicant has said, as plain data."""
    return {
        "standard": application.standard,
        "profile": application.profile,
        "answers": {question.key: value for question, value in tasks.answer_rows(application)},
        "products": [
            {
                "name": item.name,
                "standard": item.standard,
                "output": item.output,
                "ocop_stars": item.ocop_stars,
            }
            for item in application.products
        ],
        "files": [
            {"key": item.document_key, "item": item.item_id, "sha256": item.file.sha256}
            for item in queries.files(application)
        ],
        "supplements": [
            {"text": item.text, "answer": item.answer}
            for request in application.supplements
            for item in request.items
        ],
    }


def next_step(application: Application) -> str:
    """Return what happens next and by when, for the page and the letter."""
    return _(
        "Cán bộ kiểm tra thành phần hồ sơ và báo tiếp nhận, hoặc yêu cầu bổ sung, chậm nhất ngày "
        "%(day)s. Ngày hẹn trả kết quả: %(answer)s.",
        day=format_date(application.due_on),
        answer=format_date(application.answer_on),
    )
