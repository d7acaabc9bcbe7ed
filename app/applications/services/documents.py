"""Files of a dossier: given for a required document, or for an item of a supplement."""

from typing import BinaryIO

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application, ApplicationFile, SupplementItem
from app.applications.services import draft, form_digest, queries, supplement
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.files.models import StoredFile
from app.programmes.models import RequiredDocument
from app.text import _

MOST_FILES = 30


def document(application: Application, key: str) -> RequiredDocument:
    """Return the required document `key` of the dossier's version; raises `NotFound`."""
    for item in application.content_version.documents:
        if item.key == key:
            return item
    raise NotFound


def attach(
    application: Application, wanted: RequiredDocument, stream: BinaryIO, name: str, by: Actor
) -> ApplicationFile:
    """Keep an upload for a required document of a draft.

    Raises 413 and 422 as `files.save` does. A signed form is remembered together with the
    answers it was printed from, so that an edit afterwards asks for it again.
    """
    application = draft.locked_draft(application, by)
    _room(application)
    if wanted.kind == "signed_form" and not form_digest.still_holds(application):
        raise Invalid(
            _(
                "Nội dung hồ sơ chưa được in thành phiếu, hoặc đã sửa sau khi in. "
                "Vui lòng in lại phiếu đăng ký, ký rồi tải lên."
            ),
            "file",
        )
    stored = files.save(stream, name, by)
    attachment = ApplicationFile(
        application_id=application.id,
        file_id=stored.id,
        document_key=wanted.key,
        signed_digest=application.printed_digest if wanted.kind == "signed_form" else "",
        created_at=clock.now(),
    )
    attachment.file = stored
    application.files.append(attachment)
    draft.touched(application)
    audit.record(
        "application", application.id, "attach", by, data={"key": wanted.key, "file": stored.id}
    )
    return attachment


def attach_to_item(
    application: Application, item: SupplementItem, stream: BinaryIO, name: str, by: Actor
) -> ApplicationFile:
    """Keep an upload that answers an item of the open supplement request, while it is in time."""
    application = supplement.waiting(application, by)
    item = supplement.item(application, item.id)
    _room(application)
    stored = files.save(stream, name, by)
    attachment = ApplicationFile(
        application_id=application.id, file_id=stored.id, item_id=item.id, created_at=clock.now()
    )
    attachment.file = stored
    application.files.append(attachment)
    db.session.flush()
    audit.record(
        "application", application.id, "attach", by, data={"item": item.id, "file": stored.id}
    )
    return attachment


def remove(application: Application, attachment: ApplicationFile, by: Actor) -> None:
    """Take a file out of a draft, or out of a supplement not sent yet; the bytes stay on record.

    Raises 409 once the dossier has been received with it.
    """
    application = queries.lock(application.id)
    access.check(Permission.EDIT_APPLICATION, by, application)
    attachment = queries.attachment(application, attachment.id)
    request = queries.open_supplement(application)
    pending = {item.id for item in request.items} if request else set()
    if not application.editable:
        if attachment.item_id not in pending:
            raise Conflict(_("Tệp đã nộp cùng hồ sơ nên không gỡ được."))
        supplement.in_time(application)
    attachment.removed_at = clock.now()
    draft.touched(application)
    audit.record("application", application.id, "detach", by, data={"file": attachment.file_id})


def _room(application: Application) -> None:
    if len(queries.files(application)) >= MOST_FILES:
        raise Invalid(_("Mỗi hồ sơ có tối đa %(most)s tệp.", most=MOST_FILES), "file")


def content_of(attachment: ApplicationFile) -> tuple[StoredFile, bytes]:
    """Return the stored file and its bytes."""
    return attachment.file, files.read(attachment.file)
