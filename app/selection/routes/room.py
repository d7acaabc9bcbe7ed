"""The blueprint, and the way back to a session's page."""

from typing import Any

from flask import Blueprint, redirect, url_for

from app.forms import DONE
from app.selection.models import Session

blueprint = Blueprint("selection", __name__)


def to(session: Session) -> Any:
    """Go on to the session's page."""
    return redirect(url_for("selection.show", session_id=session.id), DONE)
