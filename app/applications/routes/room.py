"""The room's blueprint; its pages are in the modules beside."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, request, url_for

from app.access import Permission, allowed
from app.applications.models import Application
from app.applications.services import view
from app.guard import current_actor

blueprint = Blueprint("applications", __name__)


def profile_rows(application: Application) -> list[tuple[str, str]]:
    """The organisation's facts, with a personal number masked for who only reads."""
    masked = not allowed(Permission.READ_PERSONAL_CODE, current_actor(), application)
    return view.profile(application, masked=masked)


def dossiers_href(application: Application) -> str:
    """Return where the dossiers of its organisation are listed, for who fills it in."""
    if application.organisation_id in current_actor().organisation_ids:
        return url_for("applications.index")
    return url_for("review.assisted", organisation_id=application.organisation_id)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {
        "dossiers_href": dossiers_href,
        "profile_rows": profile_rows,
        "document_labels": view.document_labels,
    }


def while_draft(view: Callable[..., Any]) -> Callable[..., Any]:
    """Show a drafting page only while there is something to draft: afterwards, the dossier.

    Reading only: what is posted late is refused by the service, in words (409).
    """

    @wraps(view)
    def shown(application: Application, **kwargs: Any) -> Any:
        if not application.editable and request.method != "POST":
            return redirect(url_for("applications.show", application_id=application.id))
        return view(application, **kwargs)

    return shown
