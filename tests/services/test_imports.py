"""A file of history from its bytes to the ledger and back, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import clock
from app.access import SYSTEM
from app.applications.services import withdraw
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.imports.models import ImportRow
from app.imports.services import apply, batches, decide, judge, reading, rejudge, rollback, work
from app.imports.services.correct import Correction, correct
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import batches as ledger_batches
from app.ledger.services import history
from app.ledger.services.slots import SlotTaken
from app.organisations.likeness import Description
from app.organisations.models import Identifier, Organisation
from app.organisations.services import candidates, members
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests import people
from tests.factories import FIVE_S, ISO9001, World, tax_code
from tests.messy_history import messy

# What apply writes and roll-back takes away.
TABLES = (
    "ledger_entry", "organisation", "identifier", "beneficiary", "organisation_word",
    "product_result",
)  # fmt: skip
HEADINGS = "Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm,Số văn bản"
NEW = tax_code(400)


def dump(world: World) -> dict[str, list[Any]]:
    """Return every row of what an import touches, as the database has it."""
    with world.reading():
        return {
            table: sorted(
                (tuple(row) for row in db.session.execute(text(f"SELECT * FROM {table}"))), key=repr
            )
            for table in TABLES
        }


def csv(*lines: str) -> bytes:
    return "\n".join((HEADINGS, *lines)).encode()


def brought(
    world: World, content: bytes, name: str = "lich-su.csv", *, programme: str = "", **chosen: Any
) -> int:
    """Upload a file, take the guess and judge it; return the batch's id."""
    officer = world.officer
    with world.writing():
        batch = batches.upload(content, name, officer)
        settings = reading.chosen_for(batch, programme)
        for key, value in chosen.items():
            setattr(settings, key, value)
        return batches.judge_file(batch, settings, officer).id


def with_batch(
    world: World, batch_id: int, deed: Callable[..., Any], *args: Any, **how: Any
) -> Any:
    with world.writing():
        done = deed(get(batch_id), *args, **how)
        return done if isinstance(done, int) else None


def with_row(
    world: World, batch_id: int, position: int, deed: Callable[..., Any], *args: Any, **how: Any
) -> None:
    """Do something to the row at a position of the file, as the officer."""
    row_id = rows(world, batch_id)[position - 1].id
    with world.writing():
        deed(decide.get(batch_id, row_id), *args, world.officer, **how)


def applied(world: World, batch_id: int) -> None:
    with_batch(world, batch_id, apply.start, world.officer)


def rows(world: World, batch_id: int) -> list[ImportRow]:
    with world.reading():
        found = db.session.scalars(
            select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.position)
        ).all()
        db.session.expunge_all()
        return list(found)


def judged(world: World, batch_id: int) -> list[str]:
    return [row.judgement for row in rows(world, batch_id)]


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


# -- who the organisation is


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


# -- whether the support is told twice


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


# -- errors, corrections, the same file again


def test_an_error_names_its_cell_and_is_corrected_in_place(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},múa lân,20155,", "Hai,,,2015,"))
    found = rows(world, batch)
    assert [row.judgement for row in found] == ["error", "error"]
    assert ["C2", "không nhận ra nội dung “múa lân”"] in found[0].faults
    assert {cell for cell, _words in found[0].faults} == {"C2", "D2"}
    with world.reading():
        five_s = contents.get(FIVE_S).id
    said = Correction("Công ty Một", NEW, five_s, "", 2015, "9/QĐ")
    with_row(world, batch, 1, correct, said)
    with pytest.raises(Invalid, match="Mã số thuế"):
        with_row(world, batch, 2, correct, Correction("Hai", "123", five_s, "", 2015, ""))
    first, second = rows(world, batch)
    assert (first.judgement, first.outcome, first.faults) == ("new", "use", [])
    assert second.judgement == "error"  # the refused correction changed nothing
    with_row(world, batch, 2, correct, Correction("Công ty Một", NEW, five_s, "", 2015, ""))
    assert judged(world, batch) == ["new", "duplicate_support"]


def test_rows_that_wait_stay_when_the_sure_ones_are_written(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,", f"Công ty Một,{NEW},múa lân,2015,"))
    applied(world, batch)
    with world.reading():
        assert get(batch).state == "partly"
        iso = contents.get(ISO9001).id
    with pytest.raises(Conflict, match="đã ghi"):
        with_row(world, batch, 1, decide.decide, "skip")
    with_row(world, batch, 2, correct, Correction("Công ty Một", NEW, iso, "", 2015, ""))
    applied(world, batch)
    with world.reading():
        assert get(batch).state == "applied"
    assert world.count(Organisation, Organisation.batch_id == batch) == 1
    assert world.count(Entry, Entry.batch_id == batch) == 2


def test_what_waits_is_judged_against_what_the_sure_rows_wrote(world: World) -> None:
    """A unit without a code, made by the first apply, is the same unit in the second."""
    lines = ("HTX Hồi Vàng,,5S,2015,1/QĐ", "HTX Hồi Vàng,,5S,2015,", "HTX Hồi Vàng,,5S,2018,9/QĐ")
    batch = brought(world, csv(*lines))
    applied(world, batch)
    assert judged(world, batch) == ["new", "duplicate_support", "duplicate_support"]
    with_batch(world, batch, decide.bulk, Bulk("proposal"), world.officer)
    assert [row.outcome for row in rows(world, batch)] == ["use", "skip", "set_aside"]
    with world.reading():
        counts = get(batch).counts
    assert (counts["new"], counts["known"]) == (1, 0)
    applied(world, batch)
    assert world.count(Entry, Entry.batch_id == batch) == 2
    assert world.count(Organisation, Organisation.batch_id == batch) == 1


def test_the_same_file_again_is_told_when_it_came(world: World) -> None:
    content = csv(f"Công ty Một,{NEW},5S,2015,")
    batch = brought(world, content)
    with pytest.raises(Invalid, match="đang xử lý"):
        brought(world, content)
    applied(world, batch)
    with pytest.raises(Invalid, match="đã nhập ngày 23/11/2026") as refused:
        brought(world, content, "ten-khac.csv")
    assert refused.value.field == "file"
    with_batch(world, batch, rollback.start, "Sai", world.lead)
    brought(world, content)  # what was taken back may come again


def test_columns_are_remembered_for_the_next_file_with_these_headings(world: World) -> None:
    strange = b"Ai,Cai gi,So thue,Nam\nHTX Mot,5S,,2015\n"
    with world.writing():
        batch = batches.upload(strange, "la.csv", world.officer)
        settings = reading.Settings.of(batch)
        sheet = settings.sheets[0]
        sheet.use, sheet.first_row = True, 2
        sheet.columns = {"name": 0, "content": 1, "code": 2, "year": 3}
        signature = sheet.signature
        batches.judge_file(batch, settings, world.officer)
    again = strange + b"HTX Hai,5S,,2016\n"
    with world.writing():
        batch = batches.upload(again, "la-2.csv", world.officer)
        guessed = reading.Settings.of(batch).sheets[0]
        assert guessed.remembered == bool(signature)
        assert not signature or guessed.columns == {"name": 0, "content": 1, "code": 2, "year": 3}


# -- what moves meanwhile, and taking it back


def test_what_changed_since_the_judgement_is_told_and_nothing_is_written(world: World) -> None:
    member = world.organisation()
    with world.reading():
        code = organisations.get(member.organisation_id).code
    batch = brought(world, csv(f"Đơn vị,{code},5S,2015,", f"Công ty Một,{NEW},5S,2015,"))
    with world.writing():
        history.record_given(
            scope="2012-2020",
            organisation=organisations.get(member.organisation_id),
            content=contents.get(FIVE_S),
            year=2014,
            by=SYSTEM,
        )
    before = dump(world)
    with pytest.raises(apply.Changed, match=r"lich-su\.csv, dòng 2") as refused:
        applied(world, batch)
    assert refused.value.status == 409
    assert dump(world) == before
    assert judged(world, batch) == ["known", "new"]
    with world.writing():
        opened = get(batch)
        assert rejudge.anew(opened) == 1
    assert judged(world, batch) == ["duplicate_support", "new"]


def test_a_batch_somebody_builds_on_is_not_taken_back(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,", "HTX Hai,,TXNG,2015,"))
    applied(world, batch)
    with world.writing():
        made = db.session.scalars(
            select(Organisation).where(Organisation.batch_id == batch).order_by(Organisation.id)
        ).all()
        person = people.person("nguoi@don-vi.example.vn")
        members.join(person, made[0].id, members.SIGNATORY, by=SYSTEM)
        entry = db.session.scalars(select(Entry).where(Entry.batch_id == batch)).first()
        assert entry is not None
        entry.state = "set_aside"
        made[1].name = "HTX Hai Mới"
    before = dump(world)
    with pytest.raises(Conflict) as refused:
        with_batch(world, batch, rollback.start, "Sai", world.lead)
    for words in ("1 người đại diện", "1 đơn vị đã được sửa", "1 lượt trong sổ đã thay đổi"):
        assert words in refused.value.message
    assert dump(world) == before
    with world.reading():
        assert get(batch).state == "applied"


def test_a_batch_whose_support_lets_another_block_nothing_is_not_taken_back(world: World) -> None:
    member = world.organisation()
    with world.reading():
        code = organisations.get(member.organisation_id).code
    first = brought(world, csv(f"Đơn vị,{code},5S,2026,1/QĐ"), programme="KH-DEMO-2026-2030")
    applied(world, first)
    second = brought(
        world, csv(f"Đơn vị,{code},5S,2025,2/QĐ"), "hai.csv", programme="KH-DEMO-2026-2030"
    )
    with_batch(world, second, decide.bulk, Bulk("set_aside"), world.officer)
    applied(world, second)
    with pytest.raises(Conflict, match="1 lượt trùng không chặn"):
        with_batch(world, first, rollback.start, "Sai", world.lead)
    with pytest.raises(SlotTaken):
        world.submitted(member, FIVE_S)
    with_batch(world, second, rollback.start, "Sai", world.lead)
    with_batch(world, first, rollback.start, "Sai", world.lead)
    assert world.count(Entry) == 0


def test_only_a_lead_takes_back_and_only_with_a_reason(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    applied(world, batch)
    with pytest.raises(DomainError) as refused:
        with_batch(world, batch, rollback.start, "Sai", world.officer)
    assert refused.value.status == 403
    with pytest.raises(Invalid, match="lý do"):
        with_batch(world, batch, rollback.start, " ", world.lead)


def test_the_database_lets_an_entry_go_only_with_its_batch_being_taken_back(world: World) -> None:
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    applied(world, batch)
    with pytest.raises(DBAPIError, match="append-only"), world.writing():
        ledger_batches.erase(batch)
    other = brought(world, csv(f"Công ty Một,{NEW},TXNG,2015,"), "hai.csv")
    applied(world, other)
    with world.writing():
        db.session.execute(
            text("UPDATE import_batch SET state = 'rolling_back' WHERE id = :id"), {"id": other}
        )
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            ledger_batches.erase(batch)
        assert ledger_batches.erase(other) == 1


# -- long files


def test_a_long_file_is_left_to_the_worker_and_a_dead_one_is_taken_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGE", 2)
    monkeypatch.setattr(apply, "LARGE", 2)
    monkeypatch.setattr(judge, "SLICE", 2)
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with world.reading():
        assert (get(batch).state, get(batch).total) == ("judging", 7)
    with world.writing():  # a worker that died in the middle
        get(batch).lease_by = "gone"
        get(batch).lease_until = clock.now() + work.LEASE
    with world.app.app_context():
        assert work.work_due() == 0
        clock.advance(2 * work.LEASE)
        assert work.work_due() == 1
    with world.reading():
        assert (get(batch).state, get(batch).done, get(batch).lease_by) == ("judged", 7, None)
    with_batch(world, batch, apply.start, world.officer)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "applied"
        assert get(batch).applied_by == world.officer.person_id
    assert world.count(Entry, Entry.batch_id == batch) == 7


def test_a_long_batch_is_taken_back_by_the_worker_or_stays_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "LARGE", 2)
    before = dump(world)
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with world.writing():
        apply.start(get(batch), world.officer, here=True)
    written = dump(world)
    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    with world.reading():
        assert (get(batch).state, get(batch).reason) == ("rolling_back", "Nhầm tệp")
    assert dump(world) == written

    with world.writing():  # somebody builds on it before the worker comes
        entry = db.session.scalars(select(Entry).order_by(Entry.id)).first()
        assert entry is not None
        entry.state, touched = "set_aside", entry.id
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert (get(batch).state, get(batch).reason) == ("applied", "")
        assert get(batch).applied_by == world.officer.person_id
        assert "đã có việc dựa vào" in get(batch).fault
    with world.writing():
        db.session.get_one(Entry, touched).state = "used"

    with_batch(world, batch, rollback.start, "Nhầm tệp", world.lead)
    with monkeypatch.context() as patched, world.app.app_context():
        patched.setattr(rollback.intake, "erase", died)  # the entries are gone by then
        with pytest.raises(Died):
            work.work_due()
    assert dump(world) == written
    clock.advance(2 * work.LEASE)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "rolled_back"
        assert get(batch).rolled_back_by == world.lead.person_id
    assert dump(world) == before


class Died(BaseException):
    """A worker is killed: nothing of it runs on."""


def died(*_args: Any) -> Any:
    raise Died


def test_a_worker_that_dies_while_the_rows_are_replaced_loses_no_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = brought(world, csv(*(f"HTX Số {n},,5S,2015," for n in range(1, 8))))
    with_row(world, batch, 5, decide.decide, "skip")
    monkeypatch.setattr(batches, "LARGE", 2)
    monkeypatch.setattr(judge, "SLICE", 2)
    with world.writing():
        batches.judge_file(get(batch), reading.Settings.of(get(batch)), world.officer)
    slices = iter((judge.insert, died))
    with monkeypatch.context() as patched, world.app.app_context():
        patched.setattr(judge, "insert", lambda table: next(slices)(table))  # noqa: PLW0108  (each call takes the next)
        with pytest.raises(Died):
            work.work_due()
    clock.advance(2 * work.LEASE)
    with world.app.app_context():
        assert work.work_due() == 1
    assert [row.outcome for row in rows(world, batch)] == ["use"] * 4 + ["skip"] + ["use"] * 2


def test_the_worker_gives_back_what_changed_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "LARGE", 0)
    batch = brought(world, csv(f"Công ty Một,{NEW},5S,2015,"))
    with_batch(world, batch, apply.start, world.officer)
    world.organisation(code=NEW)
    with world.app.app_context():
        assert work.work_due() == 1
    with world.reading():
        assert get(batch).state == "judged"
        assert "đã được xét lại" in get(batch).fault
    assert judged(world, batch) == ["known"]
    assert world.count(Entry, Entry.batch_id == batch) == 0


def test_answers_stay_with_the_rows_that_are_the_same_when_columns_are_chosen_again(
    world: World,
) -> None:
    """The file is not read otherwise: what was decided and corrected is there again."""
    batch = brought(
        world,
        csv(
            "HTX Một,,thứ gì đó,2019,",
            "HTX Hai,,5S,2018,",
            "HTX Hai,,5S,2018,",
            "HTX Ba,,lạ lắm,2017,",
        ),
    )
    assert judged(world, batch) == ["error", "new", "duplicate_support", "error"]
    with world.reading():
        content_id = contents.get(FIVE_S).id
    with_row(world, batch, 1, correct, Correction("HTX Một", "", content_id, "", 2019, ""))
    with_row(world, batch, 3, decide.decide, "skip")
    before = rows(world, batch)
    officer = world.officer
    with world.writing():
        batches.judge_file(get(batch), reading.Settings.of(get(batch)), officer)
    after = rows(world, batch)
    kept = ("judgement", "outcome", "content_id", "support_decision", "decided_at")
    assert [[getattr(row, name) for name in kept] for row in after] == [
        [getattr(row, name) for name in kept] for row in before
    ]
    assert [row.judgement for row in after] == ["new", "new", "duplicate_support", "error"]
