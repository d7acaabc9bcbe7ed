"""An expert from outside scores without JavaScript, and reaches nothing but their sessions."""

import re

import pytest
from flask import Flask

from app.demo import people as demo
from tests import house
from tests.access import LINES
from tests.fixtures.visitor import Visitor
from tests.people import enter


@pytest.fixture
def expert(app: Flask, things: house.House) -> Visitor:
    """The demonstration's expert, who sits in two of its sessions."""
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    enter(visitor, "chuyengia@" + demo.DOMAIN, house.PASSWORD)
    return visitor


def test_an_expert_from_outside_reaches_the_sessions_they_sit_in_and_nothing_else(
    things: house.House, expert: Visitor
) -> None:
    closed = {"403", "404"}
    for line in LINES:
        if line.method != "GET" or line.address.startswith("/xet-chon"):
            continue
        if line.answers["partner"] in closed:
            status = str(expert.get(things.path(line.address)).status_code)
            assert status in closed, (line.address, status)
    assert expert.get("/dang-nhap").location == "/xet-chon"  # where their work is
    page = expert.get("/xet-chon")
    assert page.status_code == 200
    assert "lần 2" in page.text
    assert "lần 3" not in page.text
    for address, status in (
        ("/xet-chon/{scoring}", 200),
        ("/xet-chon/{scoring}/cham", 200),
        ("/xet-chon/{concluded}/cham/{application_id}", 302),
        ("/xet-chon/{scoring}/ket-qua", 409),
        ("/xet-chon/{scoring}/thanh-vien", 404),
        ("/xet-chon/{concluded}/ket-qua", 200),
        ("/xet-chon/{concluded}/ket-qua/{application_id}", 200),
        ("/xet-chon/{minutes}/van-ban/{paper_id}/pdf", 404),
        ("/xet-chon/{preparing}", 404),
        ("/xet-chon/du-bi", 403),
        ("/xet-duyet", 403),
    ):
        assert expert.get(things.path(address)).status_code == status, address
    # How far the others are is for who runs the session alone.
    assert not re.search(r"\d/\d thành viên", expert.get(things.path("/xet-chon/{scoring}")).text)
    sheets = expert.get(things.path("/xet-chon/{concluded}/ket-qua/{application_id}")).text
    assert "trung bình của 2 phiếu chấm" in sheets  # how the score came about can be followed


def test_a_sheet_is_saved_apart_and_what_was_typed_is_never_lost(
    things: house.House, expert: Visitor
) -> None:
    address = things.path("/xet-chon/{scoring}/cham/{application_id}")
    page = expert.get(address).text
    shown = page.split("Phiếu chấm")[1]
    assert not re.search(r"[>\"\s]75[<\"\s]", shown)  # another member's mark is nowhere
    names = [part.split('"')[0] for part in page.split('name="mark_')[1:]]
    marks = {f"mark_{name}": "8,5" for name in names}
    wrong = expert.submit(
        address,
        marks
        | {f"mark_{names[0]}": "tám", f"mark_{names[1]}": "100,01", "remark": "Đủ nguồn lực."},
    )
    assert wrong.status_code == 422
    assert wrong.text.count("Điểm từ 0 đến 100.") == 2  # in the same answer, on top and beside
    long = expert.submit(address, {f"mark_{names[0]}": "", "remark": "x" * 4001})
    summary = long.text.split("error-summary-title")[2].split("</ul>")[0]
    assert summary.index("#mark_") < summary.index("#remark")  # as they stand on the page
    assert "Đủ nguồn lực." in wrong.text
    assert 'value="tám"' in wrong.text
    assert expert.submit(address, marks).status_code == 303
    stale = expert.submit(address, dict.fromkeys(marks, "9") | {"version": "0"})
    assert stale.status_code == 409
    assert "<dd>8,5</dd>" in stale.text  # what the other window saved stands beside what was typed
    assert f'value="{1}"' in stale.text.split('name="version"')[1][:40]
    again = expert.get(address).text
    assert again.count('value="8,5"') == len(names)
    assert "Anh/chị đã ghi điểm" in again
