"""A record of a visit filled in where there is no signal: nothing lost, nothing doubled."""

from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from app import transactions
from app.applications.services import queries
from app.appraisal.services import visits
from tests import house
from tests.browser.conftest import Enter
from tests.fixtures.browsing import NARROW
from tests.fixtures.serving import Server
from tests.house.appraisals import photo

KEPT = "Đã giữ trên máy này."
SITE, REMARK = "Nhà xưởng, địa điểm", "Nhận xét của đoàn"
COUNT = """() => new Promise((done) => {
  const opening = indexedDB.open("nscl-keep", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("forms");
  opening.onsuccess = () => {
    const asked = opening.result.transaction("forms").objectStore("forms").count();
    asked.onsuccess = () => { opening.result.close(); done(asked.result); };
  };
})"""


def test_a_record_typed_without_signal_is_sent_once_when_it_is_back(
    server: Server, things: house.House, enter: Enter, tmp_path: Path
) -> None:
    page = enter("officer", width=NARROW["width"])
    address = things.path("/xet-duyet/{planned_visit}/khao-sat/{visit_id}/bien-ban")
    page.goto(address)
    status = page.locator("[data-keep-status]")
    page.get_by_label(SITE).fill("Xưởng 300 m²")
    expect(status).to_have_text(KEPT)

    page.context.set_offline(True)
    image = tmp_path / "anh.jpg"
    image.write_bytes(photo().getvalue())
    page.get_by_label("Ảnh hiện trường").set_input_files(image)
    page.get_by_label(REMARK).fill("Phù hợp với hồ sơ")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(status).to_contain_text("sẽ gửi khi có mạng")
    page.get_by_label(REMARK).fill("Phù hợp với hồ sơ, đã xem sổ")  # goes on typing
    expect(status).to_contain_text("Đã giữ cả phần vừa sửa")
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(address)

    page.context.set_offline(False)
    page.goto(address)  # sends what waited, and keeps what was typed since
    expect(page.get_by_text("Đã nhận 1 ảnh.")).to_be_visible()
    expect(page.get_by_label(REMARK)).to_have_value("Phù hợp với hồ sơ, đã xem sổ")
    # The page may say so of what waited already: the answer to this press is waited for itself.
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_text("Đã lưu biên bản nháp.")).to_be_visible()
    _is_kept_once(server, things)

    page.goto(address)
    page.get_by_label(SITE).fill("Chưa gửi")
    expect(status).to_have_text(KEPT)
    assert page.evaluate(COUNT) == 1
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap")
    assert page.evaluate(COUNT) == 0  # nothing personal stays on the device


def _is_kept_once(server: Server, things: house.House) -> None:
    parts = things.things["planned_visit"]
    with server.app.app_context(), transactions.reading():
        visit = visits.get(queries.get(parts["application_id"]), parts["visit_id"])
        assert visit.version == 3
        assert [lot.count for lot in visit.photos] == [1]
        assert visit.said["findings"]["site"] == "Xưởng 300 m²"
        assert visit.said["remark"] == "Phù hợp với hồ sơ, đã xem sổ"
