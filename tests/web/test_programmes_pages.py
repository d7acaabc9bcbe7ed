"""The public pages of contents and calls, as a person without an account sees them."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import event

from app import transactions
from app.access import NOBODY, SYSTEM, Actor, Role
from app.extensions import db
from app.programmes.services import catalogue, plans
from tests.fixtures.visitor import Visitor, parse, text_of


@pytest.fixture
def demo(app: Flask) -> None:
    """Load the demonstration calls."""
    with app.app_context(), transactions.writing():
        plans.load(catalogue.SHIPPED.with_name("demo.yaml"), SYSTEM)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Return the list that every SELECT of this test is added to."""
    seen: list[str] = []

    def note(*args: Any) -> None:
        if args[2].startswith("SELECT"):
            seen.append(args[2])

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def read(client: Visitor, path: str) -> str:
    """Open `path`, which must answer 200, and return what its main part says."""
    response = client.get(path)
    assert response.status_code == 200
    main = parse(response.get_data(as_text=True)).find(".//main")
    assert main is not None
    return text_of(main)


@pytest.mark.usefixtures("demo")
def test_the_list_names_each_group_and_until_when_a_content_is_open(client: Visitor) -> None:
    page = read(client, "/noi-dung-ho-tro")
    assert "Hệ thống quản lý" in page
    assert "Áp dụng công cụ 5S Đang nhận hồ sơ đến 31/12/2030 17:00" in page
    assert "Chưa nhận đăng ký" in page
    assert "Nhãn hiệu, mã số mã vạch" not in page


def test_without_an_open_call_the_list_says_so(client: Visitor) -> None:
    assert "Áp dụng công cụ 5S Hiện chưa có đợt nhận hồ sơ" in read(client, "/noi-dung-ho-tro")


@pytest.mark.parametrize("typed", ["tem truy xuất", "tem truy xuat", "TEM TRUY XUẤT"])
def test_the_search_box_finds_by_synonyms_with_or_without_marks(
    client: Visitor, typed: str
) -> None:
    page = read(client, f"/noi-dung-ho-tro?q={quote(typed)}")
    assert "Có 2 nội dung phù hợp" in page
    assert "Áp dụng hệ thống truy xuất nguồn gốc" in page
    assert "5S" not in page.split("phù hợp", 1)[1]


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "'; DROP TABLE x --", "%00", "x" * 5000]
)
def test_a_search_that_fits_nothing_is_answered_calmly(client: Visitor, typed: str) -> None:
    page = read(client, f"/noi-dung-ho-tro?q={quote(typed)}")
    assert "Không có nội dung nào phù hợp" in page
    assert "Xem tất cả nội dung" in page


def test_a_text_that_no_database_takes_is_refused_at_the_door(client: Visitor) -> None:
    assert client.get("/noi-dung-ho-tro?q=%00xyz").status_code == 400
    assert client.get("/noi-dung-ho-tro/%00").status_code == 400


@pytest.mark.usefixtures("demo")
def test_a_content_says_everything_before_any_typing(client: Visitor) -> None:
    page = read(client, "/noi-dung-ho-tro/HTQL-9001")
    for words in (
        "Đang nhận hồ sơ",
        "đến 31/12/2030 17:00",
        "Đăng ký tài khoản",
        "Thời gian thực hiện Chưa quy định",
        "Phần đơn vị đóng góp Chưa quy định",
        "Phí đăng ký Không thu phí",
        "mỗi đơn vị chỉ được hỗ trợ 01 lần",
        "Hiện trạng và khó khăn",
        "Phiếu đăng ký đã ký",
        "mục II.3.3, ý thứ nhất",
        "Mô hình điểm",
    ):
        assert words in page, words


def test_a_content_for_one_kind_of_organisation_says_which(client: Visitor) -> None:
    page = read(client, "/noi-dung-ho-tro/DT-SV")
    assert "Ai có thể đăng ký Cơ sở giáo dục nghề nghiệp Phí đăng ký" in page
    assert "không tính vào giới hạn" in page


def test_a_content_counted_by_standard_lists_the_standards_and_asks_for_products(
    client: Visitor,
) -> None:
    page = read(client, "/noi-dung-ho-tro/NN-GAP")
    assert "GLOBALG.A.P." in page
    assert "Danh sách sản phẩm" in page
    assert "Mỗi tiêu chuẩn, công cụ trong nội dung này" in page


@pytest.mark.parametrize("code", ["CC-KHAC", "NH-MSMV"])
@pytest.mark.usefixtures("demo")
def test_what_is_not_offered_has_no_button_to_apply(client: Visitor, code: str) -> None:
    page = read(client, f"/noi-dung-ho-tro/{code}")
    assert "Đăng ký tài khoản" not in page
    assert "đăng ký" in page


def test_every_content_has_a_valid_page(client: Visitor) -> None:
    for content in catalogue.shipped().contents:
        assert read(client, f"/noi-dung-ho-tro/{content.code}")


def test_an_unknown_content_or_call_is_not_found(client: Visitor) -> None:
    assert client.get("/noi-dung-ho-tro/KHONG-CO").status_code == 404
    assert client.get("/dot-dang-ky/KHONG-CO").status_code == 404


@pytest.mark.usefixtures("demo")
def test_calls_are_listed_by_whether_they_take_dossiers(client: Visitor) -> None:
    page = read(client, "/dot-dang-ky")
    opened, coming, closed = (
        page.index(words) for words in ("Đang nhận hồ sơ", "Sắp nhận hồ sơ", "Đã đóng")
    )
    assert opened < page.index("giai đoạn 2026–2030") < coming < page.index("năm 2028") < closed


def test_without_calls_the_page_says_what_to_do(client: Visitor) -> None:
    page = read(client, "/dot-dang-ky")
    assert "Hiện chưa có đợt nào đang nhận hồ sơ" in page
    assert "Xem nội dung hỗ trợ" in page


@pytest.mark.usefixtures("demo")
def test_a_call_tells_its_times_its_steps_and_that_it_is_a_demonstration(client: Visitor) -> None:
    page = read(client, "/dot-dang-ky/DEMO-2026-2")
    for words in (
        "Đang nhận hồ sơ",
        "Hết hạn nhận hồ sơ 31/12/2030 17:00",
        "Thẩm định 15 ngày làm việc",
        "Người hướng dẫn Chưa cập nhật",
        "chỉ để minh họa",
        "Áp dụng công cụ 5S",
        "Đăng ký tài khoản",
    ):
        assert words in page, words


@pytest.mark.usefixtures("demo")
def test_a_closed_call_has_no_button_to_apply(client: Visitor) -> None:
    page = read(client, "/dot-dang-ky/DEMO-2026-1")
    assert "Đã đóng" in page
    assert "Đăng ký tài khoản" not in page


# One of them is the province, which every page names.
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/noi-dung-ho-tro", 3),
        ("/noi-dung-ho-tro/MH-DIEM", 6),
        ("/dot-dang-ky", 2),
        ("/dot-dang-ky/DEMO-2026-2", 5),  # also the criteria, and the documents
    ],
)
def test_a_page_asks_the_database_a_fixed_small_number_of_times(
    client: Visitor, statements: list[str], path: str, most: int
) -> None:
    client.get(path)
    assert len(statements) <= most, "\n".join(statements)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("actor", "seen", "unseen"),
    [
        (NOBODY, "/dang-nhap?next=%2Fnoi-dung-ho-tro%2FCC-5S", "/ho-so/moi"),
        (
            Actor(person_id=1, organisation_ids=frozenset({1})),
            "/ho-so/moi/DEMO-2026-2/CC-5S",
            "/dang-nhap?next=",
        ),
        (Actor(person_id=2, roles=frozenset({Role.OFFICER})), "DEMO-2026-2", "/ho-so/moi"),
    ],
)
def test_the_way_on_is_the_one_this_person_can_take(
    client: Visitor, monkeypatch: pytest.MonkeyPatch, actor: Actor, seen: str, unseen: str
) -> None:
    monkeypatch.setattr("app.programmes.routes.public.current_actor", lambda: actor)
    page = client.get("/noi-dung-ho-tro/CC-5S").get_data(as_text=True)
    assert seen in page
    assert unseen not in page
