"""What the calendar makes due in this room: told to `flask lapse` when the room is opened."""

from app.chores import Chore, register
from app.exports.services import jobs

register(Chore("export", jobs.expired, jobs.expire))
register(Chore("export", jobs.forgotten, jobs.forget))
