"""Forms of the acts on organisations."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.forms import Checkboxes, Day, Form, at_most, chosen, required
from app.ledger.models import SET_ASIDE, Entry
from app.ledger.services.joining import Collision
from app.programmes.services.contents import name_of
from app.registry.services.acts import Paper
from app.text import _

YES, NO = "co", "khong"


def said(entry: Entry) -> str:
    """Return an entry in words: the content, the standard, the year, the document."""
    named = f" – {entry.standard}" if entry.standard else ""
    words = f"{name_of(entry.content)}{named}, {entry.given_year or _('đang có hồ sơ')}"
    if entry.document_number:
        words += _(" (văn bản %(number)s)", number=entry.document_number)
    if entry.state == SET_ASIDE:
        words += _(" – không còn chặn")
    return f"{words}; {entry.organisation.name}"


class ActForm(Form):
    """What every act rests on; the page asks for it last."""

    at_the_end = ("document_number", "document_on", "reason")
    document_number = StringField(
        _("Số văn bản làm căn cứ"),
        [required(_("Vui lòng ghi số văn bản.")), at_most(120)],
        description=_("Ví dụ: giấy chứng nhận đăng ký doanh nghiệp thay đổi lần 2, số 15/BB-HTX."),
    )
    document_on = Day(_("Ngày văn bản"), [required()])
    reason = TextAreaField(
        _("Lý do, nội dung thay đổi"), [required(_("Vui lòng nêu lý do.")), at_most(2000)]
    )

    @property
    def paper(self) -> Paper:
        """The document and the reason as typed."""
        return Paper(self.document_number.data, self.document_on.data, self.reason.data)


class RenameForm(ActForm):
    """A new name."""

    name = StringField(_("Tên mới"), [required(), at_most(300)])
    on = Day(_("Có hiệu lực từ ngày"), [required()])


class CodeForm(ActForm):
    """A new code."""

    code = StringField(
        _("Mã số mới"),
        [required(), at_most(60)],
        description=_(
            "Mã số thuế 10 hoặc 13 chữ số; hộ kinh doanh, cơ sở có thể dùng số định danh 12 chữ số."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    on = Day(_("Có hiệu lực từ ngày"), [required()])


class PairForm(ActForm):
    """An act on two organisations: what meets in the ledger is decided, one by one."""

    decided: Sequence[Collision] = ()

    @property
    def keep(self) -> dict[int, int]:
        """The coming entry's id → the id of the entry that goes on blocking."""
        chosen_ids = {each.coming.id: self[f"keep_{each.coming.id}"].data for each in self.decided}
        return {coming: int(kept) for coming, kept in chosen_ids.items() if kept}


class SuccessorForm(PairForm):
    """Who goes on in place of whom."""

    inherits = RadioField(
        _("Các nội dung đơn vị tiền thân đã được hỗ trợ"),
        choices=[
            SelectChoice(YES, _("Tính cho đơn vị kế thừa (hợp nhất, sáp nhập, đổi loại hình)")),
            SelectChoice(NO, _("Không tính, chỉ nhắc cán bộ xem xét")),
        ],
        validators=[chosen()],
    )
    since = Day(_("Kế thừa từ ngày"), [required()])
    ceases = BooleanField(_("Đơn vị tiền thân chấm dứt hoạt động, không đăng ký mới nữa"))


class SplitForm(PairForm):
    """Who leaves, and with which supports."""

    going = Checkboxes(_("Các lượt hỗ trợ chuyển theo đơn vị mới"))
    since = Day(_("Tách từ ngày"), [required()])
    ceases = BooleanField(_("Đơn vị cũ chấm dứt hoạt động (chia), không đăng ký mới nữa"))

    @property
    def chosen_ids(self) -> list[int]:
        """The entries that go along."""
        return [int(value) for value in self.going.data or ()]


class UndoForm(Form):
    """Why an act is taken back."""

    reason = TextAreaField(
        _("Lý do hoàn tác"), [required(_("Vui lòng nêu lý do hoàn tác.")), at_most(2000)]
    )


def pair_form(base: type[PairForm], collisions: Iterable[Collision]) -> PairForm:
    """Return a form of `base` with one question for each pair that meets in the ledger."""
    decided = [each for each in collisions if each.held is None]
    fields: dict[str, Any] = {
        f"keep_{each.coming.id}": RadioField(
            _("Cùng nội dung: lượt nào tính theo quy tắc 01 lần?"),
            choices=[
                SelectChoice(str(entry.id), said(entry)) for entry in (each.staying, each.coming)
            ],
            validators=[chosen(_("Vui lòng chọn một lượt; lượt kia vẫn được ghi và đếm."))],
        )
        for each in decided
    }
    made: PairForm = type("PairForm", (base,), fields)()
    made.decided = decided
    return made


def split_form(collisions: Iterable[Collision], going: Iterable[Entry]) -> SplitForm:
    """Return the form of a split, with the supports that can go along."""
    form = pair_form(SplitForm, collisions)
    assert isinstance(form, SplitForm)
    form.going.choices = [SelectChoice(str(entry.id), said(entry)) for entry in going]
    if not form.is_submitted():
        form.going.data = []
    return form
