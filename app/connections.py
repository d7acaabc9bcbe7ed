"""A connection whose server has gone is replaced, and never handed to a request.

SQLAlchemy's own `pool_pre_ping` asks the server each time: of the eight messages of a page one. A
server that ends a connection says so on it, or its kernel does; where nothing is to be read nobody
has. So only a connection that has something to say, or has long been idle (a network may forget
one without a word), is asked.
"""

import select
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

from app import clock

LONG: Final = timedelta(seconds=30)
_RETURNED = "returned"


def install(engine: Engine) -> None:
    """Look at each connection of `engine` that is taken again. SQLite's are files: none goes."""
    if engine.dialect.name != "postgresql":
        return

    def returned(_driver: object, record: Any) -> None:
        record.info[_RETURNED] = clock.now()

    def taken(driver: Any, record: Any, _held: object) -> None:
        since = record.info.get(_RETURNED)
        if since is None:  # new
            return
        if clock.now() - since < LONG and not _speaks(driver):
            return
        try:
            engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as error:
            if not engine.dialect.is_disconnect(error, driver, None):
                raise
            raise InvalidatePoolError("the server has ended a connection") from error

    event.listen(engine, "checkin", returned)
    event.listen(engine, "checkout", taken)


def _speaks(driver: Any) -> bool:
    """Return whether there is something to be read: a farewell, a notice, the end."""
    if driver.closed:
        return True
    looking = select.poll()
    looking.register(driver.fileno(), select.POLLIN)
    return bool(looking.poll(0))
