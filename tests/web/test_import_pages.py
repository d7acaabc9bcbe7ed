"""The pages of the history import, as an officer goes through them."""

import io

import pytest

from app.access import Role
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


def test_walk(officer: Visitor, world: World) -> None:
    answer = upload(officer)
    assert answer.status_code == 303, answer.text
    print(answer.location)
    answer = officer.submit(answer.location)
    assert answer.status_code == 303, answer.text
    page = officer.get(answer.location)
    print(page.text)
    rows = officer.get(f"{BASE}/1/dong")
    print(rows.text)
    assert officer.get(f"{BASE}/1/dong/2").status_code == 200
    assert officer.get(f"{BASE}/1/dong/4").status_code == 200
    assert officer.get(f"{BASE}/mau").status_code == 200
    answer = officer.submit(f"{BASE}/1/hang-loat", {"what": "proposal"})
    assert answer.status_code == 303
    answer = officer.submit(f"{BASE}/1/dong/4", {"content": "1"}, form="/sua")
    assert answer.status_code == 303, answer.text
    answer = officer.submit(f"{BASE}/1/ghi")
    assert answer.status_code == 303, answer.text
    print(officer.get(f"{BASE}/1").text)
    assert 0
