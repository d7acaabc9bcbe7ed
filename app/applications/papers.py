"""What this room says in papers: the phiếu đăng ký, and what every paper says of a dossier."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app import settings
from app.access import Actor
from app.applications.models import Application
from app.applications.services import bundle, form_digest, queries, view
from app.applications.services.view import Said, TableAnswer
from app.errors import NotFound
from app.extensions import db
from app.organisations.identifiers import display, mask
from app.organisations.services.queries import profile_snapshot
from app.papers import registry
from app.papers.models import CURRENT, Paper
from app.papers.registry import Provider, Supply
from app.papers.services import making
from app.text import _, format_date

FORM_KIND, FORM = "phieu_dang_ky", "registration_form"


def register() -> None:
    """Say which papers this room supplies."""
    registry.provide(FORM_KIND, Provider(FORM, _phieu, _form_of))


def by_reference(reference: str) -> Application:
    """Return the dossier people call so; raises `NotFound`."""
    found = db.session.scalar(
        select(Application).where(Application.reference == reference).options(*queries.SHOWN)
    )
    if found is None:
        raise NotFound(_("Không có hồ sơ mang mã này."))
    return found


def facts(application: Application) -> dict[str, str]:
    """Return what papers say of a dossier; a personal number is masked, for papers travel."""
    said = application.profile or profile_snapshot(application.organisation)
    code = mask(said["code"]) if said["scheme"] == "so_dinh_danh" else display(said["code"])
    contact = (application.call.contact_name, application.call.contact_phone)
    return {
        "ma_ho_so": application.reference or "",
        "don_vi": said["name"],
        "ma_so_thue": code,
        "dia_chi": ", ".join(filter(None, (said["address"], said["commune"]))),
        "noi_dung": content(application),
        "dot_dang_ky": application.call.name,
        "ngay_nop": format_date(application.submitted_at),
        "ngay_hen": format_date(application.answer_on),
        "lien_he": ", ".join(filter(None, contact)),
    }


def content(application: Application) -> str:
    """Return what is asked for, with the named standard."""
    name = application.content_version.name
    return f"{name} – {application.standard}" if application.standard else name


def make_phieu(drafts: Sequence[Application], by: Actor) -> Paper | None:
    """Freeze the phiếu as it is to be signed; none for a dossier of the time before phiếu."""
    form_id = drafts[0].form_id
    return making.from_room(FORM_KIND, form_id, by, drawn=False) if form_id else None


def for_applicant(application: Application) -> list[Paper]:
    """Return the papers the organisation takes away itself: those with a code that count now."""
    subjects = [("application", application.id)]
    if application.form_id is not None:
        subjects.append((FORM, application.form_id))
    found = making.of_subjects(*subjects)
    return [each for each in found if each.state == CURRENT and each.code]


def _form_of(reference: str) -> int:
    form_id = by_reference(reference).form_id
    if form_id is None:
        raise NotFound(_("Hồ sơ này không có phiếu đăng ký."))
    return form_id


def _phieu(form_id: int) -> Supply:
    first = db.session.scalar(
        select(Application).where(Application.form_id == form_id).order_by(Application.id).limit(1)
    )
    if first is None:
        raise NotFound
    drafts = bundle.dossiers(first)
    profile = view.profile(first)
    said = first.profile or profile_snapshot(first.organisation)
    products = [item for each in bundle.with_products(drafts)[:1] for item in each.products]
    data: dict[str, Any] = {
        "kinh_gui": settings.get("PROVINCE", {}).get("department", ""),
        "dot_dang_ky": first.call.name,
        "don_vi": [{"nhan": label, "gia_tri": value} for label, value in profile if value],
        "noi_dung": [
            {"ten": each.content_version.name, "tieu_chuan": each.standard} for each in drafts
        ],
        "tra_loi": [
            row for heading, asked in view.form_answers(drafts) for row in _answered(heading, asked)
        ],
        "san_pham": [
            {
                "ten": item.name,
                "tieu_chuan": item.standard,
                "san_luong": item.output,
                "ocop": _("%(stars)s sao", stars=item.ocop_stars) if item.ocop_stars else "",
            }
            for item in products
        ],
        "nguoi_dai_dien": said["representative"],
        "ma_phieu": form_digest.code(drafts),
    }
    return Supply(first.reference or _("phiếu %(id)s", id=form_id), data, unit=said["name"])


def _answered(heading: str, asked: Sequence[tuple[str, Said]]) -> Iterator[dict[str, str]]:
    """Yield the answers under a heading; a table says a row a line."""
    given = [(label, said) for label, said in asked if said]
    if heading and given:
        yield {"nhan": heading, "gia_tri": ""}
    for label, said in given:
        if isinstance(said, TableAnswer):
            yield {"nhan": label, "gia_tri": "\n" + str(said).replace("; ", "\n")}
        else:
            yield {"nhan": label, "gia_tri": said}
