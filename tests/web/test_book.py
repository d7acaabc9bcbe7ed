"""The book of supports on screen and as a file."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import transactions
from app.access import SYSTEM
from app.audit.models import Event
from app.exports.services import tables as exports
from app.exports.services import work
from app.extensions import db
from app.ledger.models import USED, Entry
from app.ledger.services import history
from app.organisations.models import UNKNOWN
from app.organisations.services import provisional
from app.programmes.services import contents
from app.spreadsheets import read
from bench import fill, visitor
from bench.counting import counted
from tests import house
from tests.factories import FIVE_S, World
from tests.fixtures.visitor import Visitor

PERSONAL = "020201234567"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def callers(app: Flask) -> house.Callers:
    """The house, with a household whose name is a formula."""
    house.open_house(app)
    with app.app_context(), transactions.writing():
        household = provisional.make(
            name='=HYPERLINK("http://evil.example","Cơ sở")',
            kind="co_so_sxkd",
            by=SYSTEM,
            origin="imported",
            commune_code=UNKNOWN,
            code=PERSONAL,
            scheme="so_dinh_danh",
        )
        history.record_given(
            scope="2012-2020", organisation=household, content=contents.get(FIVE_S), year=2013,
            by=SYSTEM, document_number="7/QĐ",
        )  # fmt: skip
    return house.Callers(app)


def test_a_name_or_a_code_answers_what_one_has_had(callers: house.Callers) -> None:
    for typed in ("na buoi", "HTX Na Bưởi", "4909900037", "4909 900 037"):
        page = callers.open("officer", "GET", f"/so-ho-tro?q={typed}").text
        assert "Hợp tác xã DEMO Na Bưởi" in page, typed
        assert "DEMO-2016" in page, typed
        assert "Đá Vôi" not in page, typed
    page = callers.open("officer", "GET", "/so-ho-tro?q=khong-co-ai").text
    assert "Không có lượt hỗ trợ nào khớp" in page


def test_the_totals_of_2022_stand_on_the_screen(callers: house.Callers) -> None:
    page = callers.open("auditor", "GET", "/so-ho-tro?year=2022").text
    assert "<strong>62</strong> tổ chức" in page
    assert "<strong>64</strong> lượt" in page


def test_pages_follow_one_another_without_a_gap(callers: house.Callers) -> None:
    seen: list[str] = []
    path: str | None = "/so-ho-tro"
    while path:
        page = callers.open("officer", "GET", path).text
        seen += [part.split('"')[0] for part in page.split('href="/so-ho-tro/')[1:]
                 if part.split('"')[0].isdigit()]  # fmt: skip
        rest = page.split('rel="next"')[0]
        found = rest.rsplit('href="', 1)[1].split('"')[0] if 'rel="next"' in page else None
        path = found.replace("&amp;", "&") if found else None
    with callers.app.app_context(), transactions.reading():
        given = db.session.scalars(
            select(Entry.id).where(Entry.state.in_(("used", "set_aside")))
        ).all()
    assert sorted(map(int, seen)) == sorted(given)


def exported(callers: house.Callers, role: str, kind: str) -> TestResponse:
    """Ask for the supports of 2013 as a file, read to its end."""
    client = callers.client(role)
    token = TOKEN.findall(client.get("/so-ho-tro").text)[0]
    answer = client.post(
        "/so-ho-tro/xuat?year=2013", data={"kind": kind, "csrf_token": token}, buffered=True
    )
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(("role", "code"), [("officer", PERSONAL), ("auditor", "020•••••••67")])
def test_an_export_has_no_formula_and_covers_personal_numbers(
    callers: house.Callers, role: str, code: str
) -> None:
    made = exported(callers, role, "csv")
    text = made.get_data().decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert ",=HYPERLINK" not in text
    assert code in text
    workbook = exported(callers, role, "xlsx")
    (sheet,) = read.book(workbook.get_data(), "so.xlsx").sheets
    row = sheet.rows[1]
    assert '=HYPERLINK("http://evil.example","Cơ sở")' in row
    assert code in row
    assert "2013" in row


def test_each_export_leaves_its_event(app: Flask, client: Visitor, world: World) -> None:
    world.staff(*world.officer.roles, email=(email := "xuat@so.example.vn"))
    visitor.enter(app, client, email)
    page = client.get("/so-ho-tro").text
    assert "Sổ chưa có lượt hỗ trợ nào" in page
    token = TOKEN.findall(page)[0]
    answer = client.post("/so-ho-tro/xuat?year=2022", data={"kind": "csv", "csrf_token": token})
    assert answer.status_code == 200
    assert answer.get_data().startswith("\ufeffNăm,".encode())
    with app.app_context(), transactions.reading():
        (event,) = db.session.scalars(select(Event).where(Event.action == "export")).all()
        assert event.data == {"as": "csv", "filters": {"year": 2022}}


def test_what_is_too_long_for_a_workbook_is_refused_next_to_the_choice(
    callers: house.Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_IN_XLSX", 0)
    client = callers.client("officer")
    token = TOKEN.findall(client.get("/so-ho-tro").text)[0]
    answer = client.post("/so-ho-tro/xuat", data={"kind": "xlsx", "csrf_token": token})
    assert answer.status_code == 422
    assert 'href="#kind' in answer.text
    assert "xuất dạng CSV" in answer.text


def test_the_book_asks_as_often_for_a_thousand_as_for_ten(
    app: Flask, clients: Callable[[], Visitor]
) -> None:
    asked: dict[str, list[int]] = {}
    for size in (10, 990):
        with app.app_context(), transactions.writing():
            fill.grow(size)
        client = clients()
        visitor.enter(app, client, fill.OFFICER)
        with app.app_context():
            engine = db.engine
            entry = transactions_entry(app)
        for path in (
            "/so-ho-tro",
            "/so-ho-tro?q=hoi&year=2019&kind=doanh_nghiep&commune=05977&content=1&state=used",
            "/so-ho-tro?state=held",
            "/so-ho-tro/quy-tac",
            f"/so-ho-tro/{entry}",
        ):
            with counted(engine) as queries:
                assert client.get(path).status_code == 200
            name = path if not path.rsplit("/", 1)[1].isdigit() else "entry"
            asked.setdefault(name, []).append(len(queries))
    for name, counts in asked.items():
        assert len(set(counts)) == 1, f"{name}: {counts}"
        assert counts[0] <= 18, f"{name}: {counts}"


def transactions_entry(app: Flask) -> int:
    """Return a support that was given."""
    with app.app_context(), transactions.reading():
        found = db.session.scalar(select(Entry.id).where(Entry.state == USED).limit(1))
    assert found is not None
    return found


def test_a_long_list_is_made_by_the_worker_and_taken_from_its_own_page(
    callers: house.Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 0)
    client = callers.client("officer")
    token = TOKEN.findall(client.get("/so-ho-tro").text)[0]
    asked = client.post("/so-ho-tro/xuat?year=2022", data={"kind": "csv", "csrf_token": token})
    assert (asked.status_code, asked.location.startswith("/tep-da-xuat/")) == (303, True)
    waiting = client.get(asked.location).text
    assert "Đang chờ" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    with callers.app.app_context():
        assert work.work_due() == 2  # one was in the house already
    ready = client.get(asked.location).text
    assert "Đã sẵn sàng" in ready
    assert "http-equiv" not in ready
    taken = client.post(
        f"{asked.location}/tai-ve", data={"csrf_token": TOKEN.findall(ready)[0]}, buffered=True
    )
    assert taken.headers["Content-Disposition"].startswith('attachment; filename="so-ho-tro-')
    assert len(taken.get_data().decode("utf-8-sig").splitlines()) == 65
