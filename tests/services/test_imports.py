"""A file of history from its bytes to the ledger: who an organisation is, what is told twice."""

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from app import clock
from app.applications.services import withdraw
from app.audit.models import Event
from app.errors import Conflict, Invalid
from app.extensions import db
from app.imports.models import ImportRow
from app.imports.services import decide, rejudge, rollback
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import batches as ledger_batches
from app.ledger.services.slots import SlotTaken
from app.organisations.likeness import Description
from app.organisations.models import Identifier, Organisation
from app.organisations.services import candidates
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import FIVE_S, World
from tests.messy_history import messy
from tests.shared.histories import (
    NEW,
    applied,
    brought,
    csv,
    dump,
    judged,
    rows,
    with_batch,
    with_row,
)


def test_a_messy_history_goes_in_and_comes_out_to_the_byte(
    world: World, cli: FlaskCliRunner
) -> None:
    content, truth = messy(300)
    before = dump(world)
    batch = brought(world, content, "lich-su.xlsx")
    found = rows(world, batch)
    assert [(row.sheet, row.row_number) for row in found] == [(t.sheet, t.row) for t in truth]
    with world.reading():
        codes = {each.id: each.code for each in contents.listed(with_history=True)}
    assert [codes[row.content_id or 0] for row in found] == [t.content for t in truth]
    assert [row.given_year for row in found] == [t.year for t in truth]
    # Headings such as "Danh sách đã được hỗ trợ" say nothing of the kind.
    assert [row.kind for row in found] == [t.kind for t in truth]
    assert dump(world) == before  # judged, and nothing written
    for what in ("link_likely", "new_likely", "proposal", "skip_errors"):
        with_batch(world, batch, decide.bulk, Bulk(what), world.officer)
    assert not [row for row in rows(world, batch) if row.outcome == "open"]
    applied(world, batch)
    with world.reading():
        told = get(batch).counts["outcomes"]
        assert get(batch).state == "applied"
        assert told["use"] + told.get("set_aside", 0) == ledger_batches.count(batch) > 250
    assert dump(world) != before
    assert cli.invoke(args=["check"]).output.endswith(" 0 faults\n")
    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    assert dump(world) == before
    assert cli.invoke(args=["check"]).output.endswith(" 0 faults\n")
    assert world.count(ImportRow, ImportRow.batch_id == batch) == 300


def test_a_code_is_known_now_or_once_and_a_branch_is_its_root(world: World) -> None:
    member = world.organisation()
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        code, today = organisation.code, clock.today()
        organisation.identifiers[0].valid_to = today
        organisation.identifiers.append(Identifier(scheme="mst", value=NEW, valid_from=today))
    batch = brought(
        world,
        csv(
            f"Tên nay,{NEW},5S,2015,",
            f"Tên cũ,{code},HTQL-9001,2015,",
            f"Chi nhánh,{NEW}-001,TXNG,2015,",
        ),
    )
    found = rows(world, batch)
    assert [row.judgement for row in found] == ["known"] * 3
    assert {row.match_id for row in found} == {member.organisation_id}
    assert "hết hiệu lực" in found[1].hints[0][1]
    assert "chi nhánh" in found[2].hints[0][1]


def test_a_wrong_check_digit_warns_and_never_joins_its_owner(world: World) -> None:
    member = world.organisation(name="HTX Thạch Đen Khe Sáo")
    with world.reading():
        code = organisations.get(member.organisation_id).code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    batch = brought(world, csv(f"HTX Thạch Đen Khe Sáo,{wrong},5S,2015,"))
    (row,) = rows(world, batch)
    assert row.code_state == "wrong"
    assert row.judgement == "likely_known"
    assert row.outcome == "open"
    assert row.match_id is None
    assert any("số kiểm tra" in words for _cell, words in row.hints)
    with_row(world, batch, 1, decide.decide, "link", choice=member.organisation_id)
    applied(world, batch)
    assert world.count(Entry, Entry.organisation_id == member.organisation_id) == 1


def test_several_spellings_of_one_code_make_one_organisation_and_no_code_a_provisional_one(
    world: World,
) -> None:
    batch = brought(
        world,
        csv(
            f"Công ty TNHH Đá Suối Hồng,{NEW},5S,2015,",
            f"CTY TNHH ĐÁ SUỐI HỒNG,{NEW},TXNG,2016,",
            "HTX Mắc Ca Vườn Lê,,TXNG,2016,",
        ),
    )
    applied(world, batch)
    with world.reading():
        made = db.session.scalars(
            select(Organisation).where(Organisation.batch_id == batch).order_by(Organisation.id)
        ).all()
        assert [(each.name, each.is_provisional, each.origin) for each in made] == [
            ("Công ty TNHH Đá Suối Hồng", False, "imported"),
            ("HTX Mắc Ca Vườn Lê", True, "imported"),
        ]
        assert made[1].kind == "hop_tac_xa"
        events = db.session.scalars(select(Event).where(Event.action == "made_known")).all()
        assert [event.subject_id for event in events] == [each.id for each in made]
        likely = candidates.like(Description("HTX Mắc ca Vườn Lê"))
        assert [each.organisation_id for each in likely] == [made[1].id]


def test_what_may_be_a_known_organisation_waits_for_a_person(world: World) -> None:
    first = brought(world, csv("HTX Mật Ong Gò Sim,,5S,2015,"))
    applied(world, first)
    second = brought(world, csv("Hợp tác xã mật ong Gò Sim,,TXNG,2016,"), "hai.csv")
    (row,) = rows(world, second)
    assert (row.judgement, row.outcome) == ("likely_known", "open")
    known = row.candidates[0]["id"]
    with pytest.raises(Conflict, match="Chưa có dòng nào để ghi"):
        applied(world, second)
    with pytest.raises(Invalid, match="trong danh sách"):
        with_row(world, second, 1, decide.decide, "link", choice=known + 1)
    with_row(world, second, 1, decide.decide, "link", choice=known)
    assert judged(world, second) == ["known"]
    applied(world, second)
    assert world.count(Entry, Entry.organisation_id == known) == 2


def test_one_support_told_twice_is_to_be_skipped_and_a_real_duplicate_set_aside(
    world: World,
) -> None:
    batch = brought(
        world,
        csv(
            f"Công ty CP Một,{NEW},5S,2015,12/QĐ",
            f"Công ty CP Một,{NEW},5S,2015,12/QĐ",
            f"Công ty CP Một,{NEW},5S,2018,40/QĐ",
        ),
    )
    found = rows(world, batch)
    assert [(row.judgement, row.proposal) for row in found[1:]] == [
        ("duplicate_support", "skip"),
        ("duplicate_support", "set_aside"),
    ]
    with pytest.raises(Conflict, match="người khác"):
        with_batch(world, batch, decide.bulk, Bulk("proposal"), world.officer, version=0)
    with pytest.raises(Invalid):
        with_batch(world, batch, decide.bulk, Bulk("everything"), world.officer)
    assert with_batch(world, batch, decide.bulk, Bulk("proposal"), world.officer) == 2
    applied(world, batch)
    with world.reading():
        entries = db.session.scalars(
            select(Entry).where(Entry.batch_id == batch).order_by(Entry.id)
        ).all()
        assert [(each.state, each.given_year) for each in entries] == [
            ("used", 2015),
            ("set_aside", 2018),
        ]
        assert entries[0].source_reference == "Nhập lịch sử, lich-su.csv, lich-su.csv, dòng 2"
        assert entries[0].document_number == "12/QĐ"


def test_a_support_of_another_scope_warns_and_does_not_block(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,", f"Công ty Một,{NEW},5S,2022,"))
    found = rows(world, batch)
    assert [(row.judgement, row.outcome, row.other_scope) for row in found] == [
        ("new", "use", False),
        ("new", "use", True),
    ]
    assert "2012-2020" in found[1].why[0][1]
    applied(world, batch)
    assert world.count(Entry, Entry.batch_id == batch, Entry.state == "used") == 2


def test_a_slot_that_a_dossier_holds_is_told_with_its_reference(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member, FIVE_S)
    with world.reading():
        code = organisations.get(member.organisation_id).code
    batch = brought(world, csv(f"Đơn vị,{code},5S,2026,"), programme="KH-DEMO-2026-2030")
    (row,) = rows(world, batch)
    assert row.judgement == "duplicate_support"
    assert world.fact(dossier, "reference") in row.why[0][1]


def test_what_was_given_is_not_set_aside_beside_a_dossier_that_may_let_go(world: World) -> None:
    member = world.organisation()
    dossier = world.submitted(member, FIVE_S)
    with world.reading():
        code = organisations.get(member.organisation_id).code
    batch = brought(world, csv(f"Đơn vị,{code},5S,2026,"), programme="KH-DEMO-2026-2030")
    for what in ("set_aside", "proposal"):
        assert with_batch(world, batch, decide.bulk, Bulk(what), world.officer) == 0
    with pytest.raises(Conflict, match="đang giữ nội dung này"):
        with_row(world, batch, 1, decide.decide, "set_aside")
    assert rows(world, batch)[0].outcome == "open"
    world.do(withdraw.withdraw, dossier, member.actor)
    with world.writing():
        rejudge.anew(get(batch))
    applied(world, batch)
    with pytest.raises(SlotTaken, match="2026"):
        world.submitted(member, FIVE_S)
