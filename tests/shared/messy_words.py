"""How offices write their lists: words for contents, names, places, the orders of columns."""

from datetime import UTC, datetime

# How offices say a content: (content, standard, edition, words).
SAYINGS = (
    ("HTQL-9001", "", "2008", "HTQLCL ISO 9001-2008"),
    ("HTQL-9001", "", "2015", "Áp dụng HTQLCL theo TCVN ISO 9001:2015"),
    ("HTQL-9001", "", "", "HTQCL TCVN ISO 9001"),
    ("HTQL-9001", "", "2015", "Xây dựng và áp dụng HTQLCL ISO 9001/2015"),
    ("HTQL-9001", "", "", "Hệ thống quản lí chất lượng"),
    ("HTQL-22000", "", "2018", "HTQLATTP ISO 22000:2018"),
    ("HTQL-22000", "", "", "Hệ thống quản lý ATTP"),
    ("HTQL-NGANH", "HACCP", "", "Áp dụng HACCP"),
    ("CN-ATTP", "", "", "Chứng nhận HACCP"),
    ("CN-MT", "", "2015", "Chứng nhận ISO 14001:2015"),
    ("CC-5S", "", "", "5S"),
    ("CC-5S", "", "", "Áp dụng công cụ 5 S"),
    ("CC-KHAC", "Kaizen", "", "Công cụ cải tiến Kaizen"),
    ("MH-DIEM", "", "", "Mô hình điểm NSCL"),
    ("NN-GAP", "VietGAP", "", "VietGAP"),
    ("NN-GAP", "VietGAP", "", "Hỗ trợ chứng nhận Viet GAP"),
    ("NN-GAP", "GLOBALG.A.P.", "", "tiêu chuẩn GlobalGAP"),
    ("NN-GAP", "VietGAHP (chăn nuôi)", "", "thực hành GAHP"),
    ("NN-HUUCO", "", "", "SX nông nghiệp hữu cơ"),
    ("TXNG-AD", "", "", "TXNG"),
    ("TXNG-AD", "", "", "Áp dụng hệ thống truy suất nguồn gốc, tem điện tử"),
    ("TXNG-AD", "", "", "Tem QR truy xuất nguồn gốc"),
    ("TXNG-CN", "", "", "Chứng nhận hệ thống TXNG"),
    ("SP-HCHQ", "", "", "Chứng nhận hợp chuẩn, hợp quy"),
    ("SP-HCHQ", "", "", "CN HCHQ"),
    ("SP-CONGBO", "", "", "Công bố hợp quy"),
    ("SP-TCCS", "", "", "XD TCCS"),
    ("SP-TCCS", "", "", "Xây dựng tiêu chuẩn cơ sở"),
    ("CDS-QT", "", "", "CĐS"),
    ("CDS-QT", "ERP (hoạch định nguồn lực doanh nghiệp)", "", "Phần mềm ERP"),
    ("NH-MSMV", "", "", "MSMV"),
    ("NH-MSMV", "", "", "Đăng ký nhãn hiệu, mã số mã vạch"),
    ("DT-QL", "", "", "Tập huấn NSCL"),
)  # fmt: skip
FORMS = (
    ("doanh_nghiep", ("Công ty TNHH", "Cty TNHH", "CÔNG TY TNHH")),
    ("doanh_nghiep", ("Công ty cổ phần", "Cty CP", "CÔNG TY CP")),
    ("hop_tac_xa", ("Hợp tác xã", "HTX", "HỢP TÁC XÃ")),
    ("co_so_sxkd", ("Hộ kinh doanh", "HKD", "HỘ KINH DOANH")),
)
TRADES = (
    "Nông sản", "Hoa hồi", "Chế biến gỗ", "Cơ khí", "Vật liệu", "Mắc ca", "Thạch đen", "Dược liệu",
    "Mật ong", "Bao bì", "Miến dong", "Rượu men lá",
)  # fmt: skip
PLACES = (
    "Đá Trắng", "Suối Hồng", "Bản Mây", "Đồng Thông", "Khe Sáo", "Nà Lụa", "Phố Đèn", "Gò Sim",
    "Thung Nắng", "Vườn Lê",
)  # fmt: skip
PEOPLE = ("Nông Văn Tú", "Hoàng Thị Mai", "Lý Đức Sơn", "Vi Thu Lan", "Bế Minh Hòa")
PER_SHEET = 900
CREATED = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # so the bytes are always the same
# Layouts: the headings of a sheet (upper, lower); two columns under one upper heading are merged.
LAYOUTS: tuple[tuple[tuple[str, str, str], ...], ...] = (
    (
        ("number", "STT", ""), ("name", "Tên tổ chức", ""), ("code", "Mã số thuế", ""),
        ("address", "Địa chỉ", ""), ("content", "Nội dung hỗ trợ", ""),
        ("year", "Năm thực hiện", ""), ("document", "Văn bản", "Số"),
        ("given", "Văn bản", "Ngày ban hành"), ("money", "Kinh phí (đồng)", ""),
        ("note", "Ghi chú", ""),
    ),
    (
        ("number", "TT", ""), ("code", "MST/MSDN", ""), ("name", "Đơn vị được hỗ trợ", ""),
        ("company", "Loại hình", "DN"), ("cooperative", "Loại hình", "HTX"),
        ("content", "Hỗ trợ", ""), ("given", "Thời gian", ""), ("person", "Người đại diện", ""),
        ("phone", "Số ĐT", ""),
    ),
    (
        ("number", "Stt", ""), ("content", "Nội dung", ""), ("name", "Tên DN, HTX", ""),
        ("year", "Năm", ""), ("code", "Mã số DN", ""), ("document", "Số quyết định", ""),
    ),
)  # fmt: skip
