"""Beginning a support. Its life (contract, milestones, results) belongs to this room too."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.audit import services as audit
from app.changes import Changes
from app.delivery.models import AWAITING_CONTRACT, ProductResult, Support
from app.extensions import db

MOST_RESULTS = 500  # shown of one support


def begin(application: Application, document_number: str, approved_on: date, by: Actor) -> Support:
    """Begin the support that an issued approval grants; the slot stays held until the contract."""
    support = Support(
        application_id=application.id,
        organisation_id=application.organisation_id,
        content_id=application.content_id,
        status=AWAITING_CONTRACT,
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
        after=AWAITING_CONTRACT,
        data={"application": application.id, "document": document_number},
    )
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
    """Write what one product got from a support; a certificate has its number and date."""
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
