"""A file of history is corrected, written in part, told again."""

import pytest
from sqlalchemy import select

from app.errors import Conflict, Invalid
from app.extensions import db
from app.imports.services import again, batches, decide, reading, rollback
from app.imports.services.correct import Correction, correct
from app.imports.services.decide import Bulk
from app.imports.services.perform import get
from app.ledger.models import Entry
from app.ledger.services import timeline
from app.organisations.models import Organisation
from app.programmes.services import contents, set_up_programmes
from tests.factories import FIVE_S, ISO9001, World
from tests.shared.histories import NEW, applied, brought, csv, judged, rows, with_batch, with_row

PLAN = {
    "name": "DEMO – Kế hoạch cũ", "document_number": "", "issued_on": None, "parent_id": None,
    "project_word": "dự án", "budget": None, "endorsement": True, "published_tthc": False,
    "council": False, "is_open": False, "quote": "", "note": "",
}  # fmt: skip


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


def test_rows_of_years_without_a_programme_are_judged_again_when_it_has_been_set_up(
    world: World,
) -> None:
    """On the first day history may come before the programmes it was given under."""
    lines = (f"Công ty Một,{NEW},5S,2009,", f"Công ty Một,{NEW},múa lân,2009,", "Hai,,5S,2015,")
    batch = brought(world, csv(*lines))
    assert judged(world, batch) == ["error", "error", "new"]
    with world.reading():
        assert again.years_without_programme(get(batch)) == [2009]
    assert with_batch(world, batch, again.judge_again, world.officer) == 0
    with world.writing():
        plan = {**PLAN, "code": "KH-2005", "year_from": 2005, "year_to": 2011, "scope": "2005-2011"}
        made = set_up_programmes.create(plan, world.lead).id
    assert with_batch(world, batch, again.judge_again, world.officer) == 1
    assert judged(world, batch) == ["new", "error", "new"]
    first, second, _third = rows(world, batch)
    assert (first.programme_id, second.programme_id, first.faults) == (made, made, [])
    assert second.faults == [["C3", "không nhận ra nội dung “múa lân”"]]
    with world.reading():
        assert again.years_without_programme(get(batch)) == []
        assert get(batch).counts["judgements"] == {"new": 2, "error": 1}


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
    with world.reading():
        for entry in db.session.scalars(select(Entry).where(Entry.batch_id == batch)):
            (line,) = timeline.of_entry(entry, ())
            assert line.title == f"Ghi vào sổ từ đợt nhập lịch sử số {batch}"
            assert line.text == world.officer.name


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
