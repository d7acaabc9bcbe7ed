"""What this room says in papers: the appraisal sheet and the record of a visit."""

from typing import Any

from app.applications.models import Application
from app.applications.papers import by_reference, facts
from app.applications.services import queries
from app.appraisal.models import RECORDED
from app.appraisal.services import appraisal, sheet, visits
from app.appraisal.services.visits import Record
from app.errors import Conflict
from app.ledger.services import standing
from app.papers import kinds, registry
from app.papers.registry import Provider, Supply
from app.programmes import in_words
from app.text import _, format_date, format_number

Data = dict[str, Any]
SUBJECT = "application"


def register() -> None:
    """Say which papers this room supplies."""
    registry.provide("phieu_tham_dinh", Provider(SUBJECT, _sheet, _find))
    registry.provide("bien_ban_khao_sat", Provider(SUBJECT, _visit, _find))


def _find(reference: str) -> int:
    return by_reference(reference).id


def _general(application: Application, kind: str) -> Data:
    """Return of the dossier's facts what the kind has room for."""
    room = {each.name for each in kinds.get(kind).fields}
    return {name: said for name, said in facts(application).items() if name in room}


def _sheet(application_id: int) -> Supply:
    application = queries.get(application_id)
    sent = appraisal.of_application(application.id)
    if application.reference is None or not sent:
        raise Conflict(_("Hồ sơ chưa được thẩm định."))
    latest = sent[0]
    proposal = sheet.RECOMMENDATIONS[latest.recommendation]
    if latest.proposed_amount:
        proposal = _(
            "%(proposal)s, mức %(amount)s đồng (bằng chữ: %(words)s)",
            proposal=proposal,
            amount=format_number(latest.proposed_amount),
            words=in_words.money(latest.proposed_amount),
        )
    return Supply(
        application.reference,
        {
            **_general(application, "phieu_tham_dinh"),
            "da_ho_tro": _given(application),
            "kiem_tra": [
                {
                    "ten": row["label"],
                    "ket_qua": sheet.RESULTS.get(row["result"]) or _("Chưa xác nhận"),
                    "ghi_chu": row["note"],
                }
                for row in latest.checklist
            ],
            "cham_diem": [
                {
                    "tieu_chi": row["label"],
                    "trong_so": str(row["weight"]),
                    "diem": str(row["score"]),
                    "nhan_xet": row["note"],
                }
                for row in latest.scores
            ],
            "tong_diem": sheet.points(latest.total),
            "y_kien": latest.opinion,
            "de_xuat": proposal,
            "nguoi_tham_dinh": latest.person.name,
        },
    )


def _given(application: Application) -> str:
    given = [
        _("%(content)s, năm %(year)s", content=entry.content.version.name, year=entry.given_year)
        for entry in standing.given_to(application.organisation)
        if entry.given_year and entry.content.version
    ]
    return "; ".join(given) or _("chưa có lượt hỗ trợ nào được ghi")


def _visit(application_id: int) -> Supply:
    application = queries.get(application_id)
    recorded = [each for each in visits.of_application(application.id) if each.state == RECORDED]
    if application.reference is None or not recorded:
        raise Conflict(_("Hồ sơ chưa có biên bản khảo sát nào hoàn thành."))
    latest = recorded[0]
    record = Record.of(latest.said)
    photos = sum(lot.count for lot in latest.photos)
    return Supply(
        application.reference,
        {
            **_general(application, "bien_ban_khao_sat"),
            "thoi_gian": _(
                "%(hour)s, ngày %(day)s", hour=latest.starts, day=format_date(latest.visit_on)
            ),
            "dia_diem": latest.place,
            "doan_khao_sat": _persons(latest.team),
            "dai_dien_don_vi": _persons(record.unit_people),
            "ghi_nhan": [
                {"muc": label, "ket_qua": record.findings[key]}
                for key, label in visits.FINDINGS.items()
                if record.findings.get(key)
            ],
            "so_anh": f"{photos:02d}" if photos else "",
            "nhan_xet": record.remark,
            "y_kien_don_vi": record.unit_opinion,
            "gio_ket_thuc": record.ended,
            "truong_doan": record.leader,
            "nguoi_dai_dien": record.unit_signer,
        },
    )


def _persons(said: visits.People) -> list[dict[str, str]]:
    return [{"ho_ten": row["name"], "chuc_vu": row["role"]} for row in said]
