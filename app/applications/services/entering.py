"""Who begins a dossier: the organisation's own people, or an officer from its paper (nhập hộ)."""

from app import access
from app.access import Actor, Permission
from app.errors import Conflict
from app.organisations.models import Organisation
from app.organisations.services import assisted, queries
from app.text import _


def enterer(organisation: Organisation, by: Actor) -> int | None:
    """Return the officer who enters a dossier for the organisation; None for its own people.

    Raises 403 for anybody else, 409 while nobody of the organisation has consented to the data
    notice (NĐ 356/2025/NĐ-CP): on screen as a member, or on paper.
    """
    if organisation.id in by.organisation_ids:
        access.check(Permission.START_APPLICATION, by)
        access.check(Permission.EDIT_ORGANISATION, by, organisation)
        return None
    access.check(Permission.ASSIST, by, organisation)
    consented = assisted.consent_of(organisation.id) is not None
    if not consented and not queries.has_members(organisation.beneficiary_id):
        raise Conflict(_("Cần ghi nhận đồng ý trên giấy của đơn vị trước khi nhập hộ."))
    return by.person_id


def not_anothers(entered_by: int | None, enterer_id: int | None) -> None:
    """Raise 409 where an officer would go on with a draft that is not theirs."""
    if enterer_id is not None and entered_by != enterer_id:
        raise Conflict(
            _("Đơn vị, hoặc cán bộ khác, đang có bản nháp của nội dung này nên không nhập hộ thêm.")
        )
