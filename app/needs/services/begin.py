"""From an invitation to a phiếu đăng ký: one button, with the contents that were wanted."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.services import bundle, compose
from app.errors import Conflict, NotFound
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import perform
from app.needs.workflow import Action, Status
from app.organisations.models import Organisation
from app.programmes.models import Call
from app.text import _


def call(call_id: int) -> Call:
    """Return the call somebody was invited to; raises `NotFound`."""
    found = db.session.get(Call, call_id, options=[joinedload(Call.programme)])
    if found is None:
        raise NotFound
    return found


def begin(organisation: Organisation, to: Call, by: Actor) -> Application:
    """Begin one phiếu for all contents the organisation is invited to in a call.

    Two that press at once get the same drafts. Raises 409 when the call is closed, or when no
    invitation is left.
    """
    access.check(Permission.START_APPLICATION, by)
    access.check(Permission.EDIT_ORGANISATION, by, organisation)
    invited = _invited(organisation, to)
    if not invited:
        raise Conflict(_("Không còn lời mời nào của đợt này; đơn vị xem tại “Hồ sơ của đơn vị”."))
    first = compose.begin(organisation, to, [item.content for item in invited], by)
    begun = {each.content_id: each.id for each in bundle.dossiers(first)}
    for item in invited:
        perform.perform(item, Action.APPLY, by, application_id=begun[item.content_id])
    return first


def _invited(organisation: Organisation, to: Call) -> list[NeedItem]:
    """Return the invitations, one of each content: two needs may name the same."""
    return list(
        db.session.scalars(
            select(NeedItem)
            .join(NeedItem.need)
            .where(
                Need.organisation_id == organisation.id,
                NeedItem.call_id == to.id,
                NeedItem.status == Status.INVITED.value,
            )
            .order_by(NeedItem.id)
        ).unique()
    )
