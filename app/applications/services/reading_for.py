"""Who at the office reads what comes in for somebody who may be away, or gone."""

from app import access
from app.access import Permission
from app.accounts.models import Person
from app.accounts.services import absences, sign_in
from app.applications.models import Application
from app.extensions import db


def reader(
    application: Application, permission: Permission, *person_ids: int | None
) -> Person | None:
    """Return who is told instead of these persons, the first that may act: letters go nowhere else.

    Before each of them stands whoever stands in today (giao xử lý thay). None: nobody of them may,
    and what came in waits under "Việc của tôi" alone.
    """
    wanted = [each for each in person_ids if each is not None]
    away = absences.stand_ins(wanted)
    for person_id in (each for one in wanted for each in (away.get(one, one), one)):
        if access.allowed(permission, sign_in.actor_of(person_id), application):
            return db.session.get(Person, person_id)
    return None
