"""What this room says in papers: the agreement (thỏa thuận, hợp đồng) of a support."""

from sqlalchemy import select

from app.applications import papers
from app.applications.models import Application
from app.applications.services import queries
from app.delivery.models import Support
from app.delivery.services import agreement
from app.delivery.workflow import Status
from app.errors import Conflict, NotFound
from app.extensions import db
from app.organisations.services.queries import profile_snapshot
from app.papers import registry
from app.papers.frame import day_in_words
from app.papers.registry import Provider, Supply
from app.programmes import in_words
from app.programmes.models import CallContent
from app.text import _, format_number


def register() -> None:
    """Say which papers this room supplies."""
    registry.provide(agreement.KIND, Provider(agreement.SUBJECT, _agreement, _find))


def _find(reference: str) -> int:
    application = papers.by_reference(reference)
    found = db.session.scalar(select(Support.id).where(Support.application_id == application.id))
    if found is None:
        raise Conflict(_("Hồ sơ này chưa có lượt hỗ trợ được ban hành."))
    return found


def ceiling(application: Application) -> int | None:
    """Return what the call gives at most for the content, in đồng; None: chưa quy định."""
    return db.session.scalar(
        select(CallContent.ceiling).where(
            CallContent.call_id == application.call_id,
            CallContent.content_id == application.content_id,
        )
    )


def granted(application: Application) -> dict[str, str]:
    """Return what was approved, in figures and words; the ceiling where no amount was."""
    if application.approved_amount is None:
        return at_most(ceiling(application))
    return exactly(application.approved_amount)


def exactly(amount: int) -> dict[str, str]:
    """Return an amount (đồng) in figures and words."""
    return {"muc": format_number(amount), "bang_chu": in_words.money(amount)}


def at_most(amount: int | None) -> dict[str, str]:
    """Return an amount in figures and words; both empty while nobody has set one."""
    if amount is None:
        return {"muc": "", "bang_chu": ""}
    figures = _("tối đa %(amount)s", amount=format_number(amount))
    return {"muc": figures, "bang_chu": in_words.money(amount)}


def _agreement(support_id: int) -> Supply:
    support = db.session.get(Support, support_id)
    if support is None:
        raise NotFound
    if support.status == Status.CANCELLED:
        raise Conflict(_("Lượt hỗ trợ này đã kết thúc nên không lập thỏa thuận nữa."))
    application = queries.get(support.application_id)
    facts = papers.facts(application)
    said = application.profile or profile_snapshot(application.organisation)
    amount = granted(application)
    ground = _(
        "Quyết định số %(number)s %(day)s về việc phê duyệt hỗ trợ",
        number=support.document_number,
        day=day_in_words(support.approved_on),
    )
    kept = ("ma_ho_so", "don_vi", "ma_so_thue", "dia_chi", "noi_dung")
    return Supply(
        facts["ma_ho_so"],
        {
            **{name: facts[name] for name in kept},
            "can_cu": [{"ten": ground}],
            "dien_thoai": said["phone"],
            "nguoi_dai_dien": said["representative"],
            "chuc_vu": said["representative_title"],
            "muc_ho_tro": amount["muc"],
            "bang_chu": amount["bang_chu"],
        },
    )
