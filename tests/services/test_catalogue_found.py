"""Contents of the catalogue are found by people's words."""

import pytest
from sqlalchemy import func, select

from app import transactions
from app.errors import NotFound
from app.extensions import db
from app.programmes.models import ContentVersion, Question, SupportContent
from app.programmes.services import contents


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("5s", "CC-5S"),
        ("5S", "CC-5S"),
        ("iso", "HTQL-9001"),
        ("ISO9001", "HTQL-9001"),
        ("iso-9001", "HTQL-9001"),
        ("VietGAP", "NN-GAP"),
        ("viet gap", "NN-GAP"),
        ("tem truy xuất", "TXNG-AD"),
        ("tem truy xuat", "TXNG-AD"),
        ("HỮU CƠ", "NN-HUUCO"),
        ("hu\u031b\u0303u co\u031b", "NN-HUUCO"),  # decomposed, as some phones type
        ("dao tao", "DT-QL"),
        ("đổi số", "CDS-QT"),
        ("haccp", "HTQL-NGANH"),
        ("CN-NL", "CN-NL"),
    ],
)
def test_people_find_a_content_by_the_words_they_use(search: str, expected: str) -> None:
    with transactions.reading():
        found = contents.find(contents.listed(), search)
        assert expected in [each.code for each in found]
        assert len(found) < 27


@pytest.mark.usefixtures("in_app")
def test_letters_that_meet_across_two_words_are_not_found() -> None:
    with transactions.reading():
        found = {each.code for each in contents.find(contents.listed(), "iso")}
        assert not found & {"CC-KHAC", "CDS-QT"}  # "chỉ số", "đổi số"
        assert {"HTQL-9001", "HTQL-22000", "CN-MT"} <= found


@pytest.mark.usefixtures("in_app")
def test_words_that_fit_nothing_find_nothing_and_no_words_find_everything() -> None:
    with transactions.reading():
        everything = contents.listed()
        assert contents.find(everything, "xe đạp") == []
        assert contents.find(everything, "%_' OR 1=1 --") == []
        assert contents.find(everything, "  ") == list(everything)


@pytest.mark.usefixtures("in_app")
def test_the_list_keeps_the_order_of_the_catalogue_and_leaves_the_history_out() -> None:
    with transactions.reading():
        listed = contents.listed()
        assert len(listed) == 27
        assert [group.name for group in contents.grouped(listed)][:2] == [
            "Hệ thống quản lý",
            "Công cụ cải tiến năng suất, chất lượng",
        ]
        assert "NH-MSMV" in [each.code for each in contents.listed(with_history=True)]


@pytest.mark.usefixtures("in_app")
def test_an_unknown_content_is_not_found() -> None:
    with transactions.reading(), pytest.raises(NotFound):
        contents.get("KHONG-CO")


@pytest.mark.usefixtures("in_app")
def test_questions_are_written_once_for_each_version() -> None:
    with transactions.reading():
        versions = db.session.scalar(select(func.count(ContentVersion.id)))
        keys = db.session.scalar(select(func.count(func.distinct(Question.version_id))))
        assert versions == keys == db.session.scalar(select(func.count(SupportContent.id)))
