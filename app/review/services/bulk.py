"""One deed on many dossiers: each through the service of the single deed, each by itself.

All rows are locked first, in the order of their numbers; each deed has a savepoint of its own, so
that one that is refused leaves nothing behind and the others stand. What came of each row is kept
in one event, which the page of the result reads.
"""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import foreign, queries
from app.applications.workflow import Action, Look, Status, look_of
from app.appraisal.services import appraisal
from app.appraisal.services.sheet import Said
from app.audit import services as audit
from app.audit.models import Event
from app.errors import Conflict, DomainError, NotFound
from app.extensions import db
from app.organisations.models import Organisation
from app.text import _

MOST = 200
SUBJECT = "bulk"
Chosen = tuple[int, int]  # a dossier, and the version of it that was seen
Do = Callable[[Application, int], object]


@dataclass(frozen=True)
class Row:
    """A dossier as the page that asks for a yes lists it."""

    id: int
    reference: str
    status: str
    cancelled: str
    version: int
    organisation: str

    @property
    def look(self) -> Look:
        return look_of(self.status, self.cancelled)


@dataclass(frozen=True)
class Told:
    """What came of one row: `refused` says why not, and is empty for what was done."""

    id: int
    reference: str
    refused: str


def rows(ids: Collection[int], by: Actor) -> Sequence[Row]:
    """Return the dossiers to be asked about, by number; what one may not see is left out."""
    query = (
        select(
            Application.id,
            Application.reference,
            Application.status,
            Application.cancelled,
            Application.version,
            Organisation.name,
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.id.in_(ids), Application.submitted_at.is_not(None))
        .order_by(Application.id)
        .limit(MOST)
    )
    query = query.where(*foreign.others(by, Application))
    return [
        Row(number, reference or "", status, cancelled, version, name)
        for number, reference, status, cancelled, version, name in db.session.execute(query)
    ]


def carry_out(deed: str, chosen: Sequence[Chosen], do: Do, by: Actor, form_key: str) -> Event:
    """Do the deed on each dossier as it was seen; return the event that tells what came of it.

    Raises 409 when nothing, or more than 200 dossiers, were chosen.
    """
    asked = dict(sorted(chosen))
    if not 0 < len(asked) <= MOST:
        raise Conflict(_("Chọn từ 1 đến %(most)s hồ sơ cho một lần.", most=MOST))
    locked = {number: _locked(number, by) for number in asked}
    told = []
    for number, version in asked.items():
        audit.expect(_key_of(form_key, number))
        told.append(_told(number, version, locked[number], do))
    audit.expect(form_key)
    assert by.person_id is not None
    return audit.record(
        SUBJECT,
        by.person_id,
        deed,
        by,
        data={"rows": [[each.id, each.reference, each.refused] for each in told]},
    )


def _key_of(form_key: str, number: int) -> str:
    """Return the form key of one row: the same page sent twice does no row twice."""
    return hashlib.sha256(f"{form_key}:{number}".encode()).hexdigest()[:32] if form_key else ""


def _locked(number: int, by: Actor) -> Application | None:
    try:
        application = queries.lock(number)
    except NotFound:
        return None
    return application if allowed(Permission.VIEW_DOSSIER, by, application) else None


def _told(number: int, version: int, application: Application | None, do: Do) -> Told:
    if application is None:
        return Told(number, "", _("Không có hồ sơ này, hoặc anh/chị không được xử lý."))
    reference, refused = application.reference or "", ""
    try:
        with db.session.begin_nested():
            do(application, version)
    except DomainError as error:
        refused = error.message
    except IntegrityError:  # the database's own words are nobody's
        refused = _("Dữ liệu vừa được người khác thay đổi. Vui lòng xem lại hồ sơ.")
    return Told(number, reference, refused)


def result(event: Event) -> list[Told]:
    """Return what came of each row."""
    return [Told(*row) for row in event.data["rows"]]


def get(event_id: int) -> Event:
    """Return the event of a deed on many dossiers; raises `NotFound`."""
    found = db.session.get(Event, event_id)
    if found is None or found.subject != SUBJECT:
        raise NotFound
    return found


def send_to_selection(application: Application, by: Actor, *, version: int | None = None) -> None:
    """Send a dossier to the council with its appraisal: as drafted, else as it was sent last.

    Raises 409 for a call without a council, or a dossier nobody has appraised; 422 where
    something of the appraisal lacks.
    """
    if not application.call.council:
        raise Conflict(_("Đợt đăng ký này không qua xét chọn."))
    said = appraisal.begun(application)
    if said == Said():
        raise Conflict(_("Hồ sơ chưa có phiếu thẩm định nên chưa đưa vào xét chọn được."))
    appraisal.recommend(application, said, by=by, version=version)


@dataclass(frozen=True)
class Nobodys:
    """A dossier of nobody's, to ask the policy which deeds a person can do on any at all."""

    officer_id: int | None
    organisation_id: int = 0
    submitted_at: str = "once"
    entered_by: int | None = None
    appraiser_ids: tuple[int, ...] = ()

    @property
    def related_organisation_ids(self) -> set[int]:
        return set()


def may(permission: Permission, by: Actor) -> bool:
    """Return whether there can be dossiers on which `by` may do this: one's own, or nobody's."""
    return any(allowed(permission, by, Nobodys(officer)) for officer in (by.person_id, None))


def possible(row: Row, actions: Collection[Action], sources: Any) -> bool:
    """Return whether some move of `actions` begins at the row's status."""
    return any(Status(row.status) in sources[action].sources for action in actions)
