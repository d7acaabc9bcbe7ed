"""Accounts of staff, for tests."""

from sqlalchemy import select

from app.audit.models import Event
from app.extensions import db

STAFF = "can-bo@langson.test"
NEW = "bảy ngọn núi xanh"


def actions(person_id: int) -> list[str]:
    query = select(Event.action).where(Event.subject == "person", Event.subject_id == person_id)
    return list(db.session.scalars(query.order_by(Event.id)))
