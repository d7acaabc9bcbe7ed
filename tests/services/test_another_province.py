"""A second instance: another province's profile is data, loaded into an empty database."""

import re
from pathlib import Path

from flask import Flask
from sqlalchemy import select

import config as settings
from app import create_app, transactions
from app.access import SYSTEM
from app.extensions import db
from app.organisations.services import communes
from app.outbox.models import Letter
from app.programmes.services import catalogue, contents, province
from tests import people
from tests.fixtures.application import environment
from tests.fixtures.database import flask
from tests.fixtures.visitor import Visitor, parse, text_of

OURS = "Lạng Sơn"
PROFILE = catalogue.SHIPPED.with_name("quang-tri.yaml")


def started(url: str, folder: Path) -> Flask:
    """Return an instance set up with the profile of Quảng Trị, by commands alone."""
    flask(url, "db", "upgrade")
    said = flask(url, "catalogue", "load", str(PROFILE))
    assert "28 added" in said
    assert "78 communes" in said
    app = create_app(settings.load(environment(url, folder, 25)))
    app.test_client_class = Visitor
    return app


def test_a_second_instance_names_its_own_province_everywhere(
    empty_database_url: str, tmp_path: Path
) -> None:
    app = started(empty_database_url, tmp_path)
    visitor = app.test_client()
    for path in (
        "/",
        "/dang-ky",
        "/noi-dung-ho-tro",
        "/noi-dung-ho-tro/HTQL-9001",
        "/dot-dang-ky",
        "/quyen-rieng-tu",
        "/tro-nang",
        "/tra-cuu",
        "/dang-nhap",
        "/khong-co",
    ):
        page = text_of(parse(visitor.get(path).get_data(as_text=True)))
        assert "Sở Khoa học và Công nghệ tỉnh Quảng Trị" in page, path
        assert OURS not in page, path
        assert "Kế hoạch số 79" not in page, path
    form = visitor.get("/dang-ky").get_data(as_text=True)
    assert "Đặc khu Cồn Cỏ" in form
    assert "Phường Đông Kinh" not in form
    with app.app_context(), transactions.writing():
        people.register(commune_code="19742", name="Hợp tác xã Cồn Cỏ", kind="hop_tac_xa")
        letter = db.session.scalars(select(Letter)).first()
        assert letter is not None
        body = letter.subject + letter.text + letter.html
        assert "Quảng Trị" in body
        assert OURS not in body
    # What a release brings later leaves the province alone and says so.
    assert "giữ nguyên hồ sơ tỉnh" in flask(empty_database_url, "catalogue", "load")
    with app.app_context(), transactions.reading():
        assert province.get().name == "Quảng Trị"
        assert len(communes.offered()) == 78
        assert contents.get("HTQL-9001").code
        db.session.remove()
        db.engine.dispose()


def test_before_the_first_load_no_province_is_named(
    empty_database_url: str, tmp_path: Path
) -> None:
    flask(empty_database_url, "db", "upgrade")
    app = create_app(settings.load(environment(empty_database_url, tmp_path, 25)))
    page = app.test_client().get("/").get_data(as_text=True)
    assert OURS not in page
    assert "Sở Khoa học và Công nghệ" in page
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def test_no_page_or_letter_of_the_product_names_one_province() -> None:
    app = Path(catalogue.__file__).parents[2]
    comment = re.compile(r"^\s*#.*$", re.MULTILINE)  # no page shows it
    named = [
        path
        for path in (*app.rglob("*.html"), *app.rglob("*.txt"), *app.rglob("*.py"))
        if OURS in comment.sub("", path.read_text(encoding="utf-8"))
    ]
    assert named == []


def test_another_provinces_file_does_not_take_over_an_instance_unless_forced(app: Flask) -> None:
    with app.app_context(), transactions.writing():
        left = catalogue.load(PROFILE, SYSTEM)
        assert left.province_left
        assert province.get().name == OURS
        assert not any(each.name == "Đặc khu Cồn Cỏ" for each in communes.all_communes())
        catalogue.load(PROFILE, SYSTEM, force=True)
        assert province.get().name == "Quảng Trị"
        assert any(each.name == "Đặc khu Cồn Cỏ" for each in communes.offered())
