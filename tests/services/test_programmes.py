"""Programmes, projects and calls: loading their file, and which calls are open when."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskCliRunner
from sqlalchemy import event, func, select

from app import clock, transactions
from app.access import SYSTEM
from app.audit.models import Event
from app.errors import Invalid, NotFound
from app.extensions import db
from app.programmes import services
from app.programmes.models import Call, Programme, Project, SupportContent
from app.programmes.services import calls, contents, plans
from app.programmes.services.catalogue import SHIPPED

DEMO = SHIPPED.with_name("demo.yaml")
CLOSES = datetime(2030, 12, 31, 10, 0, tzinfo=UTC)  # 17:00 in Vietnam
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def loaded(in_app: None) -> None:
    """Load the demonstration file."""
    assert load(DEMO) == plans.Loaded(added=14)


def load(path: Path) -> plans.Loaded:
    with transactions.writing():
        return plans.load(path, SYSTEM)


def changed(folder: Path, change: Change) -> Path:
    """Write the demonstration file with `change` made to it and return its path."""
    data = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    change(data)
    path = folder / "chuong-trinh.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


# -- loading


@pytest.mark.usefixtures("loaded")
def test_loading_the_same_file_again_changes_nothing_and_records_nothing() -> None:
    with transactions.reading():
        before = db.session.scalar(select(func.count(Event.id)))
    assert load(DEMO) == plans.Loaded(unchanged=14)
    with transactions.reading():
        assert db.session.scalar(select(func.count(Event.id))) == before


@pytest.mark.usefixtures("loaded")
def test_everything_invented_says_demo_and_the_past_is_closed() -> None:
    with transactions.reading():
        for table in (Programme, Project, Call):
            for row in db.session.scalars(select(table)):
                assert row.is_demo == row.name.startswith("DEMO")
        closed = db.session.scalars(select(Programme).where(Programme.is_open.is_(False)))
        assert {row.scope for row in closed} == {"2012-2020", "2021-2025"}


@pytest.mark.usefixtures("loaded")
def test_a_changed_closing_time_changes_the_call_and_is_recorded(tmp_path: Path) -> None:
    later = CLOSES + timedelta(days=30)

    def change(data: dict[str, Any]) -> None:
        data["calls"][1]["closes_at"] = later

    assert load(changed(tmp_path, change)) == plans.Loaded(changed=1, unchanged=13)
    with transactions.reading():
        assert calls.get("DEMO-2026-2").closes_at == later
        recorded = db.session.scalar(
            select(Event).where(Event.subject == "call", Event.action == "change")
        )
        assert recorded is not None
        assert recorded.data["changed"]["closes_at"] == [CLOSES.isoformat(), later.isoformat()]


@pytest.mark.usefixtures("loaded")
def test_a_content_can_be_added_to_a_call_and_given_a_quota(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["calls"][2]["contents"][0]["quota"] = 5
        data["calls"][2]["contents"].append({"content": "TXNG-AD"})

    assert load(changed(tmp_path, change)).changed == 1
    with transactions.reading():
        offered = calls.get("DEMO-2028-1").contents
        assert [(each.content.code, each.quota) for each in offered] == [
            ("HTQL-9001", 5),
            ("CC-5S", None),
            ("TXNG-AD", None),
        ]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            lambda d: d["programmes"][2]["switches"].update(clerk_issue=False),
            r"programmes\[2\]\.switches\.clerk_issue",
        ),
        (lambda d: d["programmes"][2].update(scope="khác"), r"programmes\[2\]\.scope"),
        (lambda d: d["programmes"][2].update(year_to=2000), r"programmes\[2\]\.year_from"),
        (lambda d: d["projects"][0].update(programme="X"), r"projects\[0\]\.programme"),
        (lambda d: d["projects"][0].update(programme="KH79"), r"projects\[0\]\.programme"),
        (lambda d: d["projects"][0].update(budget=-1), r"projects\[0\]\.budget"),
        (lambda d: d["calls"][0].update(programme="KH79"), r"calls\[0\]\.programme"),
        (lambda d: d["calls"][0].update(opens_at="2026-03-02"), r"calls\[0\]\.opens_at"),
        (
            lambda d: d["calls"][0].update(opens_at=datetime(2026, 3, 2)),  # noqa: DTZ001 (the fault)
            r"calls\[0\]\.opens_at",
        ),
        (lambda d: d["calls"][0].update(closes_at=CLOSES - timedelta(3000)), r"calls\[0\]\.closes"),
        (lambda d: d["calls"][0].update(name="Đợt 1"), r"calls\[0\]\.name"),
        (lambda d: d["calls"][0].update(kinds=["nobody"]), r"calls\[0\]\.kinds"),
        (lambda d: d["calls"][0]["steps"].update(appraisal=0), r"calls\[0\]\.steps\.appraisal"),
        (lambda d: d["calls"][0]["contents"].pop(), r"calls\[0\]\.contents"),
        (
            lambda d: d["calls"][0]["contents"][1].update(content="XYZ"),
            r"calls\[0\]\.contents",
        ),
        (
            lambda d: d["calls"][2]["contents"].append({"content": "CC-KHAC"}),
            r"calls\[2\]\.contents\[2\]\.content",
        ),
        (
            lambda d: d["calls"][0]["contents"][0].update(project="X"),
            r"calls\[0\]\.contents\[0\]\.project",
        ),
    ],
)
def test_a_wrong_file_is_refused_whole_with_its_name_the_place_and_the_reason(
    tmp_path: Path, change: Change, place: str
) -> None:
    def both(data: dict[str, Any]) -> None:
        data["programmes"][0]["name"] = "đổi trước khi gặp lỗi"
        change(data)

    with pytest.raises(Invalid, match=rf"chuong-trinh\.yaml, mục {place}.*: .+"):
        load(changed(tmp_path, both))
    with transactions.reading():
        names = db.session.scalars(select(Programme.name)).all()
        assert "đổi trước khi gặp lỗi" not in names


def test_the_command_loads_a_file_and_tells_what_it_did(cli: FlaskCliRunner) -> None:
    done = cli.invoke(args=["programmes", "load", str(DEMO)])
    assert (done.exit_code, done.output) == (
        0,
        "programmes: 14 added, 0 changed, 0 unchanged\n",
    )


# -- which calls are open


@pytest.mark.usefixtures("loaded")
def test_one_call_is_open_now_and_offers_every_content_that_is_offered() -> None:
    with transactions.reading():
        at = clock.now()
        assert [call.code for call in services.open_calls(at)] == ["DEMO-2026-2"]
        offered = [each.content.code for each in services.call_contents_open(at)]
        assert offered == [each.code for each in contents.listed() if each.offered]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), calls.Phase.UPCOMING),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), calls.Phase.OPEN),
        (CLOSES, calls.Phase.OPEN),
        (CLOSES + timedelta(seconds=1), calls.Phase.CLOSED),
    ],
)
def test_a_call_closes_one_second_after_its_deadline_and_the_query_agrees(
    moment: datetime, expected: calls.Phase
) -> None:
    with transactions.reading():
        call = calls.get("DEMO-2026-2")
        assert calls.phase(call, moment) is expected
        assert (call in services.open_calls(moment)) == (expected is calls.Phase.OPEN)
        assert services.is_open(call, moment) == (expected is calls.Phase.OPEN)


@pytest.mark.usefixtures("loaded")
def test_a_draft_is_nobodys_business_and_a_call_closed_early_takes_nothing() -> None:
    with transactions.writing():
        ended, begun = calls.get("DEMO-2026-2"), calls.get("DEMO-2028-1")
        ended.state, ended.closed_at = "closed", clock.now()
        begun.state, begun.published_at = "draft", None
    with transactions.reading():
        assert services.open_calls(clock.now()) == []
        assert services.call_contents_open(clock.now()) == []
        assert calls.phase(calls.get("DEMO-2026-2"), clock.now()) is calls.Phase.CLOSED
        assert "DEMO-2028-1" not in [call.code for call in calls.listed()]
        with pytest.raises(NotFound):
            calls.get("DEMO-2028-1")


@pytest.mark.usefixtures("loaded")
def test_a_content_no_longer_offered_leaves_the_open_calls() -> None:
    with transactions.writing():
        contents.get("CC-5S").offered = False
    with transactions.reading():
        content = contents.get("CC-5S")
        assert services.open_for(content, clock.now()) == []
        assert services.open_for(contents.get("HTQL-9001"), clock.now())


@pytest.mark.usefixtures("loaded")
def test_what_is_open_is_read_in_one_query() -> None:
    with transactions.reading():
        db.session.execute(select(1))  # the transaction is open
        statements: list[str] = []

        def note(*args: Any) -> None:
            statements.append(args[2])

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            for each in services.call_contents_open(clock.now()):
                assert each.call.programme.name
                assert each.content.version
                assert each.content.version.name
                assert each.project
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert len(statements) == 1


@pytest.mark.usefixtures("loaded")
def test_a_call_of_a_content_leads_to_its_current_version() -> None:
    with transactions.reading():
        content = db.session.scalar(select(SupportContent).where(SupportContent.code == "NN-GAP"))
        assert content is not None
        assert services.current_version(content).asks_products
