"""Every letter of the house: when it is sent, to whom, its fields, whether it may wait.

The words that come with the system are in templates/email/<letter>; the office may write its own
with the fields named here. Pure data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import NotFound
from app.outbox import fields as f
from app.outbox import starts
from app.outbox.fields import Field
from app.text import _

ACCOUNT, REQUIRED, DEADLINE = "account", "required", "deadline"
PROGRESS, QUESTIONS, NEWS, WORK = "progress", "questions", "news", "work"
SORTS = {
    REQUIRED: _("Thư bắt buộc về hồ sơ"),
    DEADLINE: _("Nhắc hạn"),
    PROGRESS: _("Diễn biến hồ sơ"),
    QUESTIONS: _("Hỏi đáp về hồ sơ"),
    NEWS: _("Tin về đợt đăng ký"),
    WORK: _("Việc của cán bộ, thành viên xét chọn"),
    ACCOUNT: _("Tài khoản, người của đơn vị"),
}
# These leave at once, whatever their receiver prefers: the law wants them sent, each says why;
# a deadline may end before the next morning; about one's account nothing waits (ASVS 6.3.7).
AT_ONCE = frozenset({ACCOUNT, REQUIRED, DEADLINE})
CAN_WAIT = (PROGRESS, QUESTIONS, NEWS, WORK)
RECEIPT_LAW = "NĐ 118/2025/NĐ-CP: giấy tiếp nhận hồ sơ và hẹn trả kết quả"
SUPPLEMENT_LAW = "NĐ 118/2025/NĐ-CP: yêu cầu bổ sung một lần, nêu đủ, có hạn"
LATE_LAW = "NĐ 118/2025/NĐ-CP: xin lỗi bằng văn bản và hẹn lại khi quá hạn"
RESULT_LAW = "NĐ 118/2025/NĐ-CP: trả kết quả; từ chối nêu rõ lý do"


@dataclass(frozen=True)
class LetterKind:
    """One letter. `start`: (subject, body) in fields, where the default words have conditions."""

    name: str
    title: str
    when: str
    to: str
    sort: str
    fields: tuple[Field, ...]
    law: str = ""
    start: tuple[str, str] | None = None
    path: str = ""  # where its button leads, where the deed does not say it

    @property
    def of_dossier(self) -> bool:
        """Whether it is about one dossier, so that it can be read with a real one."""
        return f.FACTS_BLOCK in self.fields

    @property
    def must(self) -> tuple[Field, ...]:
        """The fields that cannot be taken out."""
        return tuple(field for field in self.fields if field.must)

    @property
    def to_unit(self) -> bool:
        """Whether it goes to the organisation itself, at its contact address."""
        return self.to == _UNIT

    def reaches(self, *, inside: bool, outside: bool) -> bool:
        """Whether it can reach one of the staff (`inside`), or somebody of a unit (`outside`).

        What is asked of other bodies reaches neither.
        """
        if self.to in _INSIDE:
            return inside
        return outside if self.to in _OUTSIDE else self.to != _BODY

    @property
    def waits(self) -> bool:
        """Whether its receiver may choose to get it in the daily digest."""
        return self.sort not in AT_ONCE

    def sample(self) -> dict[str, Any]:
        """Return a context of samples, with which the letter can be written."""
        said = {"more": 0, **_AROUND, **{each.key: each.sample for each in self.fields}}
        return {**said, "path": self.path or said["path"]}


# What the words that come with the system ask for beside the fields.
_AROUND: Mapping[str, Any] = {
    "standard": "", "contact_name": "Lý Văn Páo", "contact_phone": "02053812345",
    "dossiers": [f.ONE_DOSSIER], "path": "/ho-so/42", "end_path": None, "place": "", "reason": "",
    "code": "49••••••12", "content": "Công cụ 5S", "call": "Đợt 1 năm 2026 (ví dụ)",
}  # fmt: skip
_UNIT, _PERSON, _STAFF = _("Đơn vị"), _("Chủ tài khoản"), _("Cán bộ")
_OFFICER, _LEAD, _SCORER = _("Chuyên viên thụ lý"), _("Lãnh đạo Chi cục"), _("Thành viên xét chọn")
_SIGNER, _MEMBER, _CLAIMANT = _("Người ký của đơn vị"), _("Người của đơn vị"), _("Người yêu cầu")
_INVITED, _BODY = _("Người được mời"), _("Cơ quan, chuyên gia được hỏi")
_INSIDE = frozenset({_STAFF, _OFFICER, _LEAD, _SCORER})
_OUTSIDE = frozenset({_UNIT, _SIGNER, _MEMBER, _CLAIMANT, _INVITED})
_A = f.ABOUT_DOSSIER
_SUPPORT = (f.NUMBER, f.APPROVED_ON, f.SIGN_BY, f.DAYS_LEFT)
_link = f.WAY_ON


def _dossier(
    move: str, title: str, when: str, sort: str, *more: Field, law: str = "",
    start: tuple[str, str] | None = None,
) -> LetterKind:  # fmt: skip
    kept = tuple(field for field in _A if field.key not in {each.key for each in more})
    return LetterKind(f"application_{move}", title, when, _UNIT, sort, kept + more, law, start)


_ALL = (
    _dossier("submitted", _("Đã nhận hồ sơ"), _("Khi đơn vị nộp hồ sơ"), REQUIRED,
        f.SUBMITTED, f.NEXT, law=RECEIPT_LAW, start=starts.SUBMITTED),
    _dossier("accepted", _("Tiếp nhận hồ sơ"), _("Khi hồ sơ được tiếp nhận"), REQUIRED,
        f.ANSWER_OWED, law=RECEIPT_LAW),
    _dossier("declined", _("Không tiếp nhận"), _("Khi hồ sơ không được tiếp nhận"), REQUIRED,
        f.REASON, law=RESULT_LAW),
    _dossier("supplement_requested", _("Yêu cầu bổ sung"), _("Khi cán bộ yêu cầu bổ sung"),
        REQUIRED, f.SUPPLEMENT_BY, f.ITEMS, law=SUPPLEMENT_LAW),
    _dossier("supplement_reminder", _("Nhắc hạn bổ sung"), _("Trước hạn bổ sung vài ngày làm việc"),
        DEADLINE, f.SUPPLEMENT_LEFT, f.DUE_OWED, start=starts.REMINDER),
    _dossier("supplement_received", _("Đã nhận bổ sung"), _("Khi đơn vị nộp bổ sung"), REQUIRED,
        f.ANSWER_OWED, law=RECEIPT_LAW),
    _dossier("lapsed", _("Dừng giải quyết do quá hạn"), _("Khi quá hạn bổ sung"), REQUIRED,
        f.SUPPLEMENT_BY, law=RESULT_LAW),
    _dossier("withdrawn", _("Đã rút hồ sơ"), _("Khi hồ sơ được rút"), PROGRESS, f.ANSWER_ON),
    _dossier("reserve", _("Danh sách dự bị"), _("Khi kết luận xét chọn đưa vào dự bị"), PROGRESS,
        f.RESERVE, start=starts.RESERVE),
    _dossier("promoted", _("Bổ sung từ dự bị"), _("Khi hồ sơ dự bị có chỗ"), PROGRESS, f.ANSWER_ON),
    _dossier("reserve_ended", _("Hết thời hạn dự bị"), _("Khi danh sách dự bị hết hạn"), REQUIRED,
        f.ANSWER_ON, law=RESULT_LAW),
    _dossier("approved", _("Được phê duyệt"), _("Khi văn thư ban hành quyết định"), REQUIRED,
        f.NUMBER, f.ISSUED_ON, f.GRANTED, law=RESULT_LAW, start=starts.APPROVED),
    _dossier("rejected", _("Không được phê duyệt"), _("Khi văn thư ban hành thông báo"), REQUIRED,
        f.NUMBER, f.ISSUED_ON, f.DECIDED, law=RESULT_LAW),
    _dossier("extended", _("Xin lỗi, gia hạn"), _("Khi cán bộ ký gửi thư xin lỗi quá hạn"),
        REQUIRED, f.text("ngay_hen_cu", _("Ngày hẹn cũ"), "answer_before", f.DAY, True),
        f.ANSWER_OWED, f.text("ly_do", _("Lý do"), "reason", "Đợi ý kiến UBND xã.", True),
        law=LATE_LAW),
    LetterKind("desk_silence", _("Hồ sơ chưa có bước mới"), _("Khi hồ sơ chưa có bước mới"),
        _STAFF, WORK, (f.NAME, f.COUNT, f.STANDING, _link), start=starts.SILENCE),
    LetterKind("support_reminder", _("Nhắc hạn ký thỏa thuận"),
        _("Trước hạn ký thỏa thuận vài ngày làm việc"), _UNIT, DEADLINE, _A + _SUPPORT),
    LetterKind("support_unsigned", _("Hết hạn ký thỏa thuận"), _("Khi quá hạn ký thỏa thuận"),
        _UNIT, REQUIRED, _A + _SUPPORT, RESULT_LAW),
    LetterKind("support_given_up", _("Đơn vị không ký thỏa thuận"), _("Khi đơn vị rút, không ký"),
        _UNIT, PROGRESS, (*_A, f.NUMBER, f.APPROVED_ON)),
    LetterKind("exception_approved", _("Được xem xét đăng ký lại"),
        _("Khi lãnh đạo cho phép thêm"), _UNIT, REQUIRED,
        (f.NAME, f.UNIT, f.CONTENT, f.STANDARD, f.text("nam", _("Năm đã hỗ trợ"), "year", 2019),
         f.text("so_van_ban", _("Số văn bản"), "document", "12/TTr-CCTĐC", True),
         f.text("ngay_van_ban", _("Ngày văn bản"), "document_on", f.DAY, True), _link),
        RESULT_LAW, starts.EXCEPTION, "/to-chuc/con-co-the-dang-ky"),
    LetterKind("signature_wanted", _("Mời ký nộp hồ sơ"), _("Khi người lập đề nghị ký"),
        _SIGNER, DEADLINE,
        (f.NAME, f.text("nguoi_lap", _("Người lập hồ sơ"), "by", "Lộc Văn Kim"), f.UNIT, f.CONTENT,
         f.CLOSES, _link)),
    LetterKind("question_asked", _("Đơn vị hỏi về hồ sơ"), _("Khi đơn vị đặt câu hỏi"),
        _OFFICER, QUESTIONS, (f.NAME, *_A, f.MESSAGE)),
    LetterKind("question_answered", _("Trả lời câu hỏi"), _("Khi cán bộ trả lời câu hỏi"), _UNIT,
        QUESTIONS, (*_A, f.MESSAGE)),
    LetterKind("call_published", _("Đợt đăng ký mới"), _("Khi công bố đợt đăng ký"),
        _("Người đăng ký nhận tin"), NEWS,
        (f.NAME, f.CALL, f.CONTENTS, f.OPENS, f.CLOSES, f.GUIDE, f.PHONE, _link),
        start=starts.PUBLISHED),
    LetterKind("call_closing", _("Sắp hết hạn nộp"), _("Trước khi đợt đóng, còn bản nháp"), _UNIT,
        DEADLINE, (f.UNIT, f.CALL, f.CONTENTS, f.CLOSING_LEFT, f.CLOSES, _link),
        start=starts.CLOSING, path="/ho-so"),
    LetterKind("need_invited", _("Mời đăng ký theo nhu cầu"), _("Khi Sở mời theo nhu cầu"), _UNIT,
        NEWS, (f.UNIT, f.CALL, f.CONTENTS, f.CLOSES, _link)),
    LetterKind("need_to_confirm", _("Xác nhận nhu cầu"), _("Khi đối tác đăng ký thay"), _UNIT,
        PROGRESS, (f.UNIT, f.text("doi_tac", _("Đối tác"), "partner", "Liên minh Hợp tác xã"),
        f.text("nam", _("Năm có nhu cầu"), "year", 2027), f.CONTENTS, _link)),
    LetterKind("selection_opened", _("Mời chấm điểm"), _("Khi mở chấm điểm"),
        _SCORER, WORK,
        (f.NAME, f.text("ten_phien", _("Tên phiên"), "session", "Phiên 1 (ví dụ)"),
         f.text("hoi_dong", _("Hội đồng hoặc Tổ"), "body", "Hội đồng"), f.CALL, f.MEETING, _link),
        start=starts.SELECTION),
    LetterKind("reserve_ending", _("Dự bị sắp hết hạn"), _("Trước khi dự bị hết hạn"),
        _LEAD, DEADLINE,
        (f.NAME, f.text("so_ho_so", _("Số hồ sơ"), "dossiers", 3), f.CONTENT, f.CALL,
         f.text("ngay_het_han", _("Ngày hết hạn"), "until", f.DAY, True), f.DAYS_LEFT, _link)),
    LetterKind("visit_planned", _("Lịch khảo sát thực tế"), _("Khi hẹn khảo sát"), _UNIT, DEADLINE,
        (*_A, f.VISIT_ON, f.VISIT_AT, f.text("dia_diem", _("Địa điểm"), "place", "Bản Nhàng"),
         f.TEAM)),
    LetterKind("visit_cancelled", _("Hủy lịch khảo sát"), _("Khi hủy lịch khảo sát"), _UNIT,
        DEADLINE, (*_A, f.VISIT_ON, f.VISIT_AT,
        f.text("ly_do", _("Lý do"), "reason", "Mưa lũ.", True))),
    LetterKind("opinion_asked", _("Xin ý kiến"), _("Khi xin ý kiến cơ quan khác"),
        _BODY, DEADLINE,
        (f.NAME, f.DOSSIER, f.UNIT, f.CONTENT, f.QUESTIONS, f.ANSWER_BY,
         f.text("lien_he", _("Người liên hệ"), "contact", "Lý Văn Páo, 02053812345"),
         f.UNTIL_DAY, _link), start=starts.OPINION),
    LetterKind("opinion_reminder", _("Nhắc trả lời ý kiến"), _("Trước hạn trả lời ý kiến"),
        _BODY, DEADLINE,
        (f.NAME, f.DOSSIER, f.QUESTIONS, f.ANSWER_BY,
         f.text("ngay_xin_y_kien", _("Ngày xin ý kiến"), "asked_at", f.DAY))),
    LetterKind("opinion_answered", _("Đã có ý kiến trả lời"), _("Khi có ý kiến trả lời"), _STAFF,
        WORK, (f.NAME, f.DOSSIER,
        f.text("co_quan_tra_loi", _("Cơ quan trả lời"), "agency", "UBND xã (ví dụ)"), _link)),
    LetterKind("interest_declared", _("Khai lợi ích liên quan"),
        _("Khi cán bộ khai lợi ích liên quan"), _LEAD, WORK,
        (f.NAME, f.DOSSIER, f.UNIT, f.text("nguoi_khai", _("Người khai"), "who", "Lộc Văn Kim"),
         f.INTEREST, f.TO_ASSIGN, _link), start=starts.INTEREST),
    LetterKind("registration_confirm", _("Xác nhận đăng ký"), _("Khi đăng ký tài khoản"), _PERSON,
        ACCOUNT, (f.NAME, f.UNIT, f.CODE, f.UNTIL, _link)),
    LetterKind("address_known", _("Địa chỉ đã có tài khoản"), _("Khi đăng ký bằng địa chỉ đã có"),
        _PERSON, ACCOUNT, (f.NAME, _link), path="/dang-nhap"),
    LetterKind("export_ready", _("Tệp đã sẵn sàng"), _("Khi tệp đã yêu cầu được tạo xong"),
        _STAFF, WORK,
        (f.NAME, f.text("ten_tep", _("Tên tệp"), "title", "Sổ hỗ trợ (Excel)", True),
         f.text("giu_den", _("Tệp được giữ đến"), "expires_at", f.MOMENT, True), _link)),
    LetterKind("invitation", _("Mời cán bộ"), _("Khi quản trị mời cán bộ"), _STAFF, ACCOUNT,
        (f.NAME, f.text("dia_chi", _("Địa chỉ đăng nhập"), "email", "can-bo@example.vn"),
         f.UNTIL, _link)),
    LetterKind("member_invitation", _("Mời làm thủ tục cho đơn vị"), _("Khi người ký mời thêm"),
        _INVITED, ACCOUNT,
        (f.NAME, f.UNIT, f.text("nguoi_moi", _("Người mời"), "by", "Hà Thị Lìn"),
         f.text("tu_cach", _("Tư cách"), "capacity", "người lập hồ sơ"), f.UNTIL, _link)),
    LetterKind("claim_asked", _("Có người xin tham gia đơn vị"), _("Khi có yêu cầu tham gia"),
        _MEMBER, ACCOUNT,
        (f.text("nguoi_yeu_cau", _("Người yêu cầu"), "person", "Lộc Văn Kim", True),
         f.text("dia_chi", _("Địa chỉ của người yêu cầu"), "email", "kim@example.vn", True),
         f.CODE, _link)),
    LetterKind("claim_answered", _("Kết quả yêu cầu tham gia"), _("Khi yêu cầu được trả lời"),
        _CLAIMANT, ACCOUNT, (f.NAME, f.CODE, f.CLAIM_ANSWER, _link), start=starts.CLAIM,
        path="/to-chuc"),
    LetterKind("contact_changed", _("Đổi địa chỉ nhận thư"), _("Khi đơn vị đổi địa chỉ"), _UNIT,
        ACCOUNT,
        (f.UNIT, f.text("dia_chi_moi", _("Địa chỉ mới"), "contact", "moi@example.vn", True))),
    LetterKind("password_reset", _("Đặt lại mật khẩu"), _("Khi quên mật khẩu"), _PERSON, ACCOUNT,
        (f.NAME, f.UNTIL, _link)),
    LetterKind("password_changed", _("Mật khẩu đã đổi"), _("Khi đổi mật khẩu"), _PERSON, ACCOUNT,
        (f.NAME, f.AT, _link), path="/quen-mat-khau"),
    LetterKind("email_change", _("Xác nhận địa chỉ mới"), _("Khi đổi địa chỉ"), _PERSON, ACCOUNT,
        (f.NAME, f.UNTIL, _link)),
    LetterKind("email_change_asked", _("Có đề nghị đổi địa chỉ"), _("Khi đổi địa chỉ"), _PERSON,
        ACCOUNT, (f.NAME, f.AT, _link), path="/tai-khoan/mat-khau"),
    LetterKind("email_changed", _("Địa chỉ đã đổi"), _("Khi đổi xong địa chỉ"), _PERSON, ACCOUNT,
        (f.NAME, f.AT)),
)  # fmt: skip
LETTERS: Mapping[str, LetterKind] = {each.name: each for each in _ALL}


def get(name: str) -> LetterKind:
    """Return what is known of the letter; raises `NotFound`."""
    if name not in LETTERS:
        raise NotFound
    return LETTERS[name]
