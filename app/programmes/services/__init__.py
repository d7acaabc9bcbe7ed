"""The deeds and questions of the room, one file each; here, what other rooms ask for.

`catalogue.load` and `plans.load` bring in the files, `calendar.current` the working days.
"""

from app.programmes.services.calls import call_contents_open, is_open, open_calls, open_for
from app.programmes.services.contents import current_version

__all__ = ["call_contents_open", "current_version", "is_open", "open_calls", "open_for"]
