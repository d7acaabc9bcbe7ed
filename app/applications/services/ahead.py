"""What comes next for a dossier in plain words: the step, by when, and who does it.

Judged by what the public may know: steps inside the approval, and a decision that is not issued,
look alike. The days are those frozen into the dossier, which move with a supplement and with an
extension (thư xin lỗi, E14).
"""

from dataclasses import dataclass
from datetime import date

from app import clock
from app.applications.models import Application
from app.applications.services import queries, timeline
from app.applications.workflow import LOOKS, Status
from app.programmes.councils import COUNCILS
from app.text import _, format_date

_OFFICE = _("cơ quan tiếp nhận")
_VISITORS = _("đoàn khảo sát, theo thư đã gửi")
_UNTIL = _("Chậm nhất 17 giờ ngày %(day)s, do %(by)s.")
_RESERVE = _("Danh sách dự bị có giá trị đến hết ngày %(day)s. Có chỗ thì đơn vị nhận thư.")
_S = Status
# By the public's label: what is done next, and by whom.
_NEXT = {
    LOOKS[_S.SUBMITTED].label: (_("Xem để tiếp nhận"), _OFFICE),
    LOOKS[_S.ACCEPTED].label: (_("Phân công và thẩm định"), _("Chi cục")),
    LOOKS[_S.UNDER_APPRAISAL].label: (_("Thẩm định xong"), _("Chi cục")),
    LOOKS[_S.AWAITING_APPROVAL].label: (_("Phê duyệt, ban hành kết quả"), _("lãnh đạo Sở")),
}


@dataclass(frozen=True)
class Expected:
    """One step ahead; `late` when its day has passed."""

    title: str
    day: date | None
    by: str
    late: bool
    sentence: str = ""  # what is said of the day and who, where it is no expectation

    @property
    def words(self) -> str:
        """The day and who, in a sentence."""
        if self.day is None:
            return _("Do %(by)s.", by=self.by)
        if self.late:
            return _(
                "Đã quá ngày dự kiến %(day)s, do %(by)s. Đơn vị có thể hỏi ở mục hỏi đáp.",
                day=format_date(self.day),
                by=self.by,
            )
        sentence = self.sentence or _("Dự kiến đến ngày %(day)s, do %(by)s.")
        return sentence % {"day": format_date(self.day), "by": self.by}


def of(application: Application) -> list[Expected]:
    """Return the steps ahead of a dossier that goes on, the nearest first; none after its end."""
    steps = _steps(application)
    visits = timeline.visits_ahead(application) if steps else []
    return [*(_visit(day) for day in visits), *steps]


def _steps(application: Application) -> list[Expected]:
    asked = queries.open_supplement(application)
    if asked is not None:
        return [
            _step(_("Nộp bổ sung"), asked.deadline_on, _("đơn vị"), _UNTIL),
            _step(_("Tính lại ngày hẹn trả kết quả khi nhận bổ sung"), None, _OFFICE),
        ]
    if application.status == _S.RESERVE:
        return [_step(_("Chờ chỗ trong đợt"), application.reserve_until, _("Sở"), _RESERVE)]
    label = LOOKS[Status(application.status)].label
    step = _NEXT.get(label)
    if label == LOOKS[_S.AWAITING_SELECTION].label:
        step = _("Xét chọn"), COUNCILS[application.call.council_word]
    if step is None:
        return []
    result = _step(_("Trả kết quả"), application.answer_on, _("Sở"))
    if application.status in _DUE_WITH_RESULT:
        return [_step(step[0], application.answer_on, step[1])]
    return [_step(step[0], application.due_on, step[1]), result]


_DUE_WITH_RESULT = frozenset(
    {
        _S.AWAITING_SELECTION,
        _S.AWAITING_ENDORSEMENT,
        _S.AWAITING_APPROVAL,
        _S.APPROVED_UNISSUED,
        _S.REJECTED_UNISSUED,
    }
)


def _visit(day: date) -> Expected:
    return _step(_("Khảo sát thực tế tại đơn vị"), day, _VISITORS, _("Ngày %(day)s, do %(by)s."))


def _step(title: str, day: date | None, by: str, sentence: str = "") -> Expected:
    return Expected(title, day, by, day is not None and day < clock.today(), sentence)
