"""Files of a dossier: given for a required document, or for an item of a supplement."""

from typing import BinaryIO

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application, ApplicationFile, SupplementItem
from app.applications.services import (
    bundle,
    draft,
    form_digest,
    queries,
    shared,
    supplement,
)
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.files.making import Made
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
    """Keep one upload for a required document. Raises as `files.make` and `attach_made` do."""
    made = files.make([(stream, name)], wanted.accepts, wanted.label)
    return attach_made(application, wanted, made, by)


def attach_made(
    application: Application, wanted: RequiredDocument, made: Made, by: Actor
) -> ApplicationFile:
    """Keep a file for a required document of a phiếu, in every draft that asks for it.

    A signed form is remembered together with the answers it was printed from, so that an edit
    afterwards asks for it again; raises 422 when the phiếu was not printed from them.
    """
    application, drafts = bundle.locked_drafts(application, by)
    targets = shared.targets(drafts, wanted)
    for each, item in targets:
        _room(each)
        if item.kind == "signed_form" and each.entered_by is not None:
            each.printed_digest = form_digest.digest(each)  # the scan is the form that was signed
        elif item.kind == "signed_form" and not form_digest.still_holds(each):
            raise Invalid(
                _(
                    "Nội dung hồ sơ chưa được in thành phiếu, hoặc đã sửa sau khi in. "
                    "Vui lòng in lại phiếu đăng ký, ký rồi tải lên."
                ),
                "file",
            )
    stored = files.keep(made, by)
    for each, item in targets:
        attachment = ApplicationFile(
            application_id=each.id,
            file_id=stored.id,
            document_key=item.key,
            signed_digest=each.printed_digest if item.kind == "signed_form" else "",
            created_at=clock.now(),
        )
        attachment.file = stored
        each.files.append(attachment)
    draft.touched(*drafts)
    for each, item in targets:
        audit.record(
            "application", each.id, "attach", by, data={"key": item.key, "file": stored.id}
        )
    return next(given for given in application.files if given.file_id == stored.id)


def item_label(item: SupplementItem) -> str:
    """Return what the pages joined for an item are called."""
    return _("Bổ sung mục %(n)s", n=item.position)


def attach_made_to_item(
    application: Application, item: SupplementItem, made: Made, by: Actor
) -> ApplicationFile:
    """Keep a file that answers an item of the open supplement request, while it is in time."""
    application = supplement.waiting(application, by)
    item = supplement.item(application, item.id)
    _room(application)
    stored = files.keep(made, by)
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
    """Take a file out of a phiếu, or out of a supplement not sent yet; the bytes stay on record.

    Raises 409 once the dossier has been received with it.
    """
    drafts = bundle.lock(application)
    own = next(each for each in drafts if each.id == application.id)
    access.check(Permission.EDIT_APPLICATION, by, own)
    attachment = queries.attachment(own, attachment.id)
    if not own.editable:
        request = queries.open_supplement(own)
        pending = {item.id for item in request.items} if request else set()
        if attachment.item_id not in pending:
            raise Conflict(_("Tệp đã nộp cùng hồ sơ nên không gỡ được."))
        supplement.in_time(own)
        drafts = [own]
    for each in drafts:
        for given in queries.files(each):
            if given.file_id == attachment.file_id:
                given.removed_at = clock.now()
                audit.record(
                    "application", each.id, "detach", by, data={"file": attachment.file_id}
                )
    draft.touched(*drafts)


def _room(application: Application) -> None:
    if len(queries.files(application)) >= MOST_FILES:
        raise Invalid(_("Mỗi hồ sơ có tối đa %(most)s tệp.", most=MOST_FILES), "file")


def content_of(attachment: ApplicationFile) -> tuple[StoredFile, bytes]:
    """Return the stored file and its bytes."""
    return attachment.file, files.read(attachment.file)
