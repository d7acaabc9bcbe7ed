"""What the staff do to a dossier, as one table: each deed has its form and its service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import supplement
from app.applications.workflow import MOVES, Action, Move, Status
from app.forms import Versioned
from app.review import forms
from app.review.routes import amounts, paper_deeds
from app.review.services import assignment, bundle_bar, decision, reception
from app.text import _

Do = Callable[[Application, Any, Actor], object]
_A, _P = Action, Permission
_SINGLY = frozenset({_P.DECIDE, _P.RECORD_DECISION, _P.ISSUE})


@dataclass(frozen=True)
class Deed:
    """A deed of the desk: its address, the moves it may lead to, its form and its service."""

    slug: str
    actions: tuple[Action, ...]
    permission: Permission
    form: type[Versioned] | None  # none: another room has the page, `elsewhere`
    do: Do | None
    done: str
    explains: str  # what it does and whom it tells, read before pressing
    kind: str = "primary"
    title: str = ""  # when several moves share the page
    elsewhere: str = ""  # the endpoint, where another room has the page

    @property
    def endpoint(self) -> str:
        """Where its page is."""
        return self.elsewhere or f"review.{self.slug.replace('-', '_')}"

    def heading(self, application: Application) -> str:
        """What the button and the page say."""
        return self.title or self.move(application).label

    def move(self, application: Application) -> Move:
        """The move it would lead to from here; the first of its moves when none fits."""
        status = Status(application.status)
        fitting = [MOVES[action] for action in self.actions if status in MOVES[action].sources]
        return (fitting or [MOVES[self.actions[0]]])[0]


def _accept(application: Application, form: forms.AcceptForm, by: Actor) -> None:
    noted = "arrival_number" in form  # only who may note an arrival is asked for it
    reception.accept(
        application,
        by,
        number=(form.arrival_number.data or "") if noted else "",
        arrived_on=form.arrived_on.data if noted else None,
        version=form.seen,
    )


def _decline(application: Application, form: forms.ReasonForm, by: Actor) -> None:
    reception.decline(application, form.reason.data, by, version=form.seen)


def _supplement(application: Application, form: forms.SupplementForm, by: Actor) -> None:
    supplement.request(application, form.lines(), by, version=form.seen)


def _assign(application: Application, form: forms.AssignForm, by: Actor) -> None:
    orders = assignment.Orders(
        form.due_on.data, form.instruction.data or "", form.coordinators.data or ()
    )
    assignment.assign(application, form.officer.data, by, orders=orders, version=form.seen)


def _endorse(application: Application, form: Versioned, by: Actor) -> None:
    decision.endorse(application, by, version=form.seen)


def _send_back(application: Application, form: forms.SendBackForm, by: Actor) -> None:
    decision.send_back(application, form.reason.data, by, version=form.seen)


def _approve(application: Application, form: forms.ApproveForm, by: Actor) -> None:
    decision.decide(application, "approve", "", by, amount=amounts.said(form), version=form.seen)


def _reject(application: Application, form: forms.ReasonForm, by: Actor) -> None:
    decision.decide(application, "reject", form.reason.data, by, version=form.seen)


DEEDS = (
    Deed(
        "tiep-nhan",
        (_A.ACCEPT,),
        _P.ACCEPT,
        forms.AcceptForm,
        _accept,
        _("Đã tiếp nhận hồ sơ."),
        _("Đơn vị nhận thư báo tiếp nhận và ngày hẹn trả kết quả."),
    ),
    Deed(
        "phan-cong",
        (_A.ASSIGN, _A.REASSIGN),
        _P.ASSIGN,
        forms.AssignForm,
        _assign,
        _("Đã phân công."),
        _("Chuyên viên được giao thẩm định hồ sơ. Đơn vị không nhận thư."),
    ),
    Deed(
        "tham-dinh",
        (_A.RECOMMEND, _A.RECOMMEND_STRAIGHT, _A.SEND_TO_SELECTION),
        _P.APPRAISE,
        None,
        None,
        _("Đã ghi thẩm định và trình."),
        _("Hồ sơ được trình lên lãnh đạo. Đơn vị không nhận thư."),
        title=_("Thẩm định và trình"),
        elsewhere="appraisal.write",
    ),
    Deed(
        "trinh-so",
        (_A.ENDORSE,),
        _P.ENDORSE,
        forms.ConfirmForm,
        _endorse,
        _("Đã trình lãnh đạo Sở."),
        _("Hồ sơ chuyển đến lãnh đạo Sở. Đơn vị không nhận thư."),
    ),
    Deed(
        "phe-duyet",
        (_A.APPROVE,),
        _P.DECIDE,
        forms.ApproveForm,
        _approve,
        _("Đã phê duyệt, chờ văn thư ban hành."),
        _("Chưa có hiệu lực và đơn vị chưa được báo, cho đến khi văn thư ban hành."),
    ),
    Deed(
        "khong-phe-duyet",
        (_A.REJECT,),
        _P.DECIDE,
        forms.ReasonForm,
        _reject,
        _("Đã ghi không phê duyệt, chờ văn thư ban hành."),
        _("Chưa có hiệu lực và đơn vị chưa được báo, cho đến khi văn thư ban hành."),
        kind="danger",
    ),
    Deed(
        "ghi-nhan-quyet-dinh",
        (_A.RECORD_APPROVAL, _A.RECORD_REJECTION),
        _P.RECORD_DECISION,
        forms.PaperDecisionForm,
        paper_deeds.record,
        _("Đã ghi nhận quyết định, chờ văn thư ban hành."),
        _("Dùng khi lãnh đạo ký trên giấy hoặc trên hệ thống văn bản của cơ quan."),
        kind="secondary",
        title=_("Ghi nhận quyết định đã ký trên giấy"),
    ),
    Deed(
        "ban-hanh",
        (_A.ISSUE_APPROVAL, _A.ISSUE_REJECTION),
        _P.ISSUE,
        forms.IssueForm,
        paper_deeds.issue,
        _("Đã ban hành. Đơn vị được báo bằng thư."),
        _("Kết quả có hiệu lực, đơn vị nhận thư và trạng thái công khai thay đổi."),
    ),
    Deed(
        "yeu-cau-bo-sung",
        (_A.REQUEST_SUPPLEMENT,),
        _P.REQUEST_SUPPLEMENT,
        forms.SupplementForm,
        _supplement,
        _("Đã gửi yêu cầu bổ sung."),
        _("Đơn vị nhận thư nêu từng mục và hạn; thời hạn giải quyết tạm dừng."),
        kind="secondary",
    ),
    Deed(
        "tra-lai",
        (_A.RETURN_TO_APPRAISAL,),
        _P.ENDORSE,
        forms.SendBackForm,
        _send_back,
        _("Đã trả lại thẩm định."),
        _("Chuyên viên thụ lý làm rõ rồi trình lại. Đơn vị không nhận thư."),
        kind="secondary",
    ),
    Deed(
        "tra-lai-tham-dinh",
        (_A.RETURN_BY_DIRECTOR,),
        _P.DECIDE,
        forms.SendBackForm,
        _send_back,
        _("Đã trả lại thẩm định."),
        _("Chuyên viên thụ lý làm rõ rồi trình lại. Đơn vị không nhận thư."),
        kind="secondary",
    ),
    Deed(
        "khong-tiep-nhan",
        (_A.DECLINE,),
        _P.DECLINE,
        forms.ReasonForm,
        _decline,
        _("Đã ghi nhận không tiếp nhận hồ sơ."),
        _("Đơn vị nhận thư nêu lý do và có thể đăng ký lại nội dung này khi đợt còn mở."),
        kind="danger",
    ),
    Deed(
        "don-rut",
        (_A.WITHDRAW_ON_PAPER,),
        _P.WITHDRAW_ON_PAPER,
        forms.PaperWithdrawalForm,
        paper_deeds.withdraw_on_paper,
        _("Đã ghi nhận đơn rút hồ sơ."),
        _("Hồ sơ dừng, đơn vị đăng ký lại được nội dung này. Thư báo được in ra giấy."),
        kind="danger",
    ),
)


def offered(application: Application, actor: Actor) -> list[Deed]:
    """Return the deeds this person can do on this dossier now.

    What a bundle keeps from being done singly is left out: nobody fills in a form for a refusal.
    """
    status = Status(application.status)
    found = [
        deed
        for deed in DEEDS
        if allowed(deed.permission, actor, application)
        and any(status in MOVES[action].sources for action in deed.actions)
    ]
    if any(deed.permission in _SINGLY for deed in found) and bundle_bar.holding(application):
        return [deed for deed in found if deed.permission not in _SINGLY]
    return found
