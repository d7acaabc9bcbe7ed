"""The template (mẫu) to download: one sheet to fill in, the contents and codes, how to fill in."""

from collections.abc import Iterator, Sequence

from app.programmes.services import contents
from app.spreadsheets.write import Column, Table, xlsx
from app.text import _


def workbook() -> bytes:
    """Return the template as .xlsx."""
    return xlsx(
        [
            Table(_("Lịch sử hỗ trợ"), _columns(), [_example()]),
            Table(
                _("Nội dung và mã"),
                [
                    Column(_("Mã nội dung"), 14),
                    Column(_("Tên nội dung"), 60),
                    Column(_("Tiêu chuẩn, công cụ (nếu tính theo từng loại)"), 60),
                ],
                list(_contents()),
            ),
            Table(_("Hướng dẫn"), [Column(_("Cách điền"), 110)], [[line] for line in _guide()]),
        ]
    )


def _columns() -> list[Column]:
    return [
        Column(_("Tên đơn vị"), 40),
        Column(_("Mã số thuế"), 16),
        Column(_("Địa chỉ"), 32),
        Column(_("Người đại diện"), 22),
        Column(_("Điện thoại"), 14),
        Column(_("Nội dung hỗ trợ"), 40),
        Column(_("Năm hỗ trợ"), 10),
        Column(_("Số văn bản"), 20),
        Column(_("Dự án"), 30),
        Column(_("Kinh phí hỗ trợ (đồng)"), 18),
        Column(_("Sản phẩm"), 30),
        Column(_("Số giấy chứng nhận"), 20),
        Column(_("Ngày cấp giấy chứng nhận"), 16),
        Column(_("Ghi chú"), 24),
    ]


def _example() -> Sequence[str]:
    return [
        _("Ví dụ: HTX Mẫu, xóa dòng này"), "", "", "", "", "HTQL-9001", "2022", "12/QĐ-SKHCN", "",
        "15.000.000", "", "", "", "",
    ]  # fmt: skip


def _contents() -> Iterator[Sequence[str]]:
    for content in contents.listed(with_history=True):
        names = "; ".join(str(each["name"]) for each in content.standards)
        yield [content.code, contents.name_of(content), names]


def _guide() -> list[str]:
    return [
        _("Mỗi dòng là một lượt hỗ trợ của một đơn vị."),
        _("Mã số thuế ghi dạng chữ để không mất số 0 ở đầu; đơn vị không có mã thì để trống."),
        _("Nội dung hỗ trợ ghi mã hoặc tên như trang “Nội dung và mã”; ghi tự do cũng được."),
        _("Năm hỗ trợ ghi đủ bốn chữ số, hoặc ngày như 05/04/2021."),
        _("Số văn bản giúp nhận ra một lượt được ghi ở hai danh sách."),
        _("Dự án ghi mã hoặc tên; dự án chưa có trong danh sách được giữ nguyên chữ."),
        _("Kinh phí hỗ trợ ghi bằng đồng, của riêng lượt đó; chưa biết thì để trống."),
        _("Nhiều sản phẩm cách nhau bằng dấu chấm phẩy."),
        _("Hệ thống xét từng dòng trước; chưa ghi gì vào sổ cho đến khi cán bộ nhấn ghi."),
    ]
