"""The pages about needs: of the organisation, the desk, the partner and the administrator."""

import io
import re

import pytest
from flask import Flask

from app.extensions import db
from app.needs.services import sheet
from app.spreadsheets import read, write
from app.spreadsheets.write import Table
from bench.counting import counted
from tests import house
from tests.factories import tax_code
from tests.fixtures.visitor import judge


@pytest.fixture
def callers(app: Flask, things: house.House) -> house.Callers:
    """Everybody of the house."""
    return house.Callers(app)


def form(page: str, **typed: object) -> dict[str, object]:
    """Return what a form of the page sends, with `typed`."""
    found = re.search(r'name="form_key"[^>]*value="([^"]+)"', page)
    assert found
    return {"form_key": found[1], **typed}


def test_every_page_of_needs_is_good_html(things: house.House, callers: house.Callers) -> None:
    for role, address in [
        ("owner", "/to-chuc/nhu-cau"),
        ("owner", "/to-chuc/nhu-cau/moi"),
        ("officer", "/nhu-cau"),
        ("officer", things.path("/nhu-cau/{unconfirmed}/xac-nhan")),
        ("lead", things.path("/nhu-cau/moi/{call}")),
        ("partner", "/doi-tac"),
        ("partner", "/doi-tac/moi"),
        ("partner", "/doi-tac/tep"),
        ("admin", "/quan-tri/doi-tac"),
        ("admin", things.path("/quan-tri/doi-tac/{partner}")),
    ]:
        page = callers.open(role, "GET", address)
        assert page.status_code == 200, address
        judge(page)


def test_the_door_is_shown_to_members_and_partners_land_on_their_list(
    callers: house.Callers,
) -> None:
    assert "/to-chuc/nhu-cau" in callers.open("owner", "GET", "/to-chuc").text
    page = callers.open("partner", "GET", "/doi-tac").text
    assert "Nhu cầu của thành viên" in page
    assert "Gõ Tay DEMO" in page
    assert "Hồi Na Sầm" not in page


def test_a_partners_answer_is_the_same_for_known_and_unknown(callers: house.Callers) -> None:
    said = []
    for code in (house.CODE, tax_code(900)):
        page = callers.open("partner", "GET", "/doi-tac/moi").text
        answer = callers.open(
            "partner", "POST", "/doi-tac/moi",
            form(
                page, code=code, name="Một đơn vị", kind="doanh_nghiep", commune_code="05977",
                phone="0912345678", contents=["MH-DIEM"], year="2027",
            ),
        )  # fmt: skip
        said.append((answer.status_code, answer.location))
    assert said[0] == said[1]
    assert said[0][0] == 303


def test_a_file_is_judged_on_the_page_and_recorded_only_then(callers: house.Callers) -> None:
    row = (tax_code(901), "HTX Hai", "Hợp tác xã", "", "0912345678", "", "CC-5S", "2027", "")
    content = write.xlsx([Table("x", [column for _name, column in sheet.COLUMNS], [row])])
    page = callers.open("partner", "GET", "/doi-tac/tep").text
    judged = callers.open(
        "partner", "POST", "/doi-tac/tep", form(page, file=(io.BytesIO(content), "a.xlsx"))
    )
    assert judged.status_code == 200
    judge(judged)
    assert "D2" in judged.text
    assert "HTX Hai" not in callers.open("partner", "GET", "/doi-tac").text


def test_the_desk_asks_a_constant_number_of_questions(app: Flask, callers: house.Callers) -> None:
    with app.app_context():
        engine = db.engine
    with counted(engine) as few:
        callers.open("officer", "GET", "/nhu-cau")
    assert len(few) < 25


def test_the_export_is_a_workbook_of_both_tables(callers: house.Callers) -> None:
    page = callers.open("officer", "GET", "/nhu-cau").text
    answer = callers.open("officer", "POST", "/nhu-cau/xuat", form(page, kind="xlsx"))
    book = read.book(answer.data, "nhu-cau.xlsx")
    assert [each.name for each in book.sheets] == ["Tổng hợp", "Danh sách nhu cầu"]
