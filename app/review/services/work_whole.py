"""One block of Việc của tôi, whole: page by page, to the thousandth of its dossiers."""

from datetime import date

from app import access
from app.access import Actor, Permission
from app.clock import today
from app.errors import NotFound
from app.extensions import db
from app.review.services.asker import asking
from app.review.services.work import BLOCKS, Block, Row, Waiting, query

PAGE = 50


def of_key(key: str, by: Actor) -> Block:
    """Return a block of the person's roles; raises 403 and `NotFound`."""
    access.check(Permission.SEE_WORK, by)
    for block in BLOCKS:
        if block.key == key and block.roles & by.roles:
            return block
    raise NotFound


def page(block: Block, by: Actor, after: str = "") -> tuple[Waiting, str]:
    """Return a page of a block, and the key of its last row, "" where nothing follows.

    A key that is none of ours begins at the first.
    """
    asker, values = asking(by)
    values["today"] = today()
    last = _opened(after)
    if last is not None:
        values |= {"after_due": last[0], "after_id": last[1]}
    asked = query(block, asker, PAGE + 1, after=last is not None)
    rows = db.session.execute(asked, values).all()
    shown = [Row(*row[:-1]) for row in rows[:PAGE]]
    following = f"{shown[-1].due_on.isoformat()}.{shown[-1].id}" if len(rows) > PAGE else ""
    return Waiting(block, shown, rows[0][-1] if rows else 0), following


def _opened(key: str) -> tuple[date, int] | None:
    day, _dash, number = key.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None
