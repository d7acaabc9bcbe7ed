"""What the desk says in papers about a dossier."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from app import access, clock
from app.access import Actor, Permission
from app.applications.models import Application
from app.applications.papers import FORM, by_reference, facts
from app.applications.services import queries, timeline, view
from app.applications.workflow import Action, Status
from app.appraisal.services import appraisal
from app.audit import services as audit
from app.delivery import services as delivery
from app.delivery.papers import exactly, granted
from app.errors import Conflict, DomainError, NotFound
from app.opinions.papers import SUBJECT as OPINION
from app.opinions.services import asking
from app.papers import kinds, registry
from app.papers.frame import Signing, day_in_words
from app.papers.models import Paper
from app.papers.registry import Provider, Supply
from app.papers.services import making
from app.programmes import grounds
from app.review import year_register
from app.review.services import decision, extension
from app.text import _, format_date, format_datetime

Data = dict[str, Any]
# From when on the draft of a decision can be laid before who signs it.
_PROPOSED = frozenset(
    {
        Status.AWAITING_ENDORSEMENT,
        Status.AWAITING_APPROVAL,
        Status.APPROVED_UNISSUED,
        Status.APPROVED,
    }
)
SUBJECT = "application"


def register() -> None:
    """Say which papers this room supplies."""
    for kind, told in _TOLD.items():
        due = {"number_due": decision.must_be_made} if kind == "quyet_dinh" else {}
        registry.provide(kind, Provider(SUBJECT, _supply(told, kind), _find, _in_place, **due))
    year_register.register()


def make_receipt(application: Application, by: Actor) -> Paper:
    """Make the receipt with the date to expect the result, as the dossier is accepted."""
    kind = kind_for("phieu_tiep_nhan", application)
    return making.from_room(kind, application.id, by, drawn=False)


def about(application: Application) -> Sequence[Paper]:
    """Return the papers about the dossier, its phiếu and its support, newest first."""
    subjects = [(SUBJECT, application.id)]
    if application.form_id is not None:
        subjects.append((FORM, application.form_id))
    asked = asking.of_application(application.id)
    subjects += [(OPINION, each.id) for each in asked]
    support = delivery.of_application(application.id)
    if support is not None:
        subjects.append(("support", support.id))
    return making.of_subjects(*subjects)


def began(application: Application) -> date:
    """Return the day before which no paper about a dossier is dated: it had not come yet.

    What came on paper (ngày đến) may have been entered days later.
    """
    assert application.submitted_at is not None  # the desk sees no drafts
    submitted = clock.local(application.submitted_at).date()
    return min(submitted, application.arrived_on or submitted)


def offered(application: Application) -> list[str]:
    """Return the kinds that can be made about a dossier, as its programme calls them."""
    plain = [*registry.supplied(SUBJECT), *registry.supplied("support")]
    return [kind_for(kind, application) for kind in plain]


def make(application: Application, kind: str, signing: Signing, by: Actor) -> Paper:
    """Make a paper about a dossier. Raises 403, `NotFound`, 409 before the step it belongs to."""
    access.check(Permission.MAKE_PAPER, by, application)
    if kind not in offered(application):
        raise NotFound
    return making.from_room(kind, _subject_id(kind, application), by, signing=signing)


def ready(application: Application) -> list[str]:
    """Return the kinds whose step the dossier has come to: the others would be refused (409)."""
    return [kind for kind in offered(application) if _tells(kind, application)]


def _tells(kind: str, application: Application) -> bool:
    try:
        registry.of(kind).supply(_subject_id(kind, application))
    except DomainError:
        return False
    return True


def _subject_id(kind: str, application: Application) -> int:
    if registry.of(kind).subject != "support":
        return application.id
    support = delivery.of_application(application.id)
    if support is None:
        raise Conflict(_("Hồ sơ này chưa có lượt hỗ trợ được ban hành."))
    return support.id


def kind_for(kind: str, application: Application) -> str:
    """Return the plain kind, or the published form that takes its place in the programme."""
    published = application.call.programme.published_tthc
    return kinds.in_place_of(kind, published=published)


def _in_place(kind: str, application_id: int) -> str:
    return kind_for(kind, queries.get(application_id))


def _find(reference: str) -> int:
    return by_reference(reference).id


def _supply(told: Callable[[Application], Data], kind: str) -> Callable[[int], Supply]:
    """Return the supply of a kind: what it tells, and of the dossier what the kind has room for."""

    def supply(application_id: int) -> Supply:
        application = queries.get(application_id)
        if application.reference is None:
            raise Conflict(_("Hồ sơ chưa nộp nên chưa lập được văn bản."))
        room = {each.name for each in kinds.get(kind).fields}
        general = {name: said for name, said in facts(application).items() if name in room}
        return Supply(application.reference, {**general, **told(application)})

    return supply


def _reception(application: Application) -> Data:
    labels = view.document_labels(application.content_version.documents)
    counted: dict[str, int] = {}
    for item in queries.files(application):
        name = labels.get(item.document_key) or _("Tệp bổ sung")
        counted[name] = counted.get(name, 0) + 1
    accepted = _last(application, Action.ACCEPT)
    person = view_name(application)
    return {
        "thanh_phan": [{"ten": name, "so_tep": str(n)} for name, n in counted.items()],
        "nguoi_lien_he": person,
        "so_den": application.arrival_number,
        "ngay_tiep_nhan": format_date(accepted.at),
        "nguoi_tiep_nhan": accepted.actor_name,
    }


def view_name(application: Application) -> str:
    """Return whom the desk calls about a dossier."""
    said = application.profile or {}
    return ", ".join(filter(None, (said.get("contact_name", ""), said.get("contact_phone", ""))))


def _last(application: Application, action: Action) -> Any:
    """Return the event of the last time a move was made; 409 when it never was."""
    events = audit.history("application", application.id)
    found = next((event for event in reversed(events) if event.action == action), None)
    if found is None:
        raise Conflict(_("Hồ sơ chưa đến bước lập văn bản này."))
    return found


def _supplement(application: Application) -> Data:
    asked = _asked(application)
    event = _last(application, Action.REQUEST_SUPPLEMENT)
    return {
        "muc_bo_sung": [{"ten": item.text} for item in asked.items],
        "han_bo_sung": format_date(asked.deadline_on),
        "nguoi_huong_dan": event.actor_name,
    }


def _asked(application: Application) -> Any:
    if not application.supplements:
        raise Conflict(_("Hồ sơ này chưa có yêu cầu bổ sung nào."))
    return application.supplements[-1]


def _declined(application: Application) -> Data:
    return {"ly_do": str(_last(application, Action.DECLINE).data.get("reason", ""))}


def _stopped(application: Application) -> Data:
    _last(application, Action.LAPSE)
    asked = _asked(application)
    return {
        "ngay_yeu_cau": format_date(asked.asked_at),
        "han_bo_sung": format_date(asked.deadline_on),
    }


def _late(application: Application) -> Data:
    if not application.is_open:
        raise Conflict(_("Hồ sơ đã kết thúc nên không cần hẹn lại."))
    told = extension.newest(application)
    if told is None:
        return {}
    return {
        "ngay_hen": format_date(told.answer_before),
        "ly_do": told.reason,
        "ngay_hen_lai": format_date(told.answer_on),
    }


def _decided(application: Application) -> Data:
    """The draft of a decision about one dossier; lists are the selection room's."""
    if application.status not in _PROPOSED:
        raise Conflict(_("Hồ sơ chưa đến bước lập văn bản này."))
    amount = _to_grant(application)
    said = facts(application)
    programme = application.call.programme
    row = {name: said[name] for name in ("ma_ho_so", "don_vi", "dia_chi", "noi_dung")}
    return {
        "can_cu": [{"ten": grounds.of_programme(programme)}],
        "chuong_trinh": programme.name,
        "danh_sach": [{**row, "muc_ho_tro": amount["muc"] or _("chưa quy định")}],
        "so_luot": "01",
        "tong_kinh_phi": amount["muc"],
        "bang_chu": amount["bang_chu"],
        **signer_words(),
    }


def _to_grant(application: Application) -> dict[str, str]:
    """Return what was approved; before that what the appraisal proposes, else the ceiling."""
    if application.approved_amount is None:
        proposed = appraisal.proposed_amount(application.id)
        if proposed is not None:
            return exactly(proposed)
    return granted(application)


def signer_words() -> Data:
    """Return who issues a decision, and who proposes it."""
    province = making.province()
    department = province["department"].split(" tỉnh ")[0]
    chi_cuc = province["chi_cuc"]
    return {
        "tham_quyen": _("GIÁM ĐỐC %(body)s", body=department.upper()),
        "nguoi_de_nghi": _("Chi cục trưởng %(body)s", body=chi_cuc)
        if chi_cuc
        else _("Trưởng phòng chuyên môn"),
    }


def _result(application: Application) -> Data:
    found = decision.current(application.id)
    if found is None or found.issued_on is None:
        raise Conflict(_("Kết quả chưa được ban hành nên chưa thông báo được."))
    approved = found.outcome == "approve"
    after = _("Đơn vị liên hệ để ký thỏa thuận thực hiện hỗ trợ.") if approved else ""
    return {
        "ket_qua": _("Được phê duyệt hỗ trợ") if approved else _("Không được phê duyệt"),
        "van_ban": _(
            "số %(number)s %(day)s", number=found.number, day=day_in_words(found.issued_on)
        ),
        "ly_do": found.reason,
        "viec_tiep_theo": after,
    }


def _control(application: Application) -> Data:
    notes = set(timeline.INSIDE.values())  # what the staff write to each other goes on no paper
    moments = [each for each in timeline.inside_timeline(application) if each.title not in notes]
    return {
        "qua_trinh": [
            {
                "thoi_diem": format_datetime(moment.at),
                "viec": moment.title,
                "nguoi": moment.text.partition(" · ")[0],
                "ghi_chu": moment.text.partition(" · ")[2],
            }
            for moment in moments
        ]
    }


_TOLD: dict[str, Callable[[Application], Data]] = {
    "phieu_tiep_nhan": _reception,
    "de_nghi_bo_sung": _supplement,
    "khong_tiep_nhan": _declined,
    "quyet_dinh": _decided,
    "thong_bao_ket_qua": _result,
    "phieu_kiem_soat": _control,
    "xin_loi": _late,
    "thong_bao_dung": _stopped,
}
