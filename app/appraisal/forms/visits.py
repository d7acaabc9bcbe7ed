"""Forms of a visit on the spot."""

from typing import Any, BinaryIO

from wtforms import StringField, TextAreaField
from wtforms.validators import Optional

from app.applications.page_forms import Pages, PagesForm
from app.appraisal.services import visits
from app.appraisal.services.visits import Record
from app.files.services import PHOTOS
from app.forms import Day, Form, Versioned, at_most, required
from app.programmes.forms.question_fields import Kept
from app.text import _

_PEOPLE = _("Mỗi dòng một người: họ tên, chức vụ.")


class PlanForm(Form):
    """When, where, who."""

    visit_on = Day(_("Ngày khảo sát"), [required()])
    starts = StringField(
        _("Giờ bắt đầu"), [required(), at_most(20)], description=_("Ví dụ: 08 giờ 30")
    )
    place = StringField(_("Địa điểm"), [required(), at_most(300)])
    team = TextAreaField(_("Đoàn khảo sát"), [required(), at_most(3000)], description=_PEOPLE)


class CancelForm(Form):
    """Why nobody comes."""

    reason = TextAreaField(
        _("Lý do hủy"),
        [required(_("Vui lòng nêu lý do.")), at_most(1000)],
        description=_("Đơn vị đọc được lý do này trong thư báo."),
    )


class SignedForm(PagesForm):
    """The scan of the signed record, or photos of its pages."""


class RecordForm(Versioned):
    """The record of a visit; `record_form` adds what was found, item by item."""

    unit_people = TextAreaField(
        _("Đại diện đơn vị cùng làm việc"), [Kept(), at_most(3000)], description=_PEOPLE
    )
    remark = TextAreaField(_("Nhận xét của đoàn"), [Kept(), at_most(4000)])
    unit_opinion = TextAreaField(_("Ý kiến của đơn vị"), [Optional(), at_most(2000)])
    ended = StringField(_("Giờ kết thúc"), [Kept(), at_most(20)], description=_("Ví dụ: 10 giờ 30"))
    leader = StringField(_("Trưởng đoàn"), [Kept(), at_most(120)])
    unit_signer = StringField(_("Người ký cho đơn vị"), [Kept(), at_most(120)])
    file = Pages(
        _("Ảnh hiện trường"),
        description=_("Ảnh JPEG, PNG, HEIC; vị trí chụp lưu trong ảnh được xóa."),
    )
    at_the_end = (
        "file", "remark", "unit_opinion", "unit_people", "ended", "leader", "unit_signer",
    )  # fmt: skip
    finishing = True

    def record(self) -> Record:
        """Return what is filled in."""
        return Record(
            findings={key: self[f"f_{key}"].data or "" for key in visits.FINDINGS},
            unit_people=visits.people(self.unit_people.data or ""),
            remark=self.remark.data or "",
            unit_opinion=self.unit_opinion.data or "",
            ended=self.ended.data or "",
            leader=self.leader.data or "",
            unit_signer=self.unit_signer.data or "",
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Say at once all that keeps the record from being finished."""
        if not super().validate(extra_validators):
            return False
        found = list(visits.faults(self.record())) if self.finishing else []
        for name, words in found:
            self[name].errors = [*self[name].errors, words]
        return not found

    @property
    def uploads(self) -> list[tuple[BinaryIO, str]]:
        """The photos that came along, in the order they were chosen."""
        given = self.file.data or []
        return [(item.stream, item.filename) for item in given if item and item.filename]


for _key, _label in visits.FINDINGS.items():
    setattr(RecordForm, f"f_{_key}", TextAreaField(_label, [Optional(), at_most(2000)]))


def shown(record: Record) -> dict[str, Any]:
    """Return what is filled in, by the fields of the form."""
    return {**record.texts(), "unit_people": visits.lines(record.unit_people)}


def record_form(visit: Any, record: Record) -> RecordForm:
    """Return the form of a visit with what is filled in so far."""
    form = RecordForm.about(visit, **shown(record))
    form.file.render_kw = {**form.file.render_kw, "accept": PHOTOS}
    return form
