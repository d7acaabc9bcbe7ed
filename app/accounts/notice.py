"""The data notice (thông báo xử lý dữ liệu cá nhân) people consent to at registration.

After NĐ 356/2025/NĐ-CP, in force from 1/1/2026: the purpose is said before, consent is never
pre-ticked and its evidence kept, a request is acknowledged within 2 working days, processing
stops within 15 days of a withdrawal, extendable once by 15. A changed text takes a new VERSION;
who consented earlier keeps the text of that day.
"""

from dataclasses import dataclass
from datetime import date

from app.text import _, format_date

VERSION = "2026-11-23"


@dataclass(frozen=True)
class Notice:
    """A version of the notice and its paragraphs."""

    version: str
    paragraphs: tuple[str, ...]

    @classmethod
    def kept(cls, version: str, text: str) -> "Notice":
        """Return the notice as it was kept, for its evidence."""
        return cls(version, tuple(text.split("\n\n")))

    @property
    def day(self) -> str:
        """The version as people read it: the day since which the text holds."""
        return format_date(date.fromisoformat(self.version))

    @property
    def text(self) -> str:
        """The whole text, as it is kept with a consent."""
        return "\n\n".join(self.paragraphs)


def current() -> Notice:
    """Return the notice in force."""
    return Notice(
        VERSION,
        (
            _(
                "Mục đích: Sở dùng dữ liệu để nhận phiếu đăng ký, xét hỗ trợ năng suất, chất "
                "lượng, liên hệ với đơn vị, và theo dõi quy tắc mỗi tổ chức được hỗ trợ một "
                "nội dung một lần."
            ),
            _(
                "Dữ liệu: họ tên, địa chỉ thư điện tử, số điện thoại của người liên hệ; địa chỉ "
                "mạng mỗi lần đăng nhập; họ "
                "tên, chức vụ của người đại diện; mã số thuế của đơn vị. Với hộ kinh doanh, "
                "mã số thuế là số định danh cá nhân, nên được che bớt với người không trực "
                "tiếp xử lý hồ sơ. Hệ thống không thu ảnh căn cước."
            ),
            _(
                "Ai được xem: thành viên của đơn vị; cán bộ của Sở và Chi cục có nhiệm vụ "
                "tiếp nhận, thẩm định, phê duyệt, kiểm tra; người quản trị hệ thống. Trang "
                "tra cứu công khai chỉ cho biết trạng thái và ngày của hồ sơ."
            ),
            _(
                "Thời gian lưu: đăng ký không được xác nhận thì hết hiệu lực sau 24 giờ. Hồ "
                "sơ, quyết định và sổ theo dõi hỗ trợ được lưu theo quy định về lưu trữ, vì "
                "quy tắc hỗ trợ một lần cần tra lại các năm trước."
            ),
            _(
                "Quyền của anh/chị: xem và sửa dữ liệu của mình, đề nghị cung cấp bản sao, đề "
                "nghị xóa, rút lại sự đồng ý. Sở phản hồi đã nhận yêu cầu trong 02 ngày làm "
                "việc."
            ),
            _(
                "Khi anh/chị rút lại sự đồng ý, việc xử lý dừng trong 15 ngày, có thể gia hạn "
                "một lần thêm 15 ngày; những việc pháp luật cho phép xử lý không cần đồng ý "
                "thì vẫn tiếp tục. Việc rút lại không làm mất hiệu lực của việc xử lý trước "
                "đó."
            ),
        ),
    )
