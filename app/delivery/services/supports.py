"""A support begins, is found, is handed over; what each product got from it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.audit import services as audit
from app.changes import Changes
from app.delivery.models import ProductResult, Support
from app.delivery.workflow import Status
from app.errors import Invalid, NotFound
from app.extensions import db
from app.programmes.services import calendar
from app.programmes.working_days import add_working_days
from app.text import _

MOST_RESULTS = 500  # shown of one support


def begin(application: Application, document_number: str, approved_on: date, by: Actor) -> Support:
    """Begin the support that an issued approval grants; the slot stays held until the contract.

    The agreement is to be signed within the call's `unsigned_days` working days of the issue.
    """
    days = application.call.unsigned_days
    support = Support(
        application_id=application.id,
        organisation_id=application.organisation_id,
        content_id=application.content_id,
        status=Status.AWAITING_CONTRACT.value,
        contract_by=add_working_days(clock.today(), days, calendar.current()) if days else None,
        document_number=document_number,
        approved_on=approved_on,
        created_at=clock.now(),
    )
    db.session.add(support)
    db.session.flush()
    audit.record(
        "support",
        support.id,
        "begin",
        by,
        after=support.status,
        data={"application": application.id, "document": document_number},
    )
    return support


def get(support_id: int) -> Support:
    """Return the support; raises `NotFound`."""
    support = db.session.get(Support, support_id)
    if support is None:
        raise NotFound
    return support


def of_application(application_id: int) -> Support | None:
    """Return the support a dossier led to."""
    return db.session.scalar(select(Support).where(Support.application_id == application_id))


def hand_over(changes: Changes, from_id: int, to_id: int) -> None:
    """Let the record that stays have the supports of the one that was joined into it."""
    for support in db.session.scalars(
        select(Support).where(Support.organisation_id == from_id).order_by(Support.id)
    ):
        changes.set(support, "organisation_id", to_id)
    db.session.flush()


def results_of(entry_id: int) -> Sequence[ProductResult]:
    """Return what each product got from a support, product by product; at most `MOST_RESULTS`."""
    return db.session.scalars(
        select(ProductResult)
        .where(ProductResult.entry_id == entry_id)
        .order_by(ProductResult.product, ProductResult.id)
        .limit(MOST_RESULTS)
    ).all()


def add_result(
    entry_id: int,
    *,
    product: str,
    kind: str,
    by: Actor,
    is_ocop: bool = False,
    document_number: str = "",
    issued_on: date | None = None,
) -> ProductResult:
    """Write what one product got from a support; a certificate has its number and date.

    Raises 422 for a number without its date, or a date without its number.
    """
    if bool(document_number) != (issued_on is not None):
        raise Invalid(_("Giấy chứng nhận cần cả số và ngày cấp."), "document_number")
    result = ProductResult(
        entry_id=entry_id,
        product=product,
        kind=kind,
        is_ocop=is_ocop,
        document_number=document_number,
        issued_on=issued_on,
    )
    db.session.add(result)
    db.session.flush()
    audit.record(
        "ledger_entry",
        entry_id,
        "add_result",
        by,
        data={"product": product, "kind": kind, "document": document_number},
    )
    return result
