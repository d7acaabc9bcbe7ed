"""Once only at its edges: what 'một nội dung' is, and how that changes."""

from pathlib import Path

import pytest
import yaml

from app.access import SYSTEM
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.ledger.models import Entry
from app.ledger.services import (
    SlotTaken,
    units,
)
from app.programmes.services import catalogue, contents
from app.review.services import reception
from tests.factories import FIVE_S, GAP, ISO9001, REASON, World
from tests.shared.given import give, unit

pytestmark = pytest.mark.usefixtures("staffed")


def test_the_unit_changes_keys_in_one_go_and_the_file_does_not_change_it_back(
    world: World,
) -> None:
    member = world.organisation()
    entry = give(world, member, GAP, standard="VietGAP")
    held = world.submitted(member, GAP, standard="GlobalGAP")
    with pytest.raises(Conflict, match="hơn một lượt"):
        unit(world, GAP, units.CONTENT)
    world.do(reception.decline, held, REASON, world.officer)
    done = unit(world, GAP, units.CONTENT)
    assert (done.entries, done.changing) == (2, 2)
    with world.reading():
        assert db.session.get_one(Entry, entry).rule_key == GAP
    with pytest.raises(SlotTaken):
        world.submitted(member, GAP, standard="GlobalGAP")
    result = world.app.test_cli_runner().invoke(args=["catalogue", "load"])
    assert result.exit_code == 0, result.output
    with world.reading():
        content = contents.get(GAP)
        assert (content.rule, content.rule_document) == (units.CONTENT, "15/TTr-CCTĐC")
    with pytest.raises(DomainError):
        unit(world, GAP, units.NONE, by=world.officer)


def test_a_file_changes_no_unit_that_supports_lean_on(world: World, tmp_path: Path) -> None:
    member = world.organisation()
    give(world, member)
    data = yaml.safe_load(catalogue.SHIPPED.read_text(encoding="utf-8"))
    for each in data["contents"]:
        if each["code"] in (ISO9001, FIVE_S):
            each["rule"] = "none"
    file = tmp_path / "catalogue.yaml"
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    for force in (False, True):
        with world.writing():
            assert catalogue.load(file, SYSTEM, force=force).rules_left == [ISO9001]
        with world.reading():
            assert contents.get(ISO9001).rule == "content"
            assert contents.get(FIVE_S).rule == "none"  # nobody has had it
    with pytest.raises(SlotTaken):
        world.submitted(member)


def test_from_content_to_standard_each_entry_must_be_named(world: World) -> None:
    member = world.organisation()
    entry = give(world, member, FIVE_S)
    with world.writing():
        units.add_standard(contents.get(FIVE_S), "5S cơ bản", "", world.lead)
        units.add_standard(contents.get(FIVE_S), "Năm S", "5S cơ bản", world.lead)
    with pytest.raises(Conflict), world.writing():
        units.add_standard(contents.get(FIVE_S), "nam s", "", world.lead)
    with world.reading():
        found = units.preview(contents.get(FIVE_S), units.STANDARD)
        assert [each.id for each in found.lacking] == [entry]
        assert not found.possible
    with pytest.raises(Invalid, match="1 lượt chưa ghi"):
        unit(world, FIVE_S, units.STANDARD)
    unit(world, FIVE_S, units.STANDARD, standards={entry: "Năm S"})
    with world.reading():
        row = db.session.get_one(Entry, entry)
        assert (row.rule_key, row.standard) == ("CC-5S:5scoban", "5S cơ bản")


def test_outside_the_rule_nothing_collides(world: World) -> None:
    member = world.organisation()
    give(world, member)
    unit(world, ISO9001, units.NONE)
    assert world.status(world.submitted(member)) == "submitted"
