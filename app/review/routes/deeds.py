"""What the staff do to a dossier. One table, one page: each deed has its form and its service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from wtforms.fields.choices import SelectChoice

from app.access import Actor, Permission, allowed
from app.applications.models import Application
from app.applications.services import queries, supplement
from app.applications.services.deadlines import supplement_deadline
from app.applications.workflow import MOVES, Action, Move, Status
from app.forms import DONE, Versioned, posted
from app.guard import current_actor, requires
from app.review import forms
from app.review.routes import amounts, paper_deeds
from app.review.routes.room import blueprint
from app.review.services import assignment, decision, reception
from app.text import _, format_date

Do = Callable[[Application, Any, Actor], object]
_A, _P = Action, Permission


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


def _accept(application: Application, form: Versioned, by: Actor) -> None:
    reception.accept(application, by, version=form.seen)


def _decline(application: Application, form: forms.ReasonForm, by: Actor) -> None:
    reception.decline(application, form.reason.data, by, version=form.seen)


def _supplement(application: Application, form: forms.SupplementForm, by: Actor) -> None:
    supplement.request(application, form.lines(), by, version=form.seen)


def _assign(application: Application, form: forms.AssignForm, by: Actor) -> None:
    assignment.assign(application, form.officer.data, by, version=form.seen)


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
        forms.ConfirmForm,
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
    """Return the deeds this person can do on this dossier now, from the tables alone."""
    status = Status(application.status)
    return [
        deed
        for deed in DEEDS
        if allowed(deed.permission, actor, application)
        and any(status in MOVES[action].sources for action in deed.actions)
    ]


def _prepare(deed: Deed, application: Application, form: Any) -> str:
    """Fill what the form needs from the database; return a remark to show with it."""
    if isinstance(form, forms.AssignForm):
        form.officer.choices = [
            SelectChoice(str(person.id), person.name) for person in assignment.officers()
        ]
    if "amount" in form:
        return amounts.ask(application, form)
    if isinstance(form, forms.SupplementForm):
        day = format_date(supplement_deadline(application))
        return _("Hạn trả lời nếu gửi hôm nay: 17 giờ ngày %(day)s.", day=day)
    return ""


def _page(deed: Deed, kind: type[Versioned], do: Do) -> Callable[..., Any]:
    def view(application: Application) -> Any:
        if not posted() and deed not in offered(application, current_actor()):
            flash(_("Hồ sơ đã sang bước khác nên không thực hiện được việc này."), "warning")
            return redirect(url_for("review.dossier", application_id=application.id))
        form = kind.about(application)
        remark = _prepare(deed, application, form)
        status = form.carry_out(lambda: do(application, form, current_actor()))
        if status == DONE:
            flash(deed.done, "good")
            return redirect(url_for("review.dossier", application_id=application.id), DONE)
        return render_template(
            "review/deed.html", application=application, deed=deed, form=form, remark=remark
        ), status

    view.__name__ = f"deed_{deed.slug.replace('-', '_')}"
    view.__doc__ = deed.explains
    return view


for _deed in DEEDS:
    if _deed.form is None or _deed.do is None:
        continue
    _view = requires(_deed.permission, on=queries.get)(_page(_deed, _deed.form, _deed.do))
    blueprint.add_url_rule(
        f"/xet-duyet/<int:application_id>/{_deed.slug}",
        endpoint=_deed.slug.replace("-", "_"),
        view_func=_view,
        methods=["GET", "POST"],
    )
