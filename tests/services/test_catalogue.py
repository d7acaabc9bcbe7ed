"""The catalogue is loaded: new versions, wrong files, the command."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from app import transactions
from app.access import SYSTEM
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.organisations.models import Commune
from app.programmes.models import ContentVersion
from app.programmes.services import catalogue, contents
from app.programmes.services.catalogue import SHIPPED, Loaded

Change = Callable[[dict[str, Any]], None]


def changed(folder: Path, change: Change) -> Path:
    """Write the shipped catalogue with `change` made to it and return its path."""
    data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    change(data)
    path = folder / "danh-muc.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return path


def content_in(data: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in data["contents"] if each["code"] == code)
    return found


def load(path: Path) -> Loaded:
    with transactions.writing():
        return catalogue.load(path, SYSTEM)


def events(action: str) -> int:
    return db.session.scalar(select(func.count()).where(Event.action == action)) or 0


@pytest.mark.usefixtures("in_app")
def test_loading_the_same_file_again_changes_nothing_and_records_nothing() -> None:
    with transactions.reading():
        before = db.session.scalar(select(func.count(Event.id)))
    assert load(SHIPPED) == Loaded(unchanged=28)
    with transactions.reading():
        assert db.session.scalar(select(func.count(Event.id))) == before


@pytest.mark.usefixtures("in_app")
def test_the_first_load_recorded_an_event_for_every_content() -> None:
    with transactions.reading():
        recorded = db.session.scalar(
            select(func.count(Event.id)).where(
                Event.subject == "support_content", Event.action == "add"
            )
        )
        assert recorded == 28
        # and the row that stands for an unknown one
        assert db.session.scalar(select(func.count(Commune.code))) == 65 + 1


@pytest.mark.usefixtures("in_app")
def test_every_content_asks_the_common_questions_first_and_requires_the_three_documents() -> None:
    common = [each.key for each in catalogue.shipped().common_questions]
    with transactions.reading():
        for content in contents.listed(with_history=True):
            version = contents.current_version(content)
            assert [each.key for each in version.questions][: len(common)] == common
            kinds = [each.kind for each in version.documents]
            assert kinds == ["signed_form", "registration", "other"]


@pytest.mark.usefixtures("in_app")
def test_a_changed_question_makes_version_2_of_that_content_and_keeps_version_1(
    tmp_path: Path,
) -> None:
    def change(data: dict[str, Any]) -> None:
        content_in(data, "CC-5S")["questions"][0]["label"] = "Khu vực làm 5S trước"

    done = load(changed(tmp_path, change))
    assert (done.new_versions, done.changed, done.unchanged) == (1, 0, 27)
    with transactions.reading():
        content = contents.get("CC-5S")
        assert contents.current_version(content).number == 2
        first = db.session.scalar(
            select(ContentVersion).where(
                ContentVersion.content_id == content.id, ContentVersion.number == 1
            )
        )
        assert first is not None
        assert first.questions[-1].label == "Khu vực muốn làm trước"
        assert contents.current_version(content).questions[-1].label == "Khu vực làm 5S trước"
        assert events("new_version") == 1


@pytest.mark.usefixtures("in_app")
def test_a_changed_common_question_makes_a_new_version_of_every_content(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["common_questions"][0]["required"] = False

    assert load(changed(tmp_path, change)).new_versions == 28


@pytest.mark.usefixtures("in_app")
def test_what_is_not_said_to_applicants_changes_without_a_new_version(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        content_in(data, "CC-KHAC")["offered"] = True
        content_in(data, "CC-5S")["synonyms"].append("năm chữ s")

    done = load(changed(tmp_path, change))
    assert (done.new_versions, done.changed) == (0, 2)
    with transactions.reading():
        assert contents.get("CC-KHAC").offered
        event = db.session.scalar(select(Event).where(Event.action == "change").limit(1))
        assert event is not None
        assert "synonyms" in event.data["changed"] or "offered" in event.data["changed"]


@pytest.mark.usefixtures("in_app")
def test_a_synonym_never_leads_to_two_standards(tmp_path: Path) -> None:
    """Neither inside the file nor beside what was added on screen: keys would be redirected."""

    def inside(data: dict[str, Any]) -> None:
        content_in(data, "NN-GAP")["standards"][0]["synonyms"].append("Global G.A.P")

    def beside(data: dict[str, Any]) -> None:
        content_in(data, "NN-GAP")["standards"][0]["synonyms"].append("JGAP")

    with pytest.raises(Invalid, match="tên của hai tiêu chuẩn"):
        load(changed(tmp_path, inside))
    with transactions.writing():
        gap = contents.get("NN-GAP")
        gap.standards = [*gap.standards, {"code": "", "name": "J-GAP", "synonyms": []}]
    with pytest.raises(Conflict, match="NN-GAP: “J-GAP”"):
        load(changed(tmp_path, beside))


@pytest.mark.usefixtures("in_app")
def test_a_content_the_file_does_not_name_stays(tmp_path: Path) -> None:
    def change(data: dict[str, Any]) -> None:
        data["contents"] = [each for each in data["contents"] if each["code"] != "GTCLQG"]

    done = load(changed(tmp_path, change))
    assert (done.added, done.new_versions, done.unchanged) == (0, 0, 26)  # one moved up a place
    with transactions.reading():
        assert contents.get("GTCLQG").offered


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize("table", ["content_version", "question", "required_document"])
def test_the_database_refuses_to_change_a_version(table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), transactions.writing():
        db.session.execute(db.text(f"UPDATE {table} SET id = id"))


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda d: d.update(format=2), "format"),
        (lambda d: d.update(extra=1), "extra"),
        (lambda d: d.pop("communes"), "communes"),
        (lambda d: d["communes"][3].update(code="123"), r"communes\[3\]\.code"),
        (lambda d: d["contents"][0].update(unit="team"), r"contents\[0\]\.unit"),
        (lambda d: d["contents"][0].update(offered="yes"), r"contents\[0\]\.offered"),
        (lambda d: d["contents"][0].update(name="  "), r"contents\[0\]\.name"),
        (lambda d: d["contents"][0].update(group="nothing"), r"contents\[0\]\.group"),
        (lambda d: d["contents"][0].update(plan_section="9.9"), r"contents\[0\]\.plan_section"),
        (lambda d: d["contents"][0].update(kinds=["nobody"]), r"contents\[0\]\.kinds"),
        (lambda d: d["contents"][0].update(warn_with=["CC-5S"]), r"contents\[0\]\.warn_with"),
        (lambda d: d["contents"][0].update(rule="standard"), r"contents\[0\]\.standards"),
        (lambda d: d["contents"][0].update(asks_products=True), r"contents\[0\]\.asks_products"),
        (lambda d: d["contents"][27].update(offered=True), r"contents\[27\]\.offered"),
        (lambda d: d["contents"][0].update(code="thường"), r"contents\[0\]\.code"),
        (lambda d: d["contents"].append(d["contents"][0]), "contents"),
        (
            lambda d: d["contents"][0]["questions"][0].update(options=[]),
            r"contents\[0\]\.questions\[0\]\.options",
        ),
        (
            lambda d: d["contents"][0]["questions"][1].update(key="muc_tieu"),
            r"contents\[0\]\.questions",
        ),
        (
            lambda d: d["common_questions"][0].update(max_length=0),
            r"common_questions\[0\]\.max_length",
        ),
        (lambda d: d["contents"][0].update(kinds=["khac"]), r"contents\[0\]\.kinds"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_the_place_and_the_reason(
    tmp_path: Path, change: Change, place: str
) -> None:
    with pytest.raises(Invalid, match=rf"danh-muc\.yaml, mục {place}: .+") as refusal:
        load(changed(tmp_path, change))
    assert refusal.value.status == 422
    with transactions.reading():
        assert db.session.scalar(select(func.max(ContentVersion.number))) == 1


@pytest.mark.usefixtures("in_app")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"contents: [", "dòng 1"),
        (b"\xff\xfe", "UTF-8"),
        (b"- 1", "cặp tên"),
        (b"", "cặp tên"),
        (b"format: !!python/object/apply:os.getcwd []", "YAML"),
        (b"x" * 2_000_001, "2 MB"),
    ],
)
def test_what_is_no_such_file_is_refused_in_plain_words(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "hong.yaml"
    path.write_bytes(content)
    with pytest.raises(Invalid, match=reason):
        load(path)


def test_the_command_loads_the_shipped_catalogue_and_tells_what_it_did(
    cli: FlaskCliRunner,
) -> None:
    done = cli.invoke(args=["catalogue", "load"])
    assert done.exit_code == 0
    assert "28 unchanged" in done.output


def test_the_command_names_a_missing_file_and_fails(cli: FlaskCliRunner, tmp_path: Path) -> None:
    done = cli.invoke(args=["catalogue", "load", str(tmp_path / "khong-co.yaml")])
    assert done.exit_code == 1
    assert "khong-co.yaml" in done.output
