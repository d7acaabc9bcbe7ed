"""Search by folded words: the same answers on both databases."""

import pytest
from sqlalchemy import select

from app.applications.models import SearchWord
from app.applications.services import queries
from app.extensions import db
from app.organisations.services import profile
from app.organisations.services import queries as organisations
from app.review.filters import Filters
from app.review.services import queue
from tests.factories import FIVE_S, GAP, ISO9001, World


@pytest.fixture
def found(world: World) -> dict[str, int]:
    """Three dossiers with telling names."""
    star_anise = world.organisation(name="Hợp tác xã Hồi Đồng Đăng", kind="hop_tac_xa")
    factory = world.organisation(name="Công ty Cổ phần Xi măng Đống Đa")
    return {
        "iso": world.submitted(star_anise, ISO9001),
        "gap": world.submitted(star_anise, GAP, standard="VietGAP"),
        "5s": world.submitted(factory, FIVE_S),
    }


def ask(world: World, query: str) -> set[int]:
    with world.reading():
        return {row.id for row in queue.page(Filters(query=query), world.officer).rows}


def test_words_are_found_with_and_without_marks_in_any_order(
    world: World, found: dict[str, int]
) -> None:
    both = {found["iso"], found["gap"]}
    for query in ("Đồng Đăng", "dong dang", "DONG  ĐANG", "dang hồi", "đăng đồng hop tac"):
        assert ask(world, query) == both, query
    assert ask(world, "xi mang") == {found["5s"]}
    assert ask(world, "dong da") == set(found.values())  # "da" begins both "dang" and "da"
    assert ask(world, "dong dang xi mang") == set()


def test_short_codes_standards_and_the_beginnings_of_words_are_found(
    world: World, found: dict[str, int]
) -> None:
    assert ask(world, "5S") == {found["5s"]}
    assert ask(world, "iso 9001") == {found["iso"]}
    assert ask(world, "vietgap") == {found["gap"]}
    assert ask(world, "viet") == {found["gap"]}
    assert ask(world, "9001") == {found["iso"]}
    assert ask(world, "001") == set()  # a word is found from its beginning


def test_a_reference_is_found_however_it_is_typed(world: World, found: dict[str, int]) -> None:
    for dossier in found.values():
        reference = world.fact(dossier, "reference")
        for typed in (reference, reference.lower(), reference.replace("-", ""), reference[:13]):
            assert ask(world, typed) == {dossier}, typed


def test_a_tax_code_finds_all_dossiers_of_its_organisation(
    world: World, found: dict[str, int]
) -> None:
    with world.reading():
        code = db.session.scalars(
            select(SearchWord.word).where(
                SearchWord.application_id == found["iso"], SearchWord.word.startswith("4909")
            )
        ).one()
    assert ask(world, code) == {found["iso"], found["gap"]}


def test_no_search_is_an_error_and_an_empty_one_finds_everything(
    world: World, found: dict[str, int]
) -> None:
    everything = set(found.values())
    for query in ("", "   ", "%", "_", "'", '"; DROP TABLE application; --', "{", "\\", "(", "*"):
        assert ask(world, query) in (everything, set()), query
    assert ask(world, "%") == everything  # no word at all
    assert ask(world, "a " * 500) <= everything
    assert ask(world, "x" * 5000) == set()
    assert ask(world, "ﬀ\u0300\U0001f600") == set()


def test_a_dossier_is_found_by_what_it_said_when_it_was_submitted(world: World) -> None:
    dossier = world.submitted(world.organisation(name="Tên Cũ Ngày Ấy"))
    assert ask(world, "ngay ay") == {dossier}


def test_a_renamed_organisation_is_found_by_both_names_and_sorted_by_the_new_at_once(
    world: World,
) -> None:
    member = world.organisation(name="Cũ Kỹ", representative="Hoàng Văn Thụ")
    dossier, draft = world.submitted(member, GAP, standard="VietGAP"), world.draft(member)
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        profile.save(organisation.id, organisation.version, {"name": "Ánh Dương"}, member.actor)
    for query in ("cu ky", "anh duong", "van thu", "hoi kho"):  # and representative, product
        assert ask(world, query) == {dossier}, query
    assert world.fact(dossier, "sort_name") == "anh duong"
    assert world.fact(draft, "sort_name") == ""


@pytest.mark.parametrize("between", [" ", ".", "-"])
def test_a_tax_code_is_found_however_its_digits_are_grouped(world: World, between: str) -> None:
    member = world.organisation()
    dossier = world.submitted(member)
    with world.reading():
        code = queries.get(dossier).organisation.code
    assert ask(world, between.join((code[:4], code[4:7], code[7:]))) == {dossier}
