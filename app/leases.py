"""Long work that one worker at a time does: it holds a lease, which ends by itself when it dies."""

import os
import socket
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import update

from app import clock, transactions


class Lost(Exception):
    """The lease ran out and another worker has the work, or somebody gave it up."""


def worker_name() -> str:
    """Return a name no other worker has; host and process are there for whoever reads the log."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def hold(table: Any, number: int, worker: str, lasts: timedelta, **values: int) -> None:
    """Write how far the work `number` is, beside its reading, and hold on to the lease.

    `table`: has the columns `id`, `lease_by` and `lease_until`. Raises `Lost` when it is gone.
    """
    with transactions.beside() as connection:
        written = connection.execute(
            update(table)
            .where(table.id == number, table.lease_by == worker)
            .values(**values, lease_until=clock.now() + lasts)
        )
    if not written.rowcount:
        raise Lost
