"""What the calendar makes due in this room: told to `flask lapse` when the room is opened."""

from app import clock, transactions
from app.chores import Chore, register
from app.delivery.services import unsigned
from app.errors import Conflict
from app.selection.services import places, reserve


def _end(application_id: int) -> str | None:
    return "reserve ended" if reserve.end(application_id) else None


def _promote(place: tuple[int, int]) -> str | None:
    try:
        return "promoted" if places.promote_next(*place) else None
    except Conflict:
        transactions.rollback()  # the place was taken meanwhile: nothing of it is kept
        return None


def _free_places() -> list[tuple[int, int]]:
    """Return each (call, content) once for each free place that somebody waits for."""
    return [place for place in places.with_reserve() for _n in range(places.fillable(*place))]


def _remind(_day: object) -> str | None:
    return "leads reminded" if reserve.remind() else None


# In this order: what ends frees a place, and the place is filled within the same hour.
register(Chore("support", lambda: unsigned.due(clock.today()), unsigned.treat))
register(Chore("reserve", lambda: reserve.ending(clock.today()), _end))
register(Chore("place", _free_places, _promote))
register(Chore("reminder", lambda: [clock.today()], _remind))
