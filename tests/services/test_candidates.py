"""Looking for who may be the one described: on a page, and for the rows of an import."""

from app.access import SYSTEM
from app.extensions import db
from app.organisations.likeness import Description
from app.organisations.models import FormerName, Organisation
from app.organisations.services import candidates, provisional, words
from bench.counting import counted
from tests.people import CODES, register

NAME = "Hợp tác xã Hoa hồi Xứ Lạng"


def make(name: str = NAME, **said: str) -> Organisation:
    return provisional.make(name=name, kind="hop_tac_xa", by=SYSTEM, origin="imported", **said)


def found(name: str, **said: str) -> list[int]:
    """Return who is like, asked of the page's look-up and of the index alike."""
    asked = Description(name, **said)
    page = [one.organisation_id for one in candidates.like(asked)]
    assert [one.organisation_id for one in candidates.Index.load().like(asked)] == page
    return page


def test_a_messy_name_finds_its_organisation(writing: None) -> None:
    made = make(commune_code="05977")
    make("HTX Chè Đình Lập")
    for messy in ("HTX hoa hoi xu lang", "Hoa hồi Xứ Lạngg", "THT HOA HỒI XỨLẠNG"):
        assert found(messy) == [made.id]
    assert found("Cơ sở Mộc Kỳ Cùng") == []


def test_a_former_name_finds_it_under_the_new_one(writing: None) -> None:
    made = make()
    db.session.add(FormerName(organisation_id=made.id, name="HTX Thạch đen Tràng Định"))
    words.index(made)
    assert found("HTX Thạch đen Tràng Định") == [made.id]
    assert candidates.like(Description("HTX Thạch đen Tràng Định"))[0].name == NAME


def test_a_new_name_is_found_and_the_old_one_no_longer(writing: None) -> None:
    made = make()
    made.name = "HTX Mắc ca Bình Gia"
    words.index(made)
    assert found(made.name) == [made.id]
    assert found(NAME) == []


def test_a_code_finds_its_organisation_and_its_branches(writing: None) -> None:
    made = register()
    assert isinstance(made, Organisation)
    assert found("Tên khác hẳn", code=CODES[0]) == [made.id]
    assert found("Tên khác hẳn", code=f"{CODES[0]}001") == [made.id]


def test_merged_duplicates_and_stand_ins_are_never_named(writing: None) -> None:
    kept, gone, standin = make(), make(), make()
    gone.joined_into_id = kept.id
    standin.is_provisional, standin.is_standin = False, True
    db.session.flush()
    assert found(NAME) == [kept.id]


def test_a_page_asks_once_and_may_leave_beneficiaries_out(writing: None) -> None:
    made = make()
    make("HTX Hoa hồi Xứ Lạng 2")
    with counted(db.engine) as asked:
        assert len(candidates.like(Description(NAME))) == 2
    assert len(asked) == 1
    left = candidates.like(Description(NAME), without=[made.beneficiary_id])
    assert made.id not in [one.organisation_id for one in left]


def test_rows_an_import_is_about_to_make_can_be_added(writing: None) -> None:
    index = candidates.Index.load()
    index.add(-1, Description(NAME))
    assert [one.organisation_id for one in index.like(Description("HTX hoa hồi xứ lạng"))] == [-1]
