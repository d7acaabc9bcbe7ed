"""The only door through which the status of one content of a need changes."""

from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.audit import services as audit
from app.errors import Conflict, NotFound
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.workflow import LOOKS, MOVES, Action, Status
from app.text import _


def get(item_id: int) -> NeedItem:
    """Return one content of a need; raises `NotFound`."""
    item = db.session.get(NeedItem, item_id)
    if item is None:
        raise NotFound
    return item


def lock(item_ids: list[int]) -> list[NeedItem]:
    """Lock these contents of needs, ascending, read anew; after dossiers and beneficiaries."""
    return list(
        db.session.scalars(
            select(NeedItem)
            .where(NeedItem.id.in_(item_ids))
            .order_by(NeedItem.id)
            .with_for_update(of=NeedItem)
            .execution_options(populate_existing=True)
        ).unique()
    )


def perform(
    item: NeedItem,
    action: Action,
    by: Actor,
    *,
    call_id: int | None = None,
    application_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Execute one move of the table, with its event. Who may is the caller's question.

    `call_id` is the call it was invited to, `application_id` the dossier that was begun. Raises
    409 when the need has moved on meanwhile.
    """
    (item,) = lock([item.id])
    move = MOVES[action]
    before = Status(item.status)
    if before not in move.sources:
        raise Conflict(
            _(
                "Không thực hiện được: nhu cầu này đang ở trạng thái “%(now)s”.",
                now=LOOKS[before].label,
            )
        )
    with db.session.no_autoflush:  # a status and its facts reach the database together
        item.status = move.target.value
        item.application_id = application_id
        if call_id is not None:
            item.call_id = call_id
        item.changed_at = clock.now()
    db.session.flush()
    said = {"call": call_id, "application": application_id}
    known = {name: value for name, value in said.items() if value is not None}
    audit.record(
        "need_item",
        item.id,
        action.value,
        by,
        before=before.value,
        after=item.status,
        data=known | (data or {}),
    )


def add(need: Need, content_ids: list[int], status: Status, by: Actor) -> None:
    """Write a need with its contents, all in one status; its events say who said so."""
    moment = clock.now()
    need.items = [
        NeedItem(content_id=content_id, status=status.value, changed_at=moment)
        for content_id in content_ids
    ]
    db.session.add(need)
    db.session.flush()
    audit.record(
        "need",
        need.id,
        "say",
        by,
        after=status.value,
        data={"contents": content_ids, "year": need.wanted_year, "partner": need.partner_id},
    )
