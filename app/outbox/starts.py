"""Where an edit begins for the letters whose words of the system have conditions in them. Pure."""

from app.text import _

SUBMITTED = (
    _("Đã nhận hồ sơ {ma_cac_ho_so}"),
    """Kính gửi {ten_don_vi},

Hồ sơ của đơn vị đã được nộp. Mã hồ sơ dùng để tra cứu cùng với mã số thuế.

{viec_tiep_theo}

{thong_tin_ho_so}

Xem hồ sơ:
{duong_dan}
""",
)
RESERVE = (
    _("Hồ sơ {ma_ho_so} nằm trong danh sách dự bị"),
    """Kính gửi {ten_don_vi},

Hồ sơ của đơn vị đã được xét chọn và nằm trong danh sách dự bị: đủ điều kiện, chờ khi đợt còn chỗ.

{gia_tri_du_bi}

Đơn vị không phải nộp thêm gì. Trong thời gian này nội dung đăng ký vẫn được giữ cho đơn vị.

{thong_tin_ho_so}

Xem hồ sơ:
{duong_dan}
""",
)
APPROVED = (
    _("Hồ sơ {ma_ho_so} được phê duyệt hỗ trợ"),
    """Kính gửi {ten_don_vi},

Hồ sơ của đơn vị được phê duyệt hỗ trợ theo văn bản số {so_van_ban} ngày {ngay_van_ban}.

{muc_ho_tro}

Việc tiếp theo: cán bộ liên hệ để ký hợp đồng hoặc thỏa thuận tham gia. Đơn vị chưa cần nộp thêm \
giấy tờ nào cho đến khi được liên hệ.

{thong_tin_ho_so}

Xem hồ sơ:
{duong_dan}
""",
)
REMINDER = (
    _("{thoi_gian_con} hồ sơ {ma_ho_so}"),
    """Kính gửi {ten_don_vi},

Hồ sơ của đơn vị đang chờ bổ sung. Hạn trả lời là 17 giờ ngày {han_bo_sung}.

Quá hạn trên, hồ sơ dừng giải quyết; đơn vị có thể nộp hồ sơ mới khi đợt đăng ký còn mở.

{thong_tin_ho_so}

Bổ sung hồ sơ:
{duong_dan}
""",
)
CLOSING = (
    _("{thoi_gian_con} hồ sơ – {dot_dang_ky}"),
    """Kính gửi {ten_don_vi},

Đơn vị còn bản nháp chưa nộp trong {dot_dang_ky}. Hạn nộp: {han_nop} (giờ Việt Nam).
{cac_noi_dung}

Bản nháp không giữ chỗ; sau hạn trên không nộp được nữa.

Mở hồ sơ của đơn vị:
{duong_dan}
""",
)
PUBLISHED = (
    _("Đợt đăng ký mới: {dot_dang_ky}"),
    """Kính gửi anh/chị {ten_nguoi_nhan},

Sở vừa công bố {dot_dang_ky}, có nội dung anh/chị quan tâm:
{cac_noi_dung}

Nhận hồ sơ từ {bat_dau_nhan} đến {han_nop} (giờ Việt Nam).
Người hướng dẫn: {nguoi_huong_dan}

Xem đợt đăng ký:
{duong_dan}
""",
)
CLAIM = (
    _("Kết quả yêu cầu tham gia đơn vị"),
    """Kính gửi anh/chị {ten_nguoi_nhan},

{ket_qua}

Mở trang của đơn vị:
{duong_dan}
""",
)
EXCEPTION = (
    _("Đơn vị được xem xét đăng ký lại: {noi_dung}"),
    """Kính gửi anh/chị {ten_nguoi_nhan},

{ten_don_vi} đã được hỗ trợ nội dung dưới đây năm {nam}. Theo văn bản số {so_van_ban} ngày \
{ngay_van_ban}, đơn vị được xem xét đăng ký lại nội dung này.

Nội dung: {noi_dung_tieu_chuan}

Đây là việc cho phép đăng ký, chưa phải kết quả hỗ trợ. Đơn vị nộp hồ sơ khi có đợt đăng ký đang mở.

Nội dung còn có thể đăng ký:
{duong_dan}
""",
)
SELECTION = (
    _("Mời chấm điểm: {ten_phien}"),
    """Kính gửi anh/chị {ten_nguoi_nhan},

Anh/chị là thành viên {hoi_dong} của {dot_dang_ky}. {ten_phien} đã mở chấm điểm.

{ngay_dia_diem_hop}

Anh/chị chấm độc lập từng hồ sơ; điểm không hiển thị cho người khác cho đến khi thư ký khóa chấm \
điểm. Nếu có quan hệ với đơn vị nộp hồ sơ, anh/chị khai báo ngay trên trang của hồ sơ đó.

Mở trang chấm điểm:
{duong_dan}
""",
)
INTEREST = (
    _("Có khai báo lợi ích liên quan ở hồ sơ {ma_ho_so}"),
    """Kính gửi {ten_nguoi_nhan},

{khai_bao}

{can_phan_cong}

Mở hồ sơ:
{duong_dan}
""",
)
OPINION = (
    _("Xin ý kiến về hồ sơ {ma_ho_so}"),
    """Kính gửi {ten_nguoi_nhan},

Chúng tôi đang xem xét hồ sơ {ma_ho_so} của {ten_don_vi}, đề nghị hỗ trợ nội dung: {noi_dung}. \
Để có cơ sở xem xét, trân trọng đề nghị cho ý kiến về:

{cac_cau_hoi}

Đề nghị trả lời chậm nhất ngày {han_tra_loi}.
Liên hệ: {lien_he}

Trả lời tại trang sau, không cần đăng nhập; đường dẫn dùng được đến {han_lien_ket}:
{duong_dan}
""",
)
SILENCE = (
    _("Hồ sơ cần xử lý: {so_ho_so} hồ sơ quá hạn hoặc chưa có bước mới"),
    """Kính gửi anh/chị {ten_nguoi_nhan},

Các hồ sơ sau đã quá hạn hoặc nhiều ngày chưa có bước mới:

{cac_ho_so}

Mỗi hồ sơ được nhắc một lần cho mỗi bước.

Mở “Việc của tôi”:
{duong_dan}
""",
)
