"""Contents whose unit is "organisation + standard": what one standard is."""

import pytest

from app.applications.services import draft, queries, tasks
from app.errors import Invalid
from app.extensions import db
from app.ledger import services as ledger
from app.ledger.models import Entry
from app.programmes.models import SupportContent
from app.programmes.services import contents
from app.text import squeeze
from tests.factories import GAP, ISO9001, OUTSIDE, World

ONE_NAME = [
    "VietGAP",
    "Viet GAP",
    "viet gap",
    "VIETGAP",
    "  việt  gap ",
    "viet-gap",
    "ｖｉｅｔｇａｐ",
]


def test_however_it_is_written_it_is_one_standard(world: World) -> None:
    with world.reading():
        content = contents.get(GAP)
        for typed in ONE_NAME:
            assert ledger.standard_name(content, typed) == "VietGAP"
            assert ledger.rule_key(content, typed) == ledger.rule_key(content, "VietGAP")


def test_a_second_spelling_of_the_same_standard_is_refused(world: World) -> None:
    member = world.organisation()
    world.submitted(member, GAP, standard="Viet GAP")
    with pytest.raises(ledger.SlotTaken):
        world.submitted(member, GAP, standard="VietGAP")


def test_every_standard_of_the_list_can_be_supported_once(world: World) -> None:
    member = world.organisation()
    with world.reading():
        names = [known["name"] for known in contents.get(GAP).standards]
    assert len(names) > 2
    for name in names:
        assert world.status(world.submitted(member, GAP, standard=name)) == "submitted"
    for name in names:
        with pytest.raises(ledger.SlotTaken):
            world.submitted(member, GAP, standard=name)
    with world.reading():
        assert len({entry.rule_key for entry in db.session.query(Entry)}) == len(names)


def test_a_standard_that_is_missing_or_not_on_the_list_is_refused(world: World) -> None:
    with world.reading():
        for typed in ("", "   ", "...", "Tiêu chuẩn của tôi", "VietGAP 2"):
            with pytest.raises(Invalid) as refused:
                ledger.rule_key(contents.get(GAP), typed)
            assert refused.value.field == "standard", typed


def test_a_draft_may_wait_for_its_standard_but_is_not_submitted_without(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member, GAP, signed=False)
    with world.reading():
        missing = tasks.missing_answers(queries.get(dossier))
    assert any("iêu chuẩn, công cụ đăng ký" in label for label in missing)
    with pytest.raises(Invalid):
        world.do(draft.save_answers, dossier, {}, "không có trong danh sách", member.actor)


def test_names_that_squeeze_alike_never_lead_to_two_standards_of_one_content(
    world: World,
) -> None:
    """A synonym that two standards share would make the rule depend on the list's order."""
    with world.reading():
        for content in db.session.query(SupportContent).filter_by(rule="standard"):
            owners: dict[str, str] = {}
            for known in content.standards:
                for name in (known["name"], known["code"], *known.get("synonyms", ())):
                    owner = owners.setdefault(squeeze(name), known["code"])
                    assert owner == known["code"], f"{content.code}: {name}"


def test_a_standard_typed_for_another_content_is_dropped(world: World) -> None:
    with world.reading():
        assert ledger.standard_name(contents.get(ISO9001), "VietGAP") == ""
        assert ledger.rule_key(contents.get(ISO9001), "VietGAP") == ISO9001
        assert ledger.rule_key(contents.get(OUTSIDE), "VietGAP") is None
