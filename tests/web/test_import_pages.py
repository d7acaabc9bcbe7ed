"""The pages of the history import, as an officer goes through them."""

import io
import re

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.access import Role
from app.extensions import db
from app.imports.services import batches
from app.imports.services.perform import get
from app.ledger.models import Entry
from bench.counting import counted
from tests.factories import World, tax_code
from tests.fixtures.application import Clients
from tests.fixtures.visitor import Visitor, forms_on
from tests.people import enter

BASE = "/so-ho-tro/nhap-lich-su"
CODES = [tax_code(number) for number in range(300, 306)]
HISTORY = f"""TỔNG HỢP HỖ TRỢ 2015-2020,,,,
STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm
1,Công ty TNHH Hồi Xứ Lạng,{CODES[0]},HTQLCL ISO 9001-2008,2016
2,HTX Nông sản Tràng Định,{CODES[1]},VietGAP,2018
3,HTX Nông sản Tràng Định,{CODES[1]},VietGAP,2019
4,Công ty CP Đá Hữu Lũng,{CODES[2]},múa lân,2017
Tổng cộng: 4,,,,
"""


@pytest.fixture
def officer(world: World, client: Visitor) -> Visitor:
    enter(client, _email(world))
    return client


def _email(world: World) -> str:
    world.staff(Role.OFFICER, email="can-bo@so.example.vn")
    return "can-bo@so.example.vn"


def upload(visitor: Visitor, text: str = HISTORY, name: str = "lich-su.csv") -> TestResponse:
    return visitor.submit(f"{BASE}/tai-len", {"file": (io.BytesIO(text.encode()), name)})


def test_an_officer_brings_a_file_in_from_its_bytes_to_the_ledger(
    officer: Visitor, world: World
) -> None:
    columns = upload(officer).location
    assert officer.submit(columns).status_code == 303
    page = officer.get(f"{BASE}/1").text
    assert "Chờ quyết định và ghi sổ" in page
    rows = officer.get(f"{BASE}/1/dong").text
    assert "trùng với một dòng khác của tệp (lich-su.csv, dòng 4)" in rows
    assert "D6: không nhận ra nội dung “múa lân”" in rows
    assert officer.submit(f"{BASE}/1/hang-loat", {"what": "proposal"}).status_code == 303
    assert officer.submit(f"{BASE}/1/dong/4", {"content": "1"}, form="/sua").status_code == 303
    assert officer.submit(f"{BASE}/1/ghi").status_code == 303
    assert "Đã ghi vào sổ" in officer.get(f"{BASE}/1").text
    told = officer.submit(f"{BASE}/1", {"kind": "csv"}, form="/xuat").data.decode("utf-8-sig")
    assert told.splitlines()[0].startswith("Trang tính,Dòng,Tên đơn vị,Mã số thuế")
    assert "không nhận ra nội dung" not in told  # what was mended
    assert told.count(",Có,") == 4
    assert world.count(Entry, Entry.batch_id == 1, Entry.state == "used") == 3
    assert world.count(Entry, Entry.batch_id == 1, Entry.state == "set_aside") == 1


def judged(officer: Visitor, text: str = HISTORY) -> None:
    officer.submit(upload(officer, text).location)


def test_what_is_no_spreadsheet_is_refused_next_to_the_file(officer: Visitor) -> None:
    answer = officer.submit(f"{BASE}/tai-len", {"file": (io.BytesIO(b"%PDF-1.7"), "bang.xlsx")})
    assert answer.status_code == 422
    assert "không phải là bảng tính" in answer.text


def test_the_same_file_is_told_and_may_come_again_when_asked_for(officer: Visitor) -> None:
    judged(officer)
    answer = upload(officer)
    assert answer.status_code == 422
    assert "Tệp này đã tải lên ngày 23/11/2026" in answer.text
    original = officer.get(f"{BASE}/1/tep")
    assert original.get_data() == HISTORY.encode()
    assert original.headers["Content-Disposition"].startswith("attachment;")
    file = (io.BytesIO(HISTORY.encode()), "lai.csv")
    assert officer.submit(f"{BASE}/tai-len", {"file": file, "again": "y"}).status_code == 303


def test_one_column_is_not_two_things(officer: Visitor) -> None:
    columns = upload(officer).location
    answer = officer.submit(columns, {"col_0_4": "name"})
    assert answer.status_code == 422
    assert "đã chọn cho một cột khác" in answer.text


def test_two_officers_at_one_row_and_the_second_is_told(officer: Visitor) -> None:
    judged(officer)
    page = officer.get(f"{BASE}/1/dong/3")
    (form,) = [each for each in forms_on(page.text) if "decision" in each.names]
    assert officer.submit(f"{BASE}/1/dong/3", {"decision": "skip"}, form="/chon").status_code == 303
    answer = officer.post(form.action, data={**form.values.to_dict(), "decision": "set_aside"})
    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text


def test_a_wording_used_often_is_explained_once_next_to_its_field(officer: Visitor) -> None:
    lines = [f"{n},HTX Số {n},,múa  lân,2015" for n in range(1, 4)]
    judged(officer, "\n".join(["STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm", *lines]))
    assert "Sửa một loạt" in officer.get(f"{BASE}/1/dong").text
    groups = officer.get(f"{BASE}/1/sua-mot-loat").text
    assert "HTX Số 1" in groups
    (page,) = set(re.findall(rf'href="({BASE}/1/sua-mot-loat/\w+)"', groups))
    refused = officer.submit(page, {"content": ""})
    assert refused.status_code == 422
    assert "Vui lòng chọn nội dung hỗ trợ." in refused.text
    (vietgap,) = re.findall(r'value="(\d+:VietGAP)"', refused.text)
    stale = forms_on(officer.get(page).text)
    done = officer.submit(page, {"content": vietgap})
    assert done.status_code == 303
    assert "Đã sửa và xét lại 3 dòng." in officer.get(done.location).text
    assert "Sửa một loạt 3 dòng" in officer.get(f"{BASE}/1").text
    assert "múa" not in officer.get(f"{BASE}/1/dong?judgement=error").text
    assert "Sửa một loạt" not in officer.get(f"{BASE}/1/dong").text
    (form,) = [each for each in stale if "content" in each.names]
    late = officer.post(page, data={**form.values.to_dict(), "content": vietgap})
    assert late.status_code == 409
    assert "Nhóm này không còn dòng nào chờ sửa." in late.text


def test_a_year_no_programme_has_is_refused_next_to_the_year(officer: Visitor) -> None:
    lines = [f"{n},HTX Số {n},,5S,năm kia" for n in range(1, 4)]
    judged(officer, "\n".join(["STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm", *lines]))
    groups = officer.get(f"{BASE}/1/sua-mot-loat").text
    (page,) = set(re.findall(rf'href="({BASE}/1/sua-mot-loat/\w+)"', groups))
    for typed, words in (("", "Vui lòng điền"), ("1916", "năm 1916 không hợp lý")):
        refused = officer.submit(page, {"year": typed})
        assert refused.status_code == 422
        assert words in refused.text
        assert 'id="year-error"' in refused.text
    assert officer.submit(page, {"year": "2016"}).status_code == 303
    assert "Không còn nhóm dòng lỗi nào" in officer.get(f"{BASE}/1/sua-mot-loat").text


def test_a_row_leads_to_the_next_that_waits_and_after_the_last_to_the_batch(
    officer: Visitor,
) -> None:
    lines = [f"{n},HTX Số {n},,múa lân,2015" for n in range(1, 4)]
    judged(officer, "\n".join(["STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm", *lines]))
    for row, following in ((1, 2), (3, 1)):  # after the last the first
        page = officer.get(f"{BASE}/1/dong/{row}").text
        assert "Dòng chờ quyết định tiếp theo" in page
        assert f'href="{BASE}/1/dong/{following}"' in page
    for row in (1, 2, 3):
        officer.submit(f"{BASE}/1/dong/{row}", {"decision": "skip"}, form="/chon")
    page = officer.get(f"{BASE}/1/dong/3").text
    assert "Không còn dòng nào chờ quyết định." in page
    assert "Dòng chờ quyết định tiếp theo" not in page


def test_rows_are_filtered_and_paged_by_key(officer: Visitor) -> None:
    lines = [f"{n},HTX Số {n},,5S,2015" for n in range(1, 8)]
    judged(officer, "\n".join(["STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm", *lines]))
    first = officer.get(f"{BASE}/1/dong?so=5").text
    assert "HTX Số 5" in first
    assert "HTX Số 6" not in first
    assert "sau=5" in first
    second = officer.get(f"{BASE}/1/dong?so=5&sau=5").text
    assert "HTX Số 6" in second
    assert "HTX Số 5" not in second
    found = officer.get(f"{BASE}/1/dong?q=Số+7").text
    assert "HTX Số 7" in found
    assert "HTX Số 6" not in found


def test_a_lead_takes_the_batch_back_with_a_reason(
    officer: Visitor, world: World, clients: Clients
) -> None:
    judged(officer)
    officer.submit(f"{BASE}/1/ghi")
    assert officer.get(f"{BASE}/1/hoan-tac").status_code == 403
    lead = clients()
    world.staff(Role.LEAD, email="lanh-dao@so.example.vn")
    enter(lead, "lanh-dao@so.example.vn")
    assert lead.submit(f"{BASE}/1/hoan-tac").status_code == 422
    assert lead.submit(f"{BASE}/1/hoan-tac", {"reason": "Nhầm tệp"}).status_code == 303
    page = lead.get(f"{BASE}/1").text
    assert "Đã hoàn tác" in page
    assert "Nhầm tệp" in page
    assert world.count(Entry) == 0


def test_a_long_file_says_how_far_it_is_and_the_reloading_can_be_stopped(
    officer: Visitor, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    judged(officer)
    assert "Đang đọc tệp, khoảng 5 dòng." in officer.get(f"{BASE}/1").text
    with world.writing():  # the worker has read it and judged a part
        get(1).done, get(1).total = 2, 4
    page = officer.get(f"{BASE}/1").text
    assert "Đã xét 2/4 dòng." in page
    assert '<meta http-equiv="refresh"' in page
    assert '<meta http-equiv="refresh"' not in officer.get(f"{BASE}/1?dung=1").text


def test_the_template_is_a_workbook_that_can_be_brought_in(officer: Visitor) -> None:
    book = officer.get(f"{BASE}/mau").data
    answer = officer.submit(f"{BASE}/tai-len", {"file": (io.BytesIO(book), "mau.xlsx")})
    assert officer.submit(answer.location).status_code == 303
    assert "HTX Mẫu" in officer.get(f"{BASE}/1/dong").text


def test_the_list_of_rows_asks_as_often_for_forty_as_for_five(officer: Visitor, app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    asked = []
    for batch, count in ((1, 5), (2, 40)):
        lines = [f"{n},HTX Số {n},,5S,2015" for n in range(1, count + 1)]
        judged(officer, "\n".join(["STT,Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm", *lines]))
        with counted(engine) as statements:
            assert officer.get(f"{BASE}/{batch}/dong").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
