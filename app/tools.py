"""What the staff can do besides their queue: the places under "Công việc khác"."""

from dataclasses import dataclass

from app.access import Permission
from app.text import _


@dataclass(frozen=True)
class Tool:
    """A place the header has no room for."""

    permission: Permission
    endpoint: str
    label: str
    hint: str


# Each place under one heading, as the page "Công việc khác" lists them.
TOOLS: list[tuple[str, list[Tool]]] = [
    (
        _("Tổ chức"),
        [
            Tool(
                Permission.LIST_CLAIMS,
                "organisations.claims_desk",
                _("Yêu cầu tham gia"),
                _("Người xin đại diện cho tổ chức đã có mã số trong hệ thống."),
            ),
            Tool(
                Permission.ASSIST,
                "review.assisted_find",
                _("Nhập hộ"),
                _("Hồ sơ giấy của đơn vị không có thư điện tử; mã đăng nhập qua điện thoại."),
            ),
            Tool(
                Permission.READ_NEEDS,
                "needs.desk",
                _("Nhu cầu hỗ trợ"),
                _("Nhu cầu theo nội dung, xã, năm; mời đăng ký khi mở đợt."),
            ),
            Tool(
                Permission.READ_DESK,
                "opinions.waiting",
                _("Xin ý kiến đang chờ"),
                _("Sở khác, UBND xã, chuyên gia chưa trả lời; hạn và quá hạn."),
            ),
            Tool(
                Permission.KEEP_AGENCIES,
                "opinions.agency_list",
                _("Danh bạ nơi xin ý kiến"),
                _("Tên, thư điện tử, địa chỉ của nơi thường được xin ý kiến."),
            ),
            Tool(
                Permission.READ_DESK,
                "appraisal.interest_list",
                _("Khai báo lợi ích liên quan"),
                _("Ai không xử lý hồ sơ, đơn vị nào; lãnh đạo rút khai báo."),
            ),
            Tool(
                Permission.MANAGE_PARTNERS,
                "needs.partner_list",
                _("Đối tác giới thiệu"),
                _("Liên minh Hợp tác xã, hiệp hội, sở ngành, UBND xã đăng ký thay thành viên."),
            ),
        ],
    ),
    (
        _("Ký và ban hành"),
        [
            Tool(
                Permission.READ_DESK,
                "review.waiting_list",
                _("Chờ ký"),
                _("Hồ sơ trình lãnh đạo Sở: quyết định theo danh sách, lập bộ trình ký."),
            ),
            Tool(
                Permission.READ_DESK,
                "review.bundle_list",
                _("Bộ trình ký"),
                _("Tờ trình, dự thảo quyết định, danh sách đi ký thành một bộ; ghi nhận đã ký."),
            ),
            Tool(
                Permission.ISSUE_LISTS,
                "review.to_issue_first",
                _("Chờ ban hành"),
                _("Ban hành nhiều hồ sơ bằng một số, một ngày, một tệp đã ký."),
            ),
        ],
    ),
    (
        _("Xét chọn"),
        [
            Tool(
                Permission.SEE_SESSIONS,
                "selection.listed",
                _("Phiên xét chọn"),
                _("Phiên của Hội đồng hoặc Tổ: thành viên, chấm điểm, xếp hạng, kết luận."),
            ),
            Tool(
                Permission.READ_DESK,
                "selection.reserve_list",
                _("Danh sách dự bị"),
                _("Hồ sơ chờ chỗ trống theo đợt và nội dung."),
            ),
        ],
    ),
    (
        _("Phục vụ đơn vị"),
        [
            Tool(
                Permission.READ_RATINGS,
                "correspondence.rating_counts",
                _("Mức độ hài lòng"),
                _("Số đếm đánh giá của đơn vị theo đợt, nội dung."),
            ),
        ],
    ),
    (
        _("Sổ hỗ trợ"),
        [
            Tool(
                Permission.IMPORT_HISTORY,
                "imports.listed",
                _("Nhập lịch sử hỗ trợ"),
                _("Đưa danh sách các năm trước (.xlsx, .csv) vào sổ; hoàn tác được cả đợt."),
            ),
            Tool(
                Permission.READ_LEDGER,
                "ledger.exception_list",
                _("Cho phép thêm"),
                _("Đề nghị và quyết định cho một tổ chức được xem xét đăng ký lại một nội dung."),
            ),
            Tool(
                Permission.READ_LEDGER,
                "ledger.rules",
                _("Quy tắc 01 lần"),
                _("Đơn vị tính của từng nội dung, danh sách tiêu chuẩn, phạm vi chặn đăng ký."),
            ),
            Tool(
                Permission.READ_DESK,
                "review.year_register",
                _("Sổ theo dõi hồ sơ"),
                _("Mọi hồ sơ nộp trong một năm, thành tệp Excel, CSV hoặc PDF."),
            ),
            Tool(
                Permission.TAKE_AWAY,
                "exports.listed",
                _("Tệp đã xuất"),
                _("Excel, CSV, ZIP đã yêu cầu: tiến độ, tải về; tự xóa sau ít ngày."),
            ),
            Tool(
                Permission.READ_LEDGER,
                "ledger.reviews",
                _("Rà soát lịch sử hỗ trợ"),
                _("Đánh dấu đã rà soát đến năm nào; khi đó trang của đơn vị mới nói “còn”."),
            ),
        ],
    ),
    (
        _("Thiết lập chương trình"),
        [
            Tool(
                Permission.SET_UP_PROGRAMMES,
                "programmes.call_desk",
                _("Đợt đăng ký"),
                _("Tạo, công bố, gia hạn, đóng đợt; chỉ tiêu, thời hạn, thông báo."),
            ),
            Tool(
                Permission.SET_UP_PROGRAMMES,
                "programmes.programme_list",
                _("Chương trình, kế hoạch, dự án"),
                _("Số, ngày, thời gian, phạm vi tính 01 lần, văn bản, dự án và kinh phí."),
            ),
            Tool(
                Permission.SET_UP_CONTENTS,
                "programmes.builder_list",
                _("Nội dung hỗ trợ, câu hỏi, giấy tờ"),
                _("Sửa thành bản thảo, so sánh, công bố phiên bản mới."),
            ),
            Tool(
                Permission.SET_UP_PROVINCE,
                "programmes.calendar_days",
                _("Ngày làm việc"),
                _("Ngày nghỉ lễ, hoán đổi, làm bù theo năm."),
            ),
            Tool(
                Permission.SET_UP_TEMPLATES,
                "papers.template_list",
                _("Mẫu văn bản"),
                _("Tải mẫu Word của tờ trình, quyết định, thông báo về sửa rồi tải lên."),
            ),
            Tool(
                Permission.SET_UP_LETTERS,
                "correspondence.letter_list",
                _("Mẫu thư"),
                _("Sửa nội dung thư bằng các trường có sẵn; xem trước, phiên bản, mặc định."),
            ),
            Tool(
                Permission.SET_UP_PROVINCE,
                "programmes.province_profile",
                _("Hồ sơ tỉnh"),
                _("Tên Sở, Chi cục, liên hệ, biểu trưng, xã, phường."),
            ),
        ],
    ),
    (
        _("Quản trị"),
        [
            Tool(
                Permission.MANAGE_PEOPLE,
                "people.listed",
                _("Người dùng"),
                _("Mời cán bộ, giao vai trò, khóa tài khoản."),
            ),
            Tool(
                Permission.READ_LETTERS,
                "letters.failed",
                _("Thư chưa gửi được"),
                _("Thư mà máy chủ thư không nhận, kèm lý do; gửi lại."),
            ),
            Tool(
                Permission.PRINT_LETTERS,
                "paper_letters.to_print",
                _("Thư cần in"),
                _("Thư cho đơn vị không có thư điện tử: in, nhắn Zalo, ghi đã giao."),
            ),
        ],
    ),
]
