"""The digital signatures of a dossier's files, in words, read when somebody asks."""

from collections.abc import Iterator

from flask import render_template

from app.access import Permission
from app.applications.models import Application
from app.applications.services import queries
from app.files import services as files
from app.files.kinds import PDF
from app.files.models import StoredFile
from app.guard import requires
from app.papers import signatures
from app.papers.signatures import Checked
from app.review.routes.room import blueprint
from app.review.services import decision
from app.text import _

MOST = 12  # files that are read for one page: each is a process of its own


@blueprint.get("/xet-duyet/<int:application_id>/chu-ky-so")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def signature_page(application: Application) -> str:
    """What the signatures of the applicant's PDFs, and of the issued document, say."""
    return render_template(
        "review/signatures.html", application=application, files=list(_checked(application))
    )


def _checked(application: Application) -> Iterator[tuple[str, Checked]]:
    codes = {each.value for each in application.organisation.identifiers if each.scheme == "mst"}
    given = [(each.file, each.file.original_name, codes) for each in queries.files(application)]
    found = decision.current(application.id)
    if found is not None:
        # Signed by the office, whose code is no organisation's of ours.
        given += [(found.scan, _("Bản quét văn bản đã ký"), set())] if found.scan else []
        issued = found.issued_file
        given += [(issued, _("Văn bản đã ban hành"), set())] if issued else []
    wanted = [each for each in given if each[0].media_type == PDF][:MOST]
    for stored, name, known in wanted:
        yield name, _check(stored, known)


def _check(stored: StoredFile, codes: set[str]) -> Checked:
    return signatures.check(files.read(stored), codes)
