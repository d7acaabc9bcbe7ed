"""The papers of a bundle (bộ trình ký): tờ trình, draft decision with its annex, list."""

from collections.abc import Sequence
from typing import Any

from app.access import Actor
from app.applications.papers import facts
from app.papers import kinds as known
from app.papers.frame import Signing
from app.papers.models import CURRENT, DRAFT, Paper
from app.papers.services import making
from app.programmes import grounds, in_words
from app.review import papers
from app.review.models import Bundle, BundleRow
from app.review.workflow import RowState
from app.selection import papers as selection
from app.selection.ranking import points
from app.selection.services import reading
from app.text import _, format_number

Data = dict[str, Any]
SUBJECT = "bundle"
# What goes out, by outcome; the last is the draft of the document that is signed and numbered.
KINDS = {
    "approve": ("to_trinh", "danh_sach", "quyet_dinh"),
    "reject": ("to_trinh_khong_ho_tro", "thong_bao_khong_ho_tro"),
}
NOT_SET = _("chưa quy định")


def make(bundle: Bundle, signing: Signing, by: Actor) -> None:
    """Freeze the papers of a bundle as it goes out; `signing` is who is to sign the decision."""
    said, kinds = _said(bundle), KINDS[bundle.outcome]
    for kind in kinds:
        _make(bundle, kind, said[kind], signing if kind == kinds[-1] else None, by)


def signed(bundle: Bundle, signing: Signing, by: Actor) -> None:
    """Freeze the decision anew where names were struck out: it gets its number without them.

    What was submitted (tờ trình, danh sách) stays: it did propose them.
    """
    if any(row.state == RowState.STRUCK for row in bundle.rows):
        kind = KINDS[bundle.outcome][-1]
        _make(bundle, kind, _said(bundle)[kind], signing, by)


def _said(bundle: Bundle) -> dict[str, Data]:
    return _approved(bundle) if bundle.outcome == "approve" else _rejected(bundle)


def _make(bundle: Bundle, kind: str, data: Data, signing: Signing | None, by: Actor) -> None:
    making.make(
        kind,
        subject=SUBJECT,
        subject_id=bundle.id,
        reference=reference(bundle),
        data=data,
        by=by,
        signing=signing,
        drawn=False,
    )


def reference(bundle: Bundle) -> str:
    """Return what the papers' files are called by."""
    return f"BTK-{bundle.id}"


def of(bundle: Bundle) -> Sequence[Paper]:
    """Return the papers that count now, in the order in which they go out."""
    order = KINDS[bundle.outcome]
    found = [
        each
        for each in making.of_subjects((SUBJECT, bundle.id))
        if each.state in {DRAFT, CURRENT} and each.kind in order
    ]
    return sorted(found, key=lambda each: order.index(each.kind))


def planned(bundle: Bundle) -> Signing:
    """Return who was to sign, as it stands below the draft that is out."""
    out = of(bundle)
    return Signing(**out[-1].frame["signing"]) if out else Signing()


def withdraw(bundle: Bundle, reason: str, by: Actor) -> None:
    """Let the papers that are out count no more."""
    for each in of(bundle):
        making.withdraw(each, reason, by)


def submitted(bundle: Bundle) -> Sequence[Paper]:
    """Return the papers of a bundle that get a number of their own: the tờ trình.

    The decision gets its number as the list is issued.
    """
    decision = KINDS[bundle.outcome][-1]
    return [each for each in of(bundle) if each.kind != decision and known.get(each.kind).numbered]


def _listed(bundle: Bundle) -> list[BundleRow]:
    return [row for row in bundle.rows if row.state in {RowState.LISTED, RowState.SIGNED}]


def _common(bundle: Bundle, rows: Sequence[BundleRow]) -> Data:
    province = making.province()
    return {
        "dot_dang_ky": bundle.call.name,
        "can_cu": [{"ten": each} for each in _grounds(bundle, rows)],
        "so_luot": f"{len(rows):02d}",
        "kinh_gui": _("Giám đốc %(body)s", body=province["department"]),
    }


def _grounds(bundle: Bundle, rows: Sequence[BundleRow]) -> list[str]:
    """Return the programme, and the minutes of the sessions that chose the rows."""
    chosen = reading.concluding([row.application_id for row in rows])
    return [
        grounds.of_programme(bundle.call.programme),
        *(selection.minutes_named(each) for each in chosen),
    ]


def _money(amount: int | None) -> str:
    return NOT_SET if amount is None else format_number(amount)


def _approved(bundle: Bundle) -> dict[str, Data]:
    rows = _listed(bundle)
    said = {row.id: facts(row.application) for row in rows}
    common = _common(bundle, rows)
    to, can_cu = common.pop("kinh_gui"), common.pop("can_cu")
    known = [row.amount for row in rows if row.amount is not None]
    total = sum(known) if len(known) == len(rows) else None  # no sum of what is partly unknown
    common |= {
        "tong_kinh_phi": "" if total is None else format_number(total),
        "bang_chu": in_words.money(total),
    }
    concluded = reading.concluded([row.application_id for row in rows])
    lines = [_line(said[row.id]) | {"muc_ho_tro": _money(row.amount)} for row in rows]
    return {
        "to_trinh": {
            **common,
            "kinh_gui": to,
            "can_cu": can_cu,
            "ly_do": "",
            "danh_sach": [{**line, "ghi_chu": ""} for line in lines],
        },
        "danh_sach": {
            **common,
            "kem_theo": "",
            "danh_sach": [
                {
                    **line,
                    "ma_so_thue": said[row.id]["ma_so_thue"],
                    "diem": points(concluded.get(row.application_id, (None, None))[1]),
                    "ket_qua": _("Đề nghị hỗ trợ"),
                }
                for row, line in zip(rows, lines, strict=True)
            ],
        },
        "quyet_dinh": {
            **common,
            "can_cu": can_cu,
            "chuong_trinh": bundle.call.programme.name,
            "danh_sach": [
                {**line, "ma_ho_so": said[row.id]["ma_ho_so"]}
                for row, line in zip(rows, lines, strict=True)
            ],
            **papers.signer_words(),
        },
    }


def _line(said: Data) -> Data:
    return {name: said[name] for name in ("don_vi", "dia_chi", "noi_dung")}


def _rejected(bundle: Bundle) -> dict[str, Data]:
    rows = _listed(bundle)
    common = _common(bundle, rows)
    to = common.pop("kinh_gui")
    said = [(facts(row.application), row.reason) for row in rows]
    lines = [_line(about) | {"ly_do": reason} for about, reason in said]
    numbered = [
        {**line, "ma_ho_so": about["ma_ho_so"]}
        for line, (about, _reason) in zip(lines, said, strict=True)
    ]
    return {
        "to_trinh_khong_ho_tro": {**common, "kinh_gui": to, "danh_sach": lines},
        "thong_bao_khong_ho_tro": {**common, "danh_sach": numbered},
    }
