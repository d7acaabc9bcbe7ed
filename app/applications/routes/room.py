"""The room's blueprint; its pages are in the modules beside."""

from typing import Any

from flask import Blueprint

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import view
from app.guard import current_actor

blueprint = Blueprint("applications", __name__)


def profile_rows(application: Application) -> list[tuple[str, str]]:
    """The organisation's facts, with a personal number masked for who only reads."""
    masked = not allowed(Permission.READ_PERSONAL_CODE, current_actor(), application)
    return view.profile(application, masked=masked)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"profile_rows": profile_rows, "document_labels": view.document_labels}
