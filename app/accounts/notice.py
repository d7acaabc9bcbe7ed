"""The notice on personal data (thông báo xử lý dữ liệu cá nhân) that people agree to.

Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 and Nghị định số 356/2025/NĐ-CP: the purpose is told
before the data is given, and version, text and time of the consent are kept. A changed text
needs a new version here; consents given to an older one keep pointing to theirs.
"""

from dataclasses import dataclass

from app.text import _


@dataclass(frozen=True)
class Notice:
    """One version of the notice, as it is shown and kept with each consent."""

    version: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The whole notice as one text, to be kept with the consent."""
        return "\n\n".join(self.paragraphs)


def current() -> Notice:
    """Return the notice that is in force."""
    return Notice(
        version="2026-11",
        paragraphs=(
            _(
                "Sở Khoa học và Công nghệ xử lý dữ liệu cá nhân khai trên trang này để tiếp nhận, "
                "xem xét đăng ký hỗ trợ nâng cao năng suất, chất lượng, thông báo kết quả và theo "
                "dõi việc thực hiện hỗ trợ. Dữ liệu không dùng cho mục đích khác."
            ),
            _(
                "Dữ liệu gồm: họ tên, chức vụ của người đại diện; họ tên, số điện thoại, địa chỉ "
                "thư điện tử của người liên hệ; số định danh khi số đó là mã số thuế của hộ kinh "
                "doanh. Không thu thập ảnh căn cước."
            ),
            _(
                "Người được xem: chính đơn vị và cán bộ được giao xử lý hồ sơ. Số định danh được "
                "che bớt với người khác. Trang tra cứu công khai chỉ hiển thị trạng thái và ngày."
            ),
            _(
                "Dữ liệu được lưu cùng hồ sơ theo quy định về lưu trữ, vì sổ theo dõi hỗ trợ là "
                "căn cứ để mỗi nội dung chỉ được hỗ trợ một lần. Đăng ký chưa xác nhận qua thư "
                "không tạo hồ sơ."
            ),
            _(
                "Anh/chị có quyền xem, sửa dữ liệu của mình, rút lại sự đồng ý, yêu cầu hạn chế "
                "hoặc xóa dữ liệu. Yêu cầu được phản hồi tiếp nhận trong 02 ngày làm việc. Việc "
                "rút lại sự đồng ý không ảnh hưởng đến những gì đã xử lý trước đó."
            ),
            _(
                "Căn cứ: Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15 và Nghị định số "
                "356/2025/NĐ-CP."
            ),
        ),
    )
