"""A file of a dossier, looked at without leaving the desk: on a page of its own, in a frame.

What is in the frame came from outside: it runs no script, loads nothing and has no origin of ours.
"""

import io

from flask import Response, abort, make_response, render_template, url_for
from PIL import Image, ImageOps

from app import headers
from app.access import Permission
from app.applications.models import Application, ApplicationFile
from app.applications.services import documents, queries
from app.files.serving import served_bytes
from app.guard import requires
from app.review.routes.room import blueprint

IMAGES = frozenset({"image/png", "image/jpeg"})
SEEN_HERE = IMAGES | {"application/pdf"}
LARGEST = 1600  # pixels of the longer side, enough to read a sheet of paper
# The header sandboxes what is shown. The attribute of the frame would too, and Chromium would then
# show no PDF at all.
_IN_A_FRAME = "default-src 'none'; sandbox; frame-ancestors 'self'"


def _found(application: Application, attachment_id: int) -> ApplicationFile:
    attachment = queries.attachment(application, attachment_id)
    if attachment.file.media_type not in SEEN_HERE:
        abort(404)
    return attachment


@blueprint.get("/xet-duyet/<int:application_id>/tep/<int:attachment_id>")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def look_at_file(application: Application, attachment_id: int) -> Response:
    """Show the page around one file; without JavaScript, and with a link where nothing shows."""
    attachment = _found(application, attachment_id)
    page = make_response(
        render_template(
            "review/file.html",
            application=application,
            name=attachment.file.original_name,
            image=attachment.file.media_type in IMAGES,
            source=url_for(
                "review.file_in_frame", application_id=application.id, attachment_id=attachment_id
            ),
            download=url_for(
                "applications.download", application_id=application.id, attachment_id=attachment_id
            ),
        )
    )
    page.headers["Content-Security-Policy"] = f"{headers.CSP}; frame-src 'self'"
    return page


@blueprint.get("/xet-duyet/<int:application_id>/tep/<int:attachment_id>/trong-khung")
@requires(Permission.VIEW_DOSSIER, on=queries.get)
def file_in_frame(application: Application, attachment_id: int) -> Response:
    """Serve the bytes for the frame; an image no larger than a screen shows."""
    stored, content = documents.content_of(_found(application, attachment_id))
    image = stored.media_type in IMAGES
    response = (
        served_bytes(_smaller(content), "image/jpeg", stored.original_name)
        if image
        else served_bytes(content, stored.media_type, stored.original_name)
    )
    disposition = response.headers["Content-Disposition"]
    response.headers["Content-Disposition"] = disposition.replace("attachment", "inline", 1)
    response.headers["Content-Security-Policy"] = _IN_A_FRAME
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _smaller(content: bytes) -> bytes:
    """Return the image as a JPEG whose longer side has at most 1600 pixels."""
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as opened:
        opened.draft("RGB", (LARGEST, LARGEST))  # a JPEG is decoded at a fraction of its size
        image = ImageOps.exif_transpose(opened)
        image.thumbnail((LARGEST, LARGEST))
        made = io.BytesIO()
        image.convert("RGB").save(made, "JPEG", quality=85)
    return made.getvalue()
