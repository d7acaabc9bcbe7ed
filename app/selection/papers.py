"""What this room says in papers about a session: biên bản họp, tờ trình, danh sách.

Amounts (đồng) are what was proposed at the appraisal, else the ceilings of the call; where none
is set the papers say "chưa quy định".
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import SYSTEM
from app.applications import papers as dossiers
from app.appraisal.services import appraisal
from app.delivery.papers import ceiling
from app.errors import Conflict, NotFound
from app.extensions import db
from app.papers import registry
from app.papers.frame import day_in_words
from app.papers.registry import Provider, Supply
from app.papers.services import making
from app.programmes import grounds, in_words
from app.programmes.councils import COUNCILS
from app.programmes.models import Call
from app.selection.models import Session
from app.selection.ranking import points
from app.selection.services import conflicts, reading, sessions
from app.selection.services.reading import Row, Table
from app.selection.workflow import CAPACITIES, OUTCOMES, SUBJECT, Outcome, State
from app.text import _, format_number

READY = (State.CLOSED, State.CONCLUDED)
Data = dict[str, Any]
_REFERENCE = re.compile(r"(?P<call>.+)-XC(?P<number>\d+)")


def register() -> None:
    """Say which papers this room supplies."""
    for kind, build in (
        ("bien_ban_hop", minutes),
        ("to_trinh", submission),
        ("danh_sach", proposed),
    ):
        registry.provide(kind, Provider(SUBJECT, _supply(build), _find))


def began(session: Session) -> date:
    """Return the day before which no paper of a session is dated: its call was not open yet."""
    return clock.local(session.call.opens_at).date()


def reference(session: Session) -> str:
    """Return what a session is called on papers: DOT-2026-1-XC2."""
    return f"{session.call.code}-XC{session.number}"


def _find(wanted: str) -> int:
    parts = _REFERENCE.fullmatch(wanted.strip().upper())
    found = None
    if parts:
        found = db.session.scalar(
            select(Session.id)
            .join(Call, Call.id == Session.call_id)
            .where(Call.code == parts["call"], Session.number == int(parts["number"]))
        )
    if found is None:
        raise NotFound
    return found


def _supply(build: Any) -> Any:
    def supply(session_id: int) -> Supply:
        session = sessions.get(session_id)
        if State(session.state) not in READY:
            raise Conflict(_("Văn bản của phiên lập được sau khi khóa chấm điểm."))
        return Supply(reference(session), build(session, reading.tables(session, SYSTEM)))

    return supply


def minutes(session: Session, tables: Sequence[Table]) -> Data:
    """Return what the minutes (biên bản họp) say; hours and who was there are written by hand."""
    seats = {member.capacity: member.person.name for member in session.members}
    return {
        "to_chuc_xet_chon": COUNCILS[session.word],
        "dot_dang_ky": session.call.name,
        "thoi_gian": _("…… giờ ……, %(day)s", day=_met(session)),
        "dia_diem": session.place,
        "can_cu_thanh_lap": _founded(session),
        "thanh_vien": [
            {
                "ho_ten": member.person.name,
                "chuc_vu": ", ".join(filter(None, (CAPACITIES[member.capacity], member.position))),
                "co_mat": "",
            }
            for member in session.members
        ],
        "chi_tieu": "; ".join(
            _("%(content)s: %(n)s lượt", content=table.content, n=max(table.places, 0))
            for table in tables
            if table.places is not None
        ),
        "xep_hang": [
            {
                "don_vi": f"{_organisation(row)}, {row.listed.application.reference}",
                "noi_dung": table.content,
                "diem": points(row.score),
                "uu_tien": "; ".join(row.groups),
                "ket_qua": _outcome(row),
            }
            for table in tables
            for row in table.rows
        ],
        "giai_thich": "\n".join(_explained(tables)),
        "y_kien": "\n".join(_apart(session)),
        "ket_luan": _("Đề nghị lãnh đạo phê duyệt danh sách hỗ trợ theo kết quả nêu trên."),
        "gio_ket_thuc": "",
        "chu_tri": seats.get("chair", ""),
        "thu_ky": seats.get("secretary", ""),
    }


def _founded(session: Session) -> str:
    if not session.founded_number:
        return ""
    if session.founded_on is None:
        return _("Quyết định số %(number)s", number=session.founded_number)
    return _(
        "Quyết định số %(number)s %(day)s",
        number=session.founded_number,
        day=day_in_words(session.founded_on),
    )


def _met(session: Session) -> str:
    """Return the day it meets; the hour is written by hand, and the day too while none is set."""
    return day_in_words(session.meets_on) if session.meets_on else _("ngày …… tháng …… năm ……")


def minutes_named(session: Session) -> str:
    """Return what other papers call the minutes of a session."""
    return _(
        "Biên bản họp %(body)s, %(session)s",
        body=COUNCILS[session.word],
        session=session.name.lower(),
    )


def _organisation(row: Row) -> str:
    return dossiers.facts(row.listed.application)["don_vi"]


def _outcome(row: Row) -> str:
    return OUTCOMES[row.outcome].label if row.outcome else ""


def _explained(tables: Sequence[Table]) -> list[str]:
    """Say which rule broke each tie, and why an outcome differs from the ranking."""
    found = []
    for row in (row for table in tables for row in table.rows):
        name = row.listed.application.reference
        if row.tie:
            found.append(f"{name}: {row.tie}")
        if row.outcome is not row.proposed or row.outcome is Outcome.REJECTED:
            found.append(f"{name}: {row.reason}")
    return found


def _apart(session: Session) -> list[str]:
    """Say who did not score which dossier for a conflict of interest."""
    people = {member.id: member.person.name for member in session.members}
    known = {each.id: each.application.reference for each in sessions.dossiers(session)}
    return [
        _(
            "%(name)s không chấm hồ sơ %(reference)s: %(reason)s.",
            name=people[member_id],
            reference=known[listed_id],
            reason=each.reason.rstrip(". "),
        )
        for (member_id, listed_id), each in sorted(conflicts.of_session(session).items())
    ]


def _shortlisted(tables: Sequence[Table]) -> list[Row]:
    return [row for table in tables for row in table.rows if row.outcome is Outcome.SHORTLISTED]


def _total(rows: Sequence[Row]) -> dict[str, str]:
    """Return the sum of the amounts in figures and words; nothing while one of them is not set."""
    amounts = [_proposed(row) for row in rows]
    if not amounts or None in amounts:
        return {"tong_kinh_phi": "", "bang_chu": ""}
    total = sum(amount for amount in amounts if amount is not None)
    return {"tong_kinh_phi": format_number(total), "bang_chu": in_words.money(total)}


def _proposed(row: Row) -> int | None:
    """Return what the appraisal proposes, in đồng; the call's ceiling where it says no amount."""
    application = row.listed.application
    said = appraisal.proposed_amount(application.id)
    return ceiling(application) if said is None else said


def _amount(row: Row) -> str:
    amount = _proposed(row)
    return _("chưa quy định") if amount is None else format_number(amount)


def submission(session: Session, tables: Sequence[Table]) -> Data:
    """Return what the tờ trình says: those who are to be approved, and how they were chosen."""
    rows = _shortlisted(tables)
    return {
        "kinh_gui": _("Giám đốc %(body)s", body=making.province()["department"]),
        "dot_dang_ky": session.call.name,
        "can_cu": [
            {"ten": text}
            for text in (grounds.of_programme(session.call.programme), minutes_named(session))
        ],
        "ly_do": _(
            "%(body)s đã chấm điểm %(n)s hồ sơ theo tiêu chí của đợt và đề nghị hỗ trợ %(m)s lượt.",
            body=COUNCILS[session.word],
            n=f"{sum(len(table.rows) for table in tables):02d}",
            m=f"{len(rows):02d}",
        ),
        "danh_sach": [
            {
                **_named(row),
                "muc_ho_tro": _amount(row),
                "ghi_chu": "",
            }
            for row in rows
        ],
        "so_luot": f"{len(rows):02d}",
        **_total(rows),
    }


def _named(row: Row) -> dict[str, str]:
    facts = dossiers.facts(row.listed.application)
    return {name: facts[name] for name in ("don_vi", "dia_chi", "noi_dung")}


def proposed(session: Session, tables: Sequence[Table]) -> Data:
    """Return what the danh sách says: everyone who was ranked, with what is proposed."""
    rows = [row for table in tables for row in table.rows]
    return {
        "dot_dang_ky": session.call.name,
        "kem_theo": "",
        "danh_sach": [
            {
                **_named(row),
                "ma_so_thue": dossiers.facts(row.listed.application)["ma_so_thue"],
                "diem": points(row.score),
                "muc_ho_tro": _amount(row) if row.outcome is Outcome.SHORTLISTED else "",
                "ket_qua": _outcome(row),
            }
            for row in rows
        ],
        "so_luot": f"{len(_shortlisted(tables)):02d}",
        **_total(_shortlisted(tables)),
    }
