"""The pages of the history import, as an officer goes through them."""

import io

import pytest

from app.access import Role
from app.ledger.models import Entry
from tests.factories import World, tax_code
from tests.fixtures.visitor import Visitor
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


def upload(visitor: Visitor, text: str = HISTORY, name: str = "lich-su.csv"):
    return visitor.submit(f"{BASE}/tai-len", {"file": (io.BytesIO(text.encode()), name)})


def test_an_officer_brings_a_file_in_from_its_bytes_to_the_ledger(
    officer: Visitor, world: World
) -> None:
    columns = upload(officer).location
    assert officer.submit(columns).status_code == 303
    page = officer.get(f"{BASE}/1").text
    assert "Chờ quyết định và ghi sổ" in page
    rows = officer.get(f"{BASE}/1/dong").text
    assert "trùng với dòng lich-su.csv!4 của tệp" in rows
    assert "D6: không nhận ra nội dung “múa lân”" in rows
    assert officer.submit(f"{BASE}/1/hang-loat", {"what": "proposal"}).status_code == 303
    assert officer.submit(f"{BASE}/1/dong/4", {"content": "1"}, form="/sua").status_code == 303
    assert officer.submit(f"{BASE}/1/ghi").status_code == 303
    assert "Đã ghi vào sổ" in officer.get(f"{BASE}/1").text
    assert world.count(Entry, Entry.batch_id == 1, Entry.state == "used") == 3
    assert world.count(Entry, Entry.batch_id == 1, Entry.state == "set_aside") == 1
