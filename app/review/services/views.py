"""Ways of looking at the queue that people keep under a name (cách xem).

One's own, and those a lead shares with everyone at the desk. Each person may begin with one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import and_, bindparam, delete, or_, select

from app import clock
from app.access import Actor, Permission, check
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.review.filters import read, written
from app.review.models import DefaultView, SavedView
from app.text import _
from app.typed import clean

MOST = 30  # of one person; and of those that are shared
LONGEST_NAME = 60


@dataclass(frozen=True)
class View:
    """A kept view as its links say it."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool
    usual: bool


_VIEW, _USUAL = SavedView.__table__.c, DefaultView.__table__.c
# Written once: the queue asks it on each page.
_OF: Final = (
    select(_VIEW.id, _VIEW.name, _VIEW["query"], _VIEW.shared, _VIEW.person_id, _USUAL.view_id)
    .outerjoin(
        DefaultView.__table__,
        and_(_USUAL.view_id == _VIEW.id, _USUAL.person_id == bindparam("person")),
    )
    .where(or_(_VIEW.person_id == bindparam("person"), _VIEW.shared.is_(True)))
    .order_by(_VIEW.shared, _VIEW.name, _VIEW.id)
    .limit(2 * MOST)
)


def of(by: Actor) -> Sequence[View]:
    """Return one's own views and the shared ones, by name; one query."""
    rows = db.session.execute(_OF, {"person": by.person_id})
    return [
        View(key, name, query, shared, person == by.person_id, usual is not None)
        for key, name, query, shared, person, usual in rows
    ]


def get(view_id: int) -> SavedView:
    """Return a kept view; raises `NotFound`."""
    found = db.session.get(SavedView, view_id)
    if found is None:
        raise NotFound
    return found


def canonical(query: str) -> str:
    """Return a query string as the queue itself writes it: what is no filter is left out."""
    return urlencode(written(read(dict(parse_qsl(query[:2000])))))


def keep(
    name: str, query: str, by: Actor, *, shared: bool = False, usual: bool = False
) -> SavedView:
    """Keep the filters of `query` under `name`; the name again keeps other filters under it.

    Raises 403 for sharing without being a lead, 422 for a name, 409 beyond thirty views.
    """
    assert by.person_id is not None
    check(Permission.SHARE_VIEWS if shared else Permission.READ_DESK, by)
    name = " ".join(clean(name).split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(_("Tên dài từ 1 đến %(most)s ký tự.", most=LONGEST_NAME), "name")
    own = db.session.scalars(
        select(SavedView).where(SavedView.person_id == by.person_id).with_for_update()
    ).all()
    view = next((one for one in own if one.name == name), None)
    if view is None:
        if len(own) >= MOST:
            raise Conflict(_("Mỗi người lưu tối đa %(most)s cách xem.", most=MOST))
        view = SavedView(person_id=by.person_id, name=name, created_at=clock.now())
        db.session.add(view)
    view.query, view.shared = canonical(query), shared
    db.session.flush()
    if usual:
        begin_with(view, by)
    _record(view, "keep", by)
    return view


def begin_with(view: SavedView, by: Actor) -> None:
    """Let one's queue begin with the view. Raises `NotFound` for another's own view."""
    assert by.person_id is not None
    _mine_or_shared(view, by)
    begin_without(by)
    db.session.add(DefaultView(person_id=by.person_id, view_id=view.id))
    db.session.flush()
    _record(view, "begin_with", by)


def begin_without(by: Actor) -> None:
    """Let one's queue begin with everything that is being dealt with."""
    db.session.execute(delete(DefaultView).where(DefaultView.person_id == by.person_id))


def remove(view: SavedView, by: Actor) -> None:
    """Throw the view away; whoever began with it begins with everything again.

    A shared view is any lead's to remove. Raises `NotFound` for another's own.
    """
    _mine_or_shared(view, by)
    if view.person_id != by.person_id:
        check(Permission.SHARE_VIEWS, by)
    _record(view, "remove", by)
    db.session.execute(delete(DefaultView).where(DefaultView.view_id == view.id))
    db.session.delete(view)
    db.session.flush()


def _mine_or_shared(view: SavedView, by: Actor) -> None:
    if view.person_id != by.person_id and not view.shared:
        raise NotFound


def _record(view: SavedView, action: str, by: Actor) -> None:
    said = {"name": view.name, "query": view.query, "shared": view.shared}
    audit.record("saved_view", view.id, action, by, data=said)
