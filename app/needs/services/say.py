"""An organisation says what it would want (đăng ký nhu cầu): any day, and nothing is held."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import access, clock
from app.access import Actor, Permission
from app.accounts import addresses, names
from app.errors import Conflict, Invalid
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import perform
from app.needs.workflow import Action, Status
from app.organisations.models import Organisation
from app.organisations.services.queries import lock_beneficiary_of
from app.programmes.models import SupportContent
from app.programmes.services import contents
from app.text import _

LONGEST_NOTE = 1000
YEARS_AHEAD = 5
MOST = 100
STANDING = (Status.UNCONFIRMED, Status.OPEN, Status.INVITED)  # neither applied for nor taken back


@dataclass(frozen=True)
class Said:
    """The five fields: contents (codes), year, a few words, whom to call."""

    contents: tuple[str, ...]
    year: int | None
    note: str = ""
    contact_name: str = ""
    contact_phone: str = ""


def years() -> list[int]:
    """Return the years a need may be for: this one and the next five."""
    return [clock.today().year + ahead for ahead in range(YEARS_AHEAD + 1)]


def say(organisation: Organisation, said: Said, by: Actor) -> Need:
    """Write down what the organisation would want; it counts as demand at once.

    Raises 422 for what is not on a list, and for a content it has said for that year already;
    409 for an organisation that ceased.
    """
    access.check(Permission.VIEW_ORGANISATION, by, organisation)
    access.check(Permission.SAY_NEED, by)
    if organisation.ceased_on is not None:
        raise Conflict(_("Đơn vị đã chấm dứt hoạt động nên không đăng ký nhu cầu mới."))
    checked = check(said)
    lock_beneficiary_of(organisation.id)  # two tabs that say the same: the second is told
    _not_said_before(organisation, checked, said.year)
    need = Need(
        organisation_id=organisation.id,
        commune_code=organisation.commune_code,
        wanted_year=said.year,
        note=said.note.strip(),
        contact_name=names.plain(said.contact_name, "contact_name"),
        contact_phone=addresses.phone(said.contact_phone, "contact_phone"),
        created_by=by.person_id,
        created_at=clock.now(),
    )
    perform.add(need, [content.id for content in checked], Status.OPEN, by)
    return need


def check(said: Said) -> list[SupportContent]:
    """Return the contents named; raises 422 for what no need may say."""
    wanted = [content for content in contents.listed() if content.code in said.contents]
    if not wanted or len(wanted) != len(set(said.contents)):
        raise Invalid(_("Vui lòng chọn ít nhất một nội dung trong danh sách."), "contents")
    if said.year not in years():
        raise Invalid(
            _("Vui lòng chọn năm từ %(first)s đến %(last)s.", first=years()[0], last=years()[-1]),
            "year",
        )
    if len(said.note) > LONGEST_NOTE:
        raise Invalid(_("Nội dung dài tối đa %(max)s ký tự.", max=LONGEST_NOTE), "note")
    return wanted


def _not_said_before(
    organisation: Organisation, wanted: Sequence[SupportContent], year: int | None
) -> None:
    known = set(
        db.session.scalars(
            select(NeedItem.content_id)
            .join(Need, Need.id == NeedItem.need_id)
            .where(
                Need.organisation_id == organisation.id,
                Need.wanted_year == year,
                NeedItem.status.in_((Status.OPEN.value, Status.INVITED.value)),
            )
        )
    )
    again = [contents.name_of(content) for content in wanted if content.id in known]
    if again:
        raise Invalid(
            _("Đơn vị đã đăng ký nhu cầu năm này cho: %(names)s.", names="; ".join(again)),
            "contents",
        )


def of_organisation(organisation_id: int) -> list[NeedItem]:
    """Return what the organisation wants, and what partners said of it, the latest first."""
    return list(
        db.session.scalars(
            select(NeedItem)
            .join(NeedItem.need)
            .where(Need.organisation_id == organisation_id)
            .options(
                joinedload(NeedItem.need).joinedload(Need.partner),
                joinedload(NeedItem.call),
                joinedload(NeedItem.content).options(*contents.BRIEF),
            )
            .order_by(NeedItem.id.desc())
            .limit(MOST)
        ).unique()
    )


def withdraw(item: NeedItem, by: Actor) -> None:
    """Take one content back; raises 409 when a dossier has come of it."""
    access.check(Permission.CHANGE_NEED, by, item)
    perform.perform(item, Action.WITHDRAW, by)
