"""A partner says what its members want. It learns nothing about them: the answer is the same
whether an organisation was known, has members, or has had supports before."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, joinedload

from app import access, clock
from app.access import Actor, Permission
from app.accounts import addresses, names
from app.errors import Invalid
from app.extensions import db
from app.needs import emails
from app.needs.models import Need, NeedItem, Partner
from app.needs.services import partners, perform, say
from app.needs.services.say import Said
from app.needs.workflow import Status
from app.organisations import identifiers, kinds
from app.organisations.models import UNKNOWN, Organisation
from app.organisations.services import communes, provisional, queries
from app.programmes.models import SupportContent
from app.programmes.services import contents
from app.text import _

PAGE = 50
AGAIN_A_DAY = 5  # needs a partner may say in 24 hours for organisations that refused it before


@dataclass(frozen=True)
class Spoken:
    """A member as the partner describes it, and what it wants."""

    code: str
    name: str
    kind: str
    commune_code: str
    phone: str
    email: str
    said: Said


@dataclass(frozen=True)
class Checked:
    """The same, each part found right."""

    scheme: str
    code: str
    name: str
    phone: str
    email: str
    contents: list[SupportContent]


def check(spoken: Spoken) -> Checked:
    """Return what was typed in its one form. Looks at lists only, at no organisation.

    Raises 422 next to the field.
    """
    if spoken.kind not in dict(kinds.labels()):
        raise Invalid(_("Vui lòng chọn loại hình trong danh sách."), "kind")
    scheme, code = identifiers.parse(spoken.kind, spoken.code)
    name = names.plain(spoken.name)
    if not name or len(name) > 250:
        raise Invalid(_("Tên đơn vị dài từ 1 đến 250 ký tự."), "name")
    if not communes.known(spoken.commune_code):
        raise Invalid(_("Vui lòng chọn xã, phường."), "commune_code")
    if not spoken.phone.strip() and not spoken.email.strip():
        raise Invalid(_("Cần điện thoại hoặc thư điện tử để cán bộ liên hệ."), "phone")
    return Checked(
        scheme,
        code,
        name,
        addresses.phone(spoken.phone) if spoken.phone.strip() else "",
        addresses.canonical(spoken.email) if spoken.email.strip() else "",
        say.check(spoken.said),
    )


def speak(spoken: Spoken, by: Actor) -> Need:
    """Write down a member's need, unconfirmed, and ask the organisation if it can be asked.

    Raises 422 for what is wrong in the words, for what this partner has said already, for an
    organisation that ceased, and beyond what may be asked again in a day after a refusal.
    """
    access.check(Permission.SPEAK_FOR_MEMBERS, by)
    partner = partners.get(by.partner_id or 0)
    checked = check(spoken)
    organisation = _organisation(spoken, checked, by)
    queries.lock_beneficiary_of(organisation.id)
    _not_said_before(partner, organisation, checked, spoken.said.year)
    _not_too_often(partner, organisation)
    known = organisation.commune_code != UNKNOWN
    need = Need(
        organisation_id=organisation.id,
        partner_id=partner.id,
        said_name=checked.name,
        said_code=checked.code,
        commune_code=organisation.commune_code if known else spoken.commune_code,
        wanted_year=spoken.said.year,
        note=spoken.said.note.strip(),
        contact_name="",
        contact_phone=checked.phone,
        created_by=by.person_id,
        created_at=clock.now(),
    )
    perform.add(need, [each.id for each in checked.contents], Status.UNCONFIRMED, by)
    if queries.has_own_members(organisation.id):
        wanted = [contents.name_of(each) for each in checked.contents]
        emails.to_confirm(need, organisation, partner.name, wanted)
    return need


def beneficiary_id(spoken: Spoken) -> int | None:
    """Return whose lock writing this down will ask for, or None for an organisation not known."""
    known = queries.known_by(*identifiers.parse(spoken.kind, spoken.code))
    return known.beneficiary_id if known else None


def _organisation(spoken: Spoken, checked: Checked, by: Actor) -> Organisation:
    known = queries.known_by(checked.scheme, checked.code)
    if known is not None and known.ceased_on is not None:
        # Said so that nobody learns more from it than that the code should be looked at.
        raise Invalid(
            _(
                "Không ghi nhận được nhu cầu cho mã số này. Anh/chị kiểm tra lại mã số, hoặc liên "
                "hệ cán bộ của Sở."
            ),
            "code",
        )
    if known is not None:
        return known
    return provisional.make(
        name=checked.name,
        kind=spoken.kind,
        by=by,
        origin="partner",
        commune_code=spoken.commune_code,
        code=checked.code,
        scheme=checked.scheme,
        phone=checked.phone,
        email=checked.email,
    )


def _not_said_before(
    partner: Partner, organisation: Organisation, checked: Checked, year: int | None
) -> None:
    known = set(
        db.session.scalars(
            select(NeedItem.content_id)
            .join(Need, Need.id == NeedItem.need_id)
            .where(
                Need.organisation_id == organisation.id,
                Need.partner_id == partner.id,
                Need.wanted_year == year,
                NeedItem.status.in_([status.value for status in say.STANDING]),
            )
        )
    )
    again = [contents.name_of(each) for each in checked.contents if each.id in known]
    if again:
        raise Invalid(
            _("Đã ghi nhu cầu năm này của đơn vị cho: %(names)s.", names="; ".join(again)),
            "contents",
        )


def _not_too_often(partner: Partner, organisation: Organisation) -> None:
    """Raise 422 when the day's allowance of asking those again who refused is used up."""
    if not db.session.scalar(select(_refused(partner, organisation.id))):
        return
    asked = db.session.scalar(
        select(func.count())
        .select_from(Need)
        .where(
            Need.partner_id == partner.id,
            Need.created_at > clock.now() - timedelta(days=1),
            _refused(partner, Need.organisation_id, before=Need.id),
        )
    )
    if (asked or 0) >= AGAIN_A_DAY:
        raise Invalid(
            _(
                "Đơn vị đã không xác nhận nhu cầu trước. Mỗi ngày đối tác hỏi lại tối đa %(most)s "
                "lượt; anh/chị ghi tiếp vào ngày mai.",
                most=AGAIN_A_DAY,
            ),
            "code",
        )


def _refused(partner: Partner, organisation_id: Any, before: Any = None) -> ColumnElement[bool]:
    """Whether the organisation refused what this partner said, in a need older than `before`."""
    earlier = aliased(Need)
    found = (
        select(earlier.id)
        .join(NeedItem, NeedItem.need_id == earlier.id)
        .where(
            earlier.partner_id == partner.id,
            earlier.organisation_id == organisation_id,
            NeedItem.status == Status.DECLINED.value,
        )
    )
    return (found if before is None else found.where(earlier.id < before)).exists()


def given(partner_id: int, after: int | None = None) -> tuple[list[NeedItem], int | None]:
    """Return a page of what the partner gave, the latest first, and where the next begins."""
    query = (
        select(NeedItem)
        .join(NeedItem.need)
        .where(Need.partner_id == partner_id)
        .options(
            joinedload(NeedItem.need),
            joinedload(NeedItem.content).options(*contents.BRIEF),
        )
        .order_by(NeedItem.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(NeedItem.id < after)
    found = list(db.session.scalars(query).unique())
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None
