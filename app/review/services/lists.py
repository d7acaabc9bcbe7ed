"""Lists on screen: a director decides many in one act, the clerk issues many under one number."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import BinaryIO

from app import access
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.workflow import Status
from app.errors import DomainError, Invalid
from app.extensions import db
from app.files import services as files
from app.review import bundle_papers
from app.review.models import Bundle, BundleRow
from app.review.services import (
    bundle_bar,
    bundle_door,
    bundles,
    decision,
    documents,
    issue,
    list_locks,
)
from app.review.services.bundle_door import NotAll
from app.review.services.bundles import Said
from app.review.workflow import Act, RowState, State
from app.text import _

UNISSUED = {"approve": Status.APPROVED_UNISSUED, "reject": Status.REJECTED_UNISSUED}


def decide(
    said: Mapping[int, Said],
    outcome: str,
    by: Actor,
    *,
    versions: Mapping[int, int] | None = None,
) -> Bundle:
    """A director decides a list: each row by `decision.decide`, in a savepoint of its own.

    The rows that a rule refuses stay as they were, and say why; the others wait for the clerk as
    one list. `versions` are those of the dossiers the director saw. Raises 403, 422, and `NotAll`
    (409) when no row at all could be decided.
    """
    access.check(Permission.DECIDE_LISTS, by)
    found = list_locks.take(said.keys(), amounts=outcome == "approve")
    bundles.check_list(found, said.keys(), outcome)
    bundle = bundles.fresh(found[0].call_id, outcome, by, on_screen=True)
    bundle_door.changed(bundle, "decide_list", by)  # takes the form's key, whatever the rows do
    refused = []
    for each in found:
        told, reference = said[each.id], each.reference
        seen = versions.get(each.id) if versions else None
        try:
            with db.session.begin_nested():
                _decide(bundle, each, told, seen, by)
        except DomainError as error:
            refused.append(f"{reference}: {error.message}")
            why = Said(told.amount, error.message)
            bundles.add(bundle, each, why, RowState.REFUSED)
    if len(refused) == len(found):
        raise NotAll(refused)
    bundle_door.perform(bundle, Act.SIGN, by, {"refused": refused})
    return bundle


def _decide(
    bundle: Bundle, application: Application, told: Said, seen: int | None, by: Actor
) -> None:
    reason = told.reason if bundle.outcome == "reject" else ""
    amount = told.amount if bundle.outcome == "approve" else None
    decision.decide(application, bundle.outcome, reason, by, amount=amount, version=seen)
    bundles.add(bundle, application, Said(amount, reason), RowState.SIGNED)


def gather(application_ids: Collection[int], outcome: str, by: Actor) -> Bundle:
    """The clerk gathers decisions that wait for their issue, to issue them under one number.

    Raises 422, `NotAll` (409) for a dossier that waits no more or is in another list.
    """
    access.check(Permission.ISSUE_LISTS, by)
    found = list_locks.take(application_ids)
    bundles.check_list(found, application_ids, outcome)
    bundle_door.check_interest(application_ids, by)
    wrong = [
        _(
            "%(reference)s: hồ sơ không chờ ban hành kết quả này (%(status)s).",
            reference=each.reference,
            status=each.look.inside,
        )
        for each in found
        if each.status != UNISSUED[outcome]
    ]
    if wrong:
        raise NotAll(wrong)
    for each in found:
        bundle_bar.check(each)
    bundle = bundles.fresh(found[0].call_id, outcome, by, on_screen=True)
    for each in found:
        bundles.add(bundle, each, state=RowState.SIGNED)
    bundle_door.perform(bundle, Act.SIGN, by, {"gathered": [each.id for each in found]})
    return bundle


def issue_all(
    bundle: Bundle,
    *,
    number: str,
    issued_on: date,
    signed: tuple[BinaryIO, str],
    by: Actor,
    seen: int | None = None,
) -> None:
    """Issue every row under one number, date and file; what fails says why and is tried again.

    Raises 403, 409, 422 for number, date or file: then nothing is issued.
    """
    bundle = bundle_door.begin(
        bundle, by, Permission.ISSUE_LISTS, State.SIGNED, seen=seen, singly=True
    )
    if bundle.document_id is not None:
        raise Invalid(_("Danh sách đã có số. Vui lòng ban hành tiếp các hồ sơ còn lại."))
    documents.check(number, issued_on)
    list_locks.take([row.application_id for row in bundle.rows if row.live])
    for row in bundle.rows:
        found = decision.current(row.application_id) if row.live else None
        if found is not None:
            issue.not_before_signing(found, issued_on)
    stored = files.save(*signed, by)
    about = (bundle_papers.SUBJECT, bundle.id)
    document = documents.enter(bundle.outcome, number, issued_on, stored, about=about, by=by)
    bundle.document_id = document.id
    bundle.document = document
    said = {"number": document.number, "issued_on": issued_on.isoformat()}
    bundle_door.changed(bundle, "number", by, said)
    _issue_rows(bundle, by)


def go_on(bundle: Bundle, by: Actor, *, seen: int | None = None) -> None:
    """Issue the rows that failed before, under the number the list has."""
    bundle = bundle_door.begin(
        bundle, by, Permission.ISSUE_LISTS, State.SIGNED, seen=seen, singly=True
    )
    if bundle.document_id is None:
        raise Invalid(_("Danh sách chưa có số ban hành."))
    list_locks.take([row.application_id for row in bundle.rows if row.live])
    bundle_door.changed(bundle, "go_on", by)
    _issue_rows(bundle, by)


def _issue_rows(bundle: Bundle, by: Actor) -> None:
    document = bundle.document
    assert document is not None  # numbered before its rows are issued
    waiting = [row for row in bundle.rows if row.live]
    for row in sorted(waiting, key=lambda each: each.application_id):
        try:
            with db.session.begin_nested():
                issue.take_effect(row.application, document, by)
                _issued(row)
        except DomainError as error:
            row.problem = error.message
            db.session.flush()
    if not any(row.live for row in waiting):
        bundle_door.perform(bundle, Act.ISSUE, by)


def _issued(row: BundleRow) -> None:
    row.state, row.live, row.problem = RowState.ISSUED.value, False, ""
    db.session.flush()
