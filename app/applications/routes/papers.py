"""Papers of ours that the organisation takes away: the phiếu to sign, the receipt."""

from flask import Response, abort

from app.access import Permission
from app.applications import papers
from app.applications.models import Application
from app.applications.routes.room import blueprint
from app.applications.services import queries
from app.files.kinds import PDF
from app.files.serving import served_bytes
from app.guard import requires
from app.papers.services import making


@blueprint.get("/ho-so/<int:application_id>/giay-to/<int:paper_id>")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def paper_pdf(application: Application, paper_id: int) -> Response:
    """The PDF of a paper that carries a code."""
    found = next((each for each in papers.for_applicant(application) if each.id == paper_id), None)
    if found is None:
        abort(404)
    return served_bytes(making.content(found), PDF, making.file_name(found))
