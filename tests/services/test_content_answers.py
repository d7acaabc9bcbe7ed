"""What applicants answer to questions that wait, and to tables."""

from typing import Any

import pytest
from sqlalchemy import select

from app.access import Actor
from app.applications.models import Answer
from app.applications.services import draft as drafts
from app.applications.services import queries, submit, tasks, view
from app.errors import Invalid
from app.extensions import db
from app.text import format_money
from tests.factories import World
from tests.shared.drafted_contents import MACHINES, SIGNED, publish, question


@pytest.fixture
def asking(world: World) -> World:
    """ISO 9001 asks for a table of machines, and for the consultant where there is one."""
    with world.writing():
        question(MACHINES)
        question(SIGNED)
        publish()
    return world


def begun(world: World, **answers: Any) -> tuple[int, Actor]:
    """Begin a dossier, everything else answered."""
    member = world.organisation()
    dossier = world.draft(member, signed=False)
    save(world, dossier, member.actor, **answers)
    return dossier, member.actor


def save(world: World, dossier: int, by: Actor, **answers: Any) -> None:
    world.do(drafts.save_answers, dossier, answers, "", by)


def test_a_question_is_missing_only_when_its_condition_is_met(asking: World) -> None:
    dossier, by = begun(asking, da_ky_tu_van=False, may_moc_hien_co=[{"ten": "Lò sấy"}])
    with asking.reading():
        assert tasks.missing_answers(queries.get(dossier)) == []
    save(asking, dossier, by, da_ky_tu_van=True, ten_don_vi_tu_van="")
    with asking.reading():
        assert tasks.missing_answers(queries.get(dossier)) == ["Tên đơn vị tư vấn"]


def test_an_answer_that_is_no_longer_called_for_is_not_kept(asking: World) -> None:
    dossier, by = begun(asking, da_ky_tu_van=True, ten_don_vi_tu_van="Công ty A")
    with asking.reading():
        labels = dict(view.answers(queries.get(dossier)))
        assert labels["Tên đơn vị tư vấn"] == "Công ty A"
    save(asking, dossier, by, da_ky_tu_van=False, ten_don_vi_tu_van="Công ty A")
    with asking.reading():
        found = queries.get(dossier)
        assert "Tên đơn vị tư vấn" not in dict(view.answers(found))
        keys = {item.question_id: item for item in found.answers}
        waiting = next(
            each for each in found.content_version.questions if each.key == "ten_don_vi_tu_van"
        )
        assert waiting.id not in keys
        assert db.session.scalar(select(Answer).where(Answer.question_id == waiting.id)) is None


def test_a_table_is_kept_in_rows_and_read_as_a_table(asking: World) -> None:
    rows = [{"ten": "Lò sấy", "gia": 15_000_000}, {"ten": "Máy xay", "gia": None}]
    dossier, _by = begun(asking, da_ky_tu_van=False, may_moc_hien_co=rows)
    with asking.reading():
        found = queries.get(dossier)
        said = dict(view.answers(found))["Máy móc hiện có"]
        assert isinstance(said, view.TableAnswer)
        assert said.columns == ("Tên máy", "Nguyên giá")
        assert said.table_rows == (("Lò sấy", format_money(15_000_000)), ("Máy xay", ""))
        assert submit.snapshot(found)["answers"]["may_moc_hien_co"] == rows


def test_an_answer_a_question_cannot_have_is_refused_whatever_the_form(asking: World) -> None:
    dossier, by = begun(asking)
    row = {"ten": "Máy sấy", "gia": 5_000_000}
    for key, value, words_of_it in (
        ("may_moc_hien_co", [row] * 21, "tối đa 20 dòng"),
        ("may_moc_hien_co", [row | {"gia": "rẻ"}], "số nguyên"),
        ("may_moc_hien_co", [row | {"khac": "1"}], "chưa hợp lệ"),
        ("hien_trang", "x" * 4001, "3.000 ký tự"),
        ("so_nguoi", True, "số nguyên"),
        ("da_ky_tu_van", "co", "chọn một mục"),
    ):
        with pytest.raises(Invalid, match=words_of_it) as refused:
            save(asking, dossier, by, **{key: value})
        assert refused.value.field == f"q_{key}"
    save(asking, dossier, by, may_moc_hien_co=[row] * 20)


def test_a_required_table_without_a_row_is_missing(asking: World) -> None:
    dossier, _by = begun(asking, da_ky_tu_van=False, may_moc_hien_co=[])
    with asking.reading():
        assert tasks.missing_answers(queries.get(dossier)) == ["Máy móc hiện có"]


def test_a_dossier_keeps_the_version_it_was_begun_with(world: World) -> None:
    dossier = world.draft(world.organisation(), signed=False)
    with world.writing():
        question(MACHINES)
        publish()
    with world.reading():
        assert tasks.missing_answers(queries.get(dossier)) == []
