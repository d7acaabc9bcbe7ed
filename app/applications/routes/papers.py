"""Papers of ours that the organisation takes away: the phiếu to sign, the receipt."""

from flask import Response

from app.access import Permission
from app.applications import papers
from app.applications.models import Application
from app.applications.routes.room import blueprint
from app.applications.services import queries
from app.guard import requires
from app.papers import pages


@blueprint.get("/ho-so/<int:application_id>/giay-to/<int:paper_id>")
@requires(Permission.VIEW_APPLICATION, on=queries.get)
def paper_pdf(application: Application, paper_id: int) -> Response:
    """The PDF of a paper that carries a code."""
    return pages.as_pdf(pages.one_of(papers.for_applicant(application), paper_id))
