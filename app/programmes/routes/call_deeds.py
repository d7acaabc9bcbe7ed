"""What is done to a call, one page each. One table: address, move, form, service, words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, url_for

from app.access import Actor, Permission
from app.forms import DONE, Versioned, posted
from app.guard import current_actor, requires
from app.programmes.forms import calls as forms
from app.programmes.models import Call, CallContent
from app.programmes.routes.mould import filled_in
from app.programmes.routes.room import programmes
from app.programmes.services import contents, publishing, set_up_calls
from app.programmes.workflow import MOVES, CallAction, CallState
from app.text import _, format_datetime

_A = CallAction


@dataclass(frozen=True)
class Deed:
    """A deed on a call and its page."""

    slug: str
    action: CallAction
    form: type[Versioned]
    do: Callable[[Call, Any, Actor], object]
    done: str
    explains: str
    title: str
    button: str = ""
    danger: bool = False
    begins_with: tuple[str, ...] = ()  # the fields that show what is there
    leaves_nothing: bool = False  # the call is gone afterwards

    @property
    def label(self) -> str:
        """What its button says."""
        return self.button or MOVES[self.action].label


def _publish(call: Call, form: Versioned, by: Actor) -> None:
    publishing.publish(call, by, seen=form.seen)


def _extend(call: Call, form: forms.ExtendForm, by: Actor) -> None:
    publishing.extend(call, form.closes_at.data, form.reason.data, by, seen=form.seen)


def _amend(call: Call, form: forms.NoticeForm, by: Actor) -> None:
    publishing.amend_notice(
        call,
        notice=form.notice.data or "",
        contact_name=form.contact_name.data or "",
        contact_phone=form.contact_phone.data or "",
        reason=form.reason.data,
        by=by,
        seen=form.seen,
    )


def _close(call: Call, form: forms.CloseForm, by: Actor) -> None:
    publishing.close(call, form.reason.data or "", by, seen=form.seen)


def _archive(call: Call, form: Versioned, by: Actor) -> None:
    publishing.archive(call, by, seen=form.seen)


def _discard(call: Call, form: Versioned, by: Actor) -> None:
    set_up_calls.discard(call, by, seen=form.seen)


DEEDS = (
    Deed(
        "cong-bo",
        _A.PUBLISH,
        forms.PublishForm,
        _publish,
        _("Đã công bố. Những người đã đăng ký nhận tin được báo bằng thư."),
        _(
            "Đợt hiện trên trang công khai và nhận hồ sơ đúng thời gian. Sau khi công bố chỉ gia "
            "hạn, đổi chỉ tiêu, sửa thông báo được, và phải nêu lý do."
        ),
        _("Công bố đợt đăng ký"),
    ),
    Deed(
        "gia-han",
        _A.EXTEND,
        forms.ExtendForm,
        _extend,
        _("Đã gia hạn."),
        _("Chỉ lùi hạn được, không rút ngắn được."),
        _("Gia hạn đợt đăng ký"),
        begins_with=("closes_at",),
    ),
    Deed(
        "thong-bao",
        _A.AMEND_NOTICE,
        forms.NoticeForm,
        _amend,
        _("Đã lưu thông báo."),
        _("Thay đổi hiện ngay trên trang công khai."),
        _("Thông báo, người hướng dẫn"),
        _("Lưu thông báo"),
        begins_with=("notice", "contact_name", "contact_phone"),
    ),
    Deed(
        "dong",
        _A.CLOSE,
        forms.CloseForm,
        _close,
        _("Đã đóng đợt."),
        _("Đợt không nhận hồ sơ nữa và không mở lại được. Hồ sơ đã nộp vẫn được giải quyết."),
        _("Đóng đợt đăng ký"),
        danger=True,
    ),
    Deed(
        "luu-tru",
        _A.ARCHIVE,
        forms.ArchiveForm,
        _archive,
        _("Đã lưu trữ."),
        _("Đợt không còn trong danh sách công khai; trang của đợt vẫn mở được bằng địa chỉ cũ."),
        _("Lưu trữ đợt đăng ký"),
    ),
    Deed(
        "xoa",
        _A.EDIT,
        forms.DiscardForm,
        _discard,
        _("Đã xóa bản thảo."),
        _("Bản thảo và văn bản kèm theo bị xóa; lịch sử vẫn ghi việc này."),
        _("Bản thảo sẽ xóa"),
        _("Xóa bản thảo"),
        danger=True,
        leaves_nothing=True,
    ),
)


def _gone(call: Call) -> Any:
    flash(_("Đợt đang ở trạng thái không thực hiện được việc này."), "warning")
    return redirect(url_for("programmes.call_set_up", call_id=call.id))


def _page(deed: Deed) -> Callable[[Call], Any]:
    def view(call: Call) -> Any:
        if not posted() and MOVES[deed.action].source is not CallState(call.state):
            return _gone(call)
        call_id = call.id
        form = deed.form.about(call, **{name: getattr(call, name) for name in deed.begins_with})
        faults = publishing.faults(call) if deed.action is _A.PUBLISH else []

        def done() -> Any:
            flash(deed.done, "good")
            if deed.leaves_nothing:
                return redirect(url_for("programmes.call_desk"), DONE)
            return redirect(url_for("programmes.call_set_up", call_id=call_id), DONE)

        return filled_in(
            form,
            lambda: deed.do(call, form, current_actor()),
            done,
            "programmes/setup/deed.html",
            call=call,
            title=deed.title,
            button=deed.label,
            explains=deed.explains,
            danger=deed.danger,
            faults=faults,
        )

    view.__name__ = f"call_{deed.slug.replace('-', '_')}"
    view.__doc__ = deed.explains
    return view


for _deed in DEEDS:
    programmes.add_url_rule(
        f"/quan-tri/dot-dang-ky/<int:call_id>/{_deed.slug}",
        endpoint=f"call_{_deed.slug.replace('-', '_')}",
        view_func=requires(Permission.SET_UP_PROGRAMMES, on=set_up_calls.get)(_page(_deed)),
        methods=["GET", "POST"],
    )


@programmes.route(
    "/quan-tri/dot-dang-ky/<int:call_id>/chi-tieu/<int:call_content_id>", methods=["GET", "POST"]
)
@requires(Permission.SET_UP_PROGRAMMES, on=set_up_calls.offered_line)
def call_quota(line: CallContent) -> Any:
    """Raise or lower the quota of one content of a published call."""
    call = line.call
    if not posted() and CallState(call.state) is not MOVES[_A.SET_QUOTA].source:
        return _gone(call)
    form = forms.QuotaForm.about(call, quota=line.quota)

    def done() -> Any:
        flash(_("Đã đổi chỉ tiêu."), "good")
        return redirect(url_for("programmes.call_set_up", call_id=call.id), DONE)

    return filled_in(
        form,
        lambda: publishing.set_quota(
            call,
            line.content_id,
            form.quota.data,
            form.reason.data,
            current_actor(),
            seen=form.seen,
        ),
        done,
        "programmes/setup/deed.html",
        call=call,
        title=_("Chỉ tiêu của nội dung"),
        button=MOVES[_A.SET_QUOTA].label,
        explains=_(
            "%(content)s: đã phê duyệt %(count)s lượt. Hạn của đợt: %(until)s.",
            content=contents.name_of(line.content),
            count=line.approved,
            until=format_datetime(call.closes_at),
        ),
        danger=False,
        faults=[],
    )
