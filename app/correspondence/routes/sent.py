"""Letters about a dossier, sent once more from its page."""

from typing import Any

from flask import flash, redirect, url_for

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries
from app.correspondence.routes.room import blueprint
from app.correspondence.services import sent
from app.forms import DONE
from app.guard import current_actor, requires
from app.text import _


@blueprint.post("/xet-duyet/<int:application_id>/thu/<int:letter_id>/gui-lai")
@requires(Permission.RESEND_LETTER, on=queries.get)
def send_again(application: Application, letter_id: int) -> Any:
    """Put a failed letter back in the queue."""
    sent.send_again(application, letter_id, current_actor())
    flash(_("Thư đã được xếp vào hàng chờ gửi."), "good")
    here = url_for("review.dossier", application_id=application.id, _anchor="thu-da-gui")
    return redirect(here, DONE)
