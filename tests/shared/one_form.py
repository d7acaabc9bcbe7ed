"""One phiếu for several contents, for tests."""

from tests.factories import FIVE_S, GAP, ISO9001

THREE = (ISO9001, FIVE_S, GAP)
COMMON = {"hien_trang", "muc_tieu", "pham_vi_ap_dung", "doi_ung", "da_ky_tu_van"}
