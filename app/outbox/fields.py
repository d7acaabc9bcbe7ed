"""The named fields (trường) of letters: what each means, how it reads, a sample. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.outbox import sentences
from app.outbox.sentences import Said
from app.text import _, format_date, format_datetime

# Fields that stand on a line of their own and are drawn in their own way.
FACTS, LINK, LIST, NUMBERED, QUOTE = "facts", "link", "list", "numbered", "quote"
INLINE = "inline"


@dataclass(frozen=True)
class Field:
    """A field of letters: `key` is its word in the context a letter is posted with.

    `must`: what the letter owes its reader by law or by sense (a deadline, a reason, the way on);
    it cannot be taken out. `show` makes the words where the context alone does not say them.
    """

    name: str
    meaning: str
    key: str
    sample: Any
    must: bool = False
    shape: str = INLINE
    show: Callable[[Said], Any] | None = None

    def value(self, said: Said) -> Any:
        """Return the words, or the list of them, that stand for the field."""
        found = self.show(said) if self.show else said.get(self.key)
        if self.shape in {LIST, NUMBERED}:
            return [str(item) for item in found or ()]
        if isinstance(found, datetime):
            return format_datetime(found)
        if isinstance(found, date):
            return format_date(found)
        return "" if found is None else str(found)


DAY = date(2026, 12, 4)
MOMENT = datetime(2026, 12, 4, 10, 0, tzinfo=UTC)
REFERENCE = "NSCL-26-00042-K"
ONE_DOSSIER = {
    "reference": REFERENCE,
    "content": "Công cụ 5S",
    "standard": "",
    "path": "/ho-so/42",
}

UNIT = Field("ten_don_vi", _("Tên đơn vị"), "organisation", "HTX Thung Nắng (ví dụ)")
NAME = Field("ten_nguoi_nhan", _("Họ tên người nhận"), "name", "Hà Thị Lìn (ví dụ)")
DOSSIER = Field("ma_ho_so", _("Mã hồ sơ"), "reference", REFERENCE)
CONTENT = Field("noi_dung", _("Nội dung hỗ trợ"), "content", "Công cụ 5S")
CALL = Field("dot_dang_ky", _("Tên đợt đăng ký"), "call", "Đợt 1 năm 2026 (ví dụ)")
STANDARD = Field(
    "noi_dung_tieu_chuan",
    _("Nội dung hỗ trợ và tiêu chuẩn đăng ký"),
    "standard",
    "",
    show=sentences.standard,
)
GUIDE = Field(
    "nguoi_huong_dan",
    _("Người hướng dẫn của đợt và số điện thoại"),
    "contact_name",
    "Lý Văn Páo",
    show=sentences.guide,
)
PHONE = Field("dien_thoai_huong_dan", _("Số của người hướng dẫn"), "contact_phone", "02053812345")
ANSWER_ON = Field("ngay_hen_tra", _("Ngày hẹn trả kết quả"), "answer_on", DAY)
ANSWER_OWED = Field("ngay_hen_tra", _("Ngày hẹn trả kết quả"), "answer_on", DAY, must=True)
DUE_ON = Field("han_buoc_nay", _("Hạn của bước hiện tại"), "due_on", DAY)
STATUS = Field("trang_thai", _("Trạng thái hồ sơ"), "status", "Đang thẩm định")
FACTS_BLOCK = Field(
    "thong_tin_ho_so",
    _("Khối thông tin: mã hồ sơ, nội dung, đợt, người hướng dẫn; đứng riêng một dòng"),
    "reference",
    REFERENCE,
    must=True,
    shape=FACTS,
)
WAY_ON = Field(
    "duong_dan",
    _("Nút mở trang; tên nút là dòng ngay phía trên, kết thúc bằng dấu hai chấm"),
    "path",
    "/ho-so/42",
    must=True,
    shape=LINK,
)
# Every letter about one dossier.
ABOUT_DOSSIER = (
    UNIT, DOSSIER, CONTENT, CALL, STANDARD, GUIDE, PHONE, STATUS, DUE_ON, FACTS_BLOCK, WAY_ON,
)  # fmt: skip
REASON = Field("ly_do", _("Lý do"), "reason", "Thiếu bản mô tả quy trình.", True, QUOTE)
MESSAGE = Field(
    "noi_dung_hoi_dap", _("Câu hỏi, câu trả lời"), "message", "Khi nào có kết quả?", True, QUOTE
)
DECIDED = Field("ly_do", _("Lý do"), "decision_reason", "Vượt chỉ tiêu của đợt.", True, QUOTE)
GRANTED = Field(
    "muc_ho_tro",
    _("Mức hỗ trợ được duyệt, nếu có"),
    "approved_amount",
    50_000_000,
    show=sentences.granted,
)
NUMBER = Field("so_van_ban", _("Số văn bản"), "number", "123/QĐ-SKHCN", must=True)
ISSUED_ON = Field("ngay_van_ban", _("Ngày văn bản"), "issued_on", DAY, must=True)
APPROVED_ON = Field("ngay_van_ban", _("Ngày văn bản"), "approved_on", DAY)
SUPPLEMENT_BY = Field("han_bo_sung", _("Hạn bổ sung"), "deadline_on", DAY, must=True)
ITEMS = Field(
    "cac_muc_bo_sung",
    _("Danh sách các mục cần bổ sung, đánh số; đứng riêng một dòng"),
    "items",
    ("Bản sao giấy chứng nhận", "Kế hoạch áp dụng"),
    True,
    NUMBERED,
)
CONTENTS = Field(
    "cac_noi_dung",
    _("Danh sách nội dung hỗ trợ; đứng riêng một dòng"),
    "contents",
    ("Công cụ 5S", "VietGAP"),
    shape=LIST,
)
SUPPLEMENT_LEFT = Field(
    "thoi_gian_con",
    _("“Còn … ngày làm việc để bổ sung”, ngày cuối là “Hôm nay là hạn bổ sung”"),
    "days_left",
    3,
    show=sentences.left(_("để bổ sung"), _("Hôm nay là hạn bổ sung")),
)
CLOSING_LEFT = Field(
    "thoi_gian_con",
    _("“Còn … ngày làm việc để nộp”, ngày cuối là “Hôm nay hết hạn nộp”"),
    "days_left",
    3,
    show=sentences.left(_("để nộp"), _("Hôm nay hết hạn nộp")),
)
DAYS_LEFT = Field("so_ngay_con", _("Số ngày làm việc còn lại"), "days_left", 3)
DUE_OWED = Field("han_bo_sung", _("Hạn bổ sung"), "due_on", DAY, must=True)
CLOSES = Field("han_nop", _("Giờ, ngày hết nhận hồ sơ"), "closes_at", MOMENT, must=True)
OPENS = Field("bat_dau_nhan", _("Giờ, ngày bắt đầu nhận hồ sơ"), "opens_at", MOMENT)
SIGN_BY = Field("han_ky", _("Hạn ký thỏa thuận"), "contract_by", DAY, must=True)
RESERVE = Field(
    "gia_tri_du_bi",
    _("Câu về thời hạn của danh sách dự bị"),
    "until",
    DAY,
    True,
    show=sentences.reserve,
)
NEXT = Field(
    "viec_tiep_theo",
    _("Câu về việc tiếp theo và ngày hẹn"),
    "next_step",
    "Cán bộ xem hồ sơ trước ngày 04/12/2026 (ví dụ).",
    must=True,
)
SUBMITTED = Field(
    "ma_cac_ho_so",
    _("Mã hồ sơ; nộp nhiều nội dung thì mỗi nội dung một mã"),
    "dossiers",
    [ONE_DOSSIER],
    show=sentences.references,
)
UNTIL = Field("han_lien_ket", _("Đường liên kết dùng được đến"), "expires_at", MOMENT, must=True)
UNTIL_DAY = Field("han_lien_ket", _("Đường liên kết dùng được đến"), "expires_at", DAY, must=True)
CODE = Field("ma_so_thue", _("Mã số thuế, che bớt"), "code", "49••••••12")
AT = Field("luc", _("Giờ, ngày xảy ra"), "at", MOMENT)
STANDING = Field(
    "cac_ho_so",
    _("Danh sách hồ sơ chưa có bước mới; đứng riêng một dòng"),
    "dossiers",
    [
        {
            "reference": REFERENCE,
            "organisation": "HTX Thung Nắng (ví dụ)",
            "status": "Đang thẩm định",
            "words": "quá hạn 3 ngày làm việc",
            "path": "/xet-duyet/42",
        }
    ],
    True,
    LIST,
    sentences.standing,
)
INTEREST = Field(
    "khai_bao",
    _("Câu ai khai lợi ích liên quan đến gì"),
    "whole",
    False,
    True,
    show=sentences.interest,
)
TO_ASSIGN = Field(
    "can_phan_cong",
    _("Câu đề nghị phân công lại, khi người đó đang thụ lý"),
    "assigned",
    True,
    show=sentences.to_assign,
)
QUESTIONS = Field(
    "cac_cau_hoi",
    _("Danh sách câu hỏi xin ý kiến, đánh số; đứng riêng một dòng"),
    "questions",
    ("Cơ sở có đủ điều kiện không?",),
    True,
    NUMBERED,
)
ANSWER_BY = Field("han_tra_loi", _("Hạn trả lời"), "deadline_on", DAY, must=True)
TEAM = Field(
    "doan_khao_sat",
    _("Danh sách đoàn khảo sát; đứng riêng một dòng"),
    "team",
    ("Lý Văn Páo, trưởng đoàn",),
    shape=LIST,
)
VISIT_ON = Field("ngay_khao_sat", _("Ngày khảo sát"), "visit_on", DAY, must=True)
VISIT_AT = Field("gio_khao_sat", _("Giờ khảo sát"), "starts", "08:30", must=True)
COUNT = Field(
    "so_ho_so",
    _("Số hồ sơ"),
    "dossiers",
    [],
    show=lambda said: len(said["dossiers"]) + said.get("more", 0),
)
CLAIM_ANSWER = Field(
    "ket_qua",
    _("Câu trả lời, kèm lý do nếu không đồng ý"),
    "granted",
    True,
    must=True,
    show=sentences.answer,
)
MEETING = Field(
    "ngay_dia_diem_hop", _("Câu về ngày, nơi họp"), "meets_on", DAY, show=sentences.meeting
)


def text(name: str, meaning: str, key: str, sample: Any, must: bool = False) -> Field:
    """Return a field that says one thing of its letter's context."""
    return Field(name, meaning, key, sample, must)
