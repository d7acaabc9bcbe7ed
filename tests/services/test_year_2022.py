"""The demonstration rebuilds what was published of 2022 and before, counted as the book counts."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from app import transactions
from app.access import SYSTEM
from app.delivery.models import ProductResult
from app.demo import people, year2022
from app.demo.dossiers import add_history
from app.extensions import db
from app.ledger.models import HistoryReview
from app.ledger.services import book
from app.ledger.services.book import Filters, Totals
from app.organisations.models import Organisation
from app.programmes.models import Programme, Project, SupportContent
from app.programmes.services import plans
from tests.factories import DEMO

pytestmark = pytest.mark.engines("sqlite")  # the counting itself is tested on both


@pytest.fixture
def loaded(app: Flask) -> Flask:
    with app.app_context(), transactions.writing():
        plans.load(DEMO, SYSTEM)
        for staff in people.STAFF:
            people.add_staff(staff)
        for unit in people.UNITS[:3]:
            people.add_unit(unit)
        add_history()
        assert year2022.load() == 64 + 45
    return app


def _id(table: type[Programme | Project | SupportContent], code: str) -> int:
    found = db.session.scalar(select(table.id).where(table.code == code))
    assert found is not None
    return found


def test_the_book_says_what_was_published(loaded: Flask) -> None:
    with loaded.app_context(), transactions.reading():
        plan = _id(Programme, "KH73")
        whole = book.totals(Filters(year=2022, programme_id=plan))
        assert whole == Totals(
            organisations=62, given=64, set_aside=0, held=0, holding=0, amount=0, priced=0
        )
        for kind, count in (("doanh_nghiep", 34), ("hop_tac_xa", 30)):
            assert book.totals(Filters(programme_id=plan, kind=kind)).given == count
        by_project = {
            code: (
                book.totals(Filters(project_id=_id(Project, code), kind="doanh_nghiep")).given,
                book.totals(Filters(project_id=_id(Project, code), kind="hop_tac_xa")).given,
            )
            for code in (f"2022-DA{number}" for number in range(1, 7))
        }
        assert by_project == {
            "2022-DA1": (13, 2), "2022-DA2": (3, 0), "2022-DA3": (11, 9),
            "2022-DA4": (1, 7), "2022-DA5": (3, 12), "2022-DA6": (3, 0),
        }  # fmt: skip
        systems = _id(Project, "2022-DA3")
        for content, count in (("HTQL-9001", 8), ("CC-5S", 2), ("HTQL-22000", 1)):
            asked = Filters(project_id=systems, content_id=_id(SupportContent, content))
            assert book.totals(asked).given == count
        # What the source does not break down is not made up.
        unclear = Filters(project_id=systems, content_id=_id(SupportContent, year2022.UNCLEAR))
        assert book.totals(unclear).given == 9


def test_the_years_before_have_the_counts_of_the_plans_note(loaded: Flask) -> None:
    with loaded.app_context(), transactions.reading():
        before = _id(Programme, "CT712")
        counts = {
            content: book.totals(
                Filters(programme_id=before, content_id=_id(SupportContent, content))
            ).given
            for content in ("HTQL-9001", "CC-5S", "NH-MSMV", "TXNG-AD")
        }
        assert counts == {"HTQL-9001": 16, "CC-5S": 3, "NH-MSMV": 8, "TXNG-AD": 20}
        assert (
            book.totals(
                Filters(
                    programme_id=before,
                    content_id=_id(SupportContent, "NH-MSMV"),
                    kind="doanh_nghiep",
                )
            ).given
            == 8
        )


def test_products_and_results_are_counted_apart(loaded: Flask) -> None:
    with loaded.app_context(), transactions.reading():
        results = db.session.scalars(select(ProductResult)).all()
        certified = [each for each in results if each.kind != "truy_xuat"]
        assert len({each.product for each in certified}) == 65
        assert Counter(each.kind for each in certified) == {
            "chung_nhan": 44, "cong_bo": 12, "tccs": 19,
        }  # fmt: skip
        issued = [each for each in certified if each.document_number]
        assert (len(issued), len({each.entry_id for each in issued})) == (7, 4)
        assert sum(each.is_ocop for each in results) == 16


def test_everybody_is_invented_and_nothing_is_marked_as_reviewed(loaded: Flask) -> None:
    with loaded.app_context(), transactions.reading():
        names = db.session.scalars(select(Organisation.name)).all()
        assert all("DEMO" in name for name in names)
        assert len(set(names)) == len(names)
        assert db.session.scalars(select(HistoryReview)).all() == []


def test_the_notes_say_where_the_sources_differ(loaded: Flask) -> None:
    with loaded.app_context(), transactions.reading():
        plan = db.session.get_one(Programme, _id(Programme, "KH79"))
        assert plan.budget == 9_230_000_000
        assert "9.230.000 đồng" in plan.note
        assert "64 lượt" in db.session.get_one(Programme, _id(Programme, "KH73")).note
        assert "cộng lại 75" in db.session.get_one(Project, _id(Project, "2022-DA1")).note
