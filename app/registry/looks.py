"""The words of the acts on organisations: what a button says, and what it is for. Pure."""

from dataclasses import dataclass

from app.registry.models import BRANCH, IDENTIFIER, JOIN, RENAME, SPLIT, SUCCESSOR
from app.text import _


@dataclass(frozen=True)
class ActLook:
    """How an act is shown; `slug` names it in an address."""

    slug: str
    label: str
    explains: str
    other: str = ""  # what the other organisation is, in an act on two


LOOKS: dict[str, ActLook] = {
    RENAME: ActLook(
        "doi-ten",
        _("Đổi tên"),
        _("Tên cũ vẫn được lưu và tìm thấy. Hồ sơ đã nộp giữ tên lúc nộp."),
    ),
    IDENTIFIER: ActLook(
        "doi-ma-so",
        _("Đổi mã số"),
        _("Mã số cũ hết hiệu lực từ ngày ghi dưới đây và vẫn dẫn đến tổ chức này."),
    ),
    BRANCH: ActLook(
        "chi-nhanh",
        _("Ghi là chi nhánh"),
        _("Chi nhánh và đơn vị chủ quản là một tổ chức theo quy tắc 01 lần."),
        _("Đơn vị chủ quản"),
    ),
    SUCCESSOR: ActLook(
        "ke-thua",
        _("Ghi đơn vị tiền thân"),
        _("Tổ chức này kế thừa một tổ chức khác: hợp nhất, sáp nhập, chuyển đổi loại hình."),
        _("Đơn vị tiền thân"),
    ),
    JOIN: ActLook(
        "gop",
        _("Gộp bản ghi trùng"),
        _(
            "Hai bản ghi là cùng một tổ chức: bản ghi này ở lại, nhận hồ sơ, người đại diện, mã số "
            "và lịch sử của bản ghi kia."
        ),
        _("Bản ghi trùng"),
    ),
    SPLIT: ActLook(
        "tach",
        _("Ghi việc tách, chia"),
        _("Một đơn vị mới tách ra: cán bộ chọn các lượt hỗ trợ chuyển theo đơn vị mới."),
        _("Đơn vị mới"),
    ),
}
