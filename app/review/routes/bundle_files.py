"""The papers of a bundle as they are taken away, and the document that was issued."""

import io
import zipfile
from typing import Any

from flask import Response, redirect, url_for

from app import clock
from app.access import Permission
from app.errors import NotFound
from app.files import services as files
from app.files.serving import served, served_bytes
from app.forms import DONE
from app.guard import requires
from app.papers import pages
from app.papers.services import making
from app.review import bundle_papers
from app.review.models import Bundle
from app.review.routes.bundles import AT
from app.review.routes.room import blueprint
from app.review.services import bundle_door
from app.text import _


@blueprint.get(f"{AT}/van-ban/<int:paper_id>/<any('pdf','docx'):ending>")
@requires(Permission.READ_DESK, on=bundle_door.get)
def bundle_paper(bundle: Bundle, paper_id: int, ending: str) -> Response:
    """One paper of the bundle, as PDF or for the office's own document system."""
    paper = pages.one_of(bundle_papers.of(bundle), paper_id)
    return pages.as_pdf(paper) if ending == "pdf" else pages.as_word(paper)


@blueprint.route(f"{AT}/van-ban/<int:paper_id>/so", methods=["GET", "POST"])
@requires(Permission.READ_DESK, on=bundle_door.get)
def number_bundle_paper(bundle: Bundle, paper_id: int) -> Any:
    """The clerk writes the number and date of the tờ trình that the office's register gave."""
    paper = pages.one_of(bundle_papers.submitted(bundle), paper_id)
    form, status = pages.numbering(paper, clock.local(bundle.created_at).date())
    here = url_for("review.bundle", bundle_id=bundle.id)
    if status == DONE:
        return redirect(here, DONE)
    heading = _("Ghi số, ngày văn bản")
    return pages.deed_page(
        paper, form, heading, status, name=bundle.name, back=here, back_words=bundle.name
    )


@blueprint.get(f"{AT}/ca-bo")
@requires(Permission.READ_DESK, on=bundle_door.get)
def bundle_zip(bundle: Bundle) -> Response:
    """All papers of the bundle, PDF and Word, in one archive."""
    found = bundle_papers.of(bundle)
    if not found:
        raise NotFound
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(found, start=1):
            name = making.file_name(paper)
            archive.writestr(f"{number}-{name}", making.content(paper))
            word = making.file_name(paper, "docx")
            archive.writestr(f"{number}-{word}", making.word_copy(paper))
    name = f"{bundle_papers.reference(bundle)}.zip"
    return served_bytes(packed.getvalue(), "application/zip", name)


@blueprint.get(f"{AT}/da-ban-hanh")
@requires(Permission.READ_DESK, on=bundle_door.get)
def bundle_document(bundle: Bundle) -> Response:
    """The signed document that was issued."""
    if bundle.document is None:
        raise NotFound
    return served(bundle.document.file, files.read(bundle.document.file))
