"""What stands in the header: by what the person may do, from the policy alone."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from app.access import Actor, Permission, allowed
from app.guard import current_actor
from app.text import _

Item = tuple[str, str, bool]


@dataclass(frozen=True)
class Tool:
    """A place the header has no room for."""

    permission: Permission
    endpoint: str
    label: str
    hint: str


# Each place under one heading, as the page "Công việc khác" lists them.
_TOOLS: list[tuple[str, list[Tool]]] = [
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


def init_app(app: Flask) -> None:
    """Give every template `navigation`: (label, address, whether it is the page's place)."""

    @app.context_processor
    def navigation() -> dict[str, Any]:
        return {"navigation": items(current_actor(), request.path)}


def _places(actor: Actor) -> list[tuple[str, str]]:
    """Return (endpoint, label) in order."""
    asked = [
        (Permission.REPRESENT, "organisations.overview", _("Đơn vị")),
        (Permission.REPRESENT, "ledger.standing_page", _("Còn có thể đăng ký")),
        (Permission.REPRESENT, "applications.index", _("Hồ sơ của đơn vị")),
        (Permission.SPEAK_FOR_MEMBERS, "needs.given", _("Nhu cầu của thành viên")),
        (Permission.SEE_WORK, "review.work", _("Việc của tôi")),
        (Permission.READ_DESK, "review.queue", _("Danh sách hồ sơ")),
        (Permission.READ_DESK, "registry.index", _("Tổ chức")),
        (Permission.READ_LEDGER, "ledger.book_page", _("Sổ hỗ trợ")),
        (Permission.OPEN_TOOLS, "site.tools", _("Công việc khác")),
    ]
    places = [(endpoint, label) for wanted, endpoint, label in asked if allowed(wanted, actor)]
    if allowed(Permission.SEE_SESSIONS, actor) and not allowed(Permission.READ_DESK, actor):
        places.append(("selection.listed", _("Phiên xét chọn")))  # all that outside members see
    if not actor.staff:
        places += [
            ("programmes.content_list", _("Nội dung hỗ trợ")),
            ("programmes.call_list", _("Đợt đăng ký")),
        ]
    if actor.signed_in:
        return [*places, ("accounts.account", _("Tài khoản"))]
    return [
        *places,
        ("applications.look_up", _("Tra cứu hồ sơ")),
        ("organisations.register", _("Đăng ký tài khoản")),
    ]


def work_of(actor: Actor) -> tuple[str, str] | None:
    """Return (label, address) of where a signed-in person's work begins; None for a visitor."""
    if not actor.signed_in:
        return None
    endpoint, label = _places(actor)[0]
    return label, url_for(endpoint)


def tools(actor: Actor) -> list[tuple[str, list[Tool]]]:
    """Return what else a member of staff can do, under headings; what is not theirs is left out."""
    headed = [
        (heading, [tool for tool in under if allowed(tool.permission, actor)])
        for heading, under in _TOOLS
    ]
    return [(heading, under) for heading, under in headed if under]


def items(actor: Actor, path: str) -> list[Item]:
    """Return the header's links; the longest address the page lies under is its place.

    The pages of a tool lie under "Công việc khác", whatever address they have.
    """
    links = [(label, url_for(endpoint)) for endpoint, label in _places(actor)]
    leads = {href: href for _label, href in links}
    for _heading, under in tools(actor):
        for tool in under:
            leads.setdefault(url_for(tool.endpoint), url_for("site.tools"))
    around = [href for href in leads if path == href or path.startswith(href + "/")]
    here = leads[max(around, key=len)] if around else ""
    return [(label, href, href == here) for label, href in links]
