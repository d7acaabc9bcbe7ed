"""Partners speak for organisations: known, unknown, asked again, in a file."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.access import Role
from app.accounts.services import sign_in
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import (
    confirming,
    demand,
    partners,
    perform,
    sheet,
    speaking,
)
from app.needs.services.demand import Filters
from app.organisations.services import assisted
from app.organisations.services import queries as organisations
from app.registry.services import deeds
from app.registry.services.acts import Paper
from app.spreadsheets import read, write
from app.spreadsheets.write import Table
from tests.factories import FIVE_S, ISO9001, World, tax_code
from tests.shared.wishes import (
    calls_commune,
    code_of,
    line,
    partner,
    say_it,
    speak_it,
    spoken,
    status,
)


def test_a_partners_word_for_an_unknown_member_makes_it_known_and_counts_apart(
    world: World,
) -> None:
    by = partner(world)
    (item,) = speak_it(world, by, tax_code(700), ISO9001)
    with world.reading():
        need = perform.get(item).need
        assert (need.organisation.origin, need.said_name) == ("partner", "HTX Gõ Tay")
        totals = demand.totals(Filters())
        assert (totals.items, totals.unconfirmed, totals.unconfirmed_organisations) == (0, 1, 1)
    assert status(world, item) == "unconfirmed"
    assert not world.letters("need_")


def test_a_known_member_is_asked_by_letter_and_the_partner_sees_only_what_it_typed(
    world: World,
) -> None:
    by, member = partner(world), world.organisation(name="Công ty TNHH Tên Thật")
    (item,) = speak_it(world, by, code_of(world, member), ISO9001, kind="doanh_nghiep")
    assert [letter.to for letter in world.letters("need_to_confirm")] == [member.email]
    with world.reading():
        rows, _more = speaking.given(by.partner_id or 0)
        assert [row.need.said_name for row in rows] == ["HTX Gõ Tay"]
        assert perform.get(item).need.organisation_id == member.organisation_id
    with world.writing():
        confirming.answer(perform.get(item), True, member.actor)
    assert status(world, item) == "open"


def test_an_old_code_is_the_same_organisation_to_partners_and_officers(world: World) -> None:
    by, member = partner(world), world.organisation(kind="co_so_sxkd")
    old = code_of(world, member)
    paper = Paper("1/GCN", clock.today(), "Mười hai chữ số")
    with world.writing():
        deeds.change_code(
            member.organisation_id, "012345678912", clock.today(), paper, world.officer
        )
    speak_it(world, by, old, ISO9001)
    with world.reading():
        assert db.session.scalars(select(Need.organisation_id)).all() == [member.organisation_id]
        found = assisted.find(old)
        assert found is not None
        assert found.id == member.organisation_id


def test_a_partner_sees_nothing_of_another(world: World) -> None:
    one, other = partner(world), partner(world, "Hiệp hội Doanh nghiệp tỉnh")
    speak_it(world, one, tax_code(700), ISO9001)
    with world.reading():
        assert speaking.given(other.partner_id or 0) == ([], None)


def test_a_partner_says_a_thing_once_and_another_may_say_it_too(world: World) -> None:
    by = partner(world)
    speak_it(world, by, tax_code(700), ISO9001)
    with pytest.raises(Invalid, match="Đã ghi nhu cầu"):
        speak_it(world, by, tax_code(700), ISO9001)
    speak_it(world, partner(world, "UBND xã Một"), tax_code(700), ISO9001)


def test_what_is_declined_or_said_twice_does_not_count(world: World) -> None:
    by, member = partner(world), world.organisation()
    say_it(world, member, FIVE_S)
    items = speak_it(world, by, code_of(world, member), ISO9001, FIVE_S, kind="doanh_nghiep")
    with world.reading():
        twice = next(i for i in items if perform.get(i).content.code == FIVE_S)
    with world.writing(), pytest.raises(Conflict, match="đã tự đăng ký"):
        confirming.answer(perform.get(twice), True, member.actor)
    for item in items:
        with world.writing():
            confirming.answer(perform.get(item), False, member.actor)
    assert {status(world, item) for item in items} == {"declined"}
    with world.reading():
        assert demand.totals(Filters()).items == 1


def test_who_refused_is_asked_again_by_a_partner_so_often_a_day(world: World) -> None:
    by, member = partner(world), world.organisation()
    code = code_of(world, member)
    for _time in range(1 + speaking.AGAIN_A_DAY):  # the first time nobody has refused yet
        (item,) = speak_it(world, by, code, ISO9001, kind="doanh_nghiep")
        with world.writing():
            confirming.answer(perform.get(item), False, member.actor)
    with pytest.raises(Invalid, match="hỏi lại tối đa 5 lượt"):
        speak_it(world, by, code, FIVE_S, kind="doanh_nghiep")
    speak_it(world, by, tax_code(700), ISO9001)  # others who did not refuse
    speak_it(world, partner(world, "UBND xã Một"), code, ISO9001, kind="doanh_nghiep")
    clock.advance(timedelta(days=1))
    speak_it(world, by, code, FIVE_S, kind="doanh_nghiep")


def test_a_partner_speaks_for_no_organisation_that_ceased(world: World) -> None:
    by, member = partner(world), world.organisation()
    with world.writing():
        organisations.get(member.organisation_id).ceased_on = clock.today()
    with pytest.raises(Invalid, match="Không ghi nhận được") as refused:
        speak_it(world, by, code_of(world, member), ISO9001, kind="doanh_nghiep")
    assert refused.value.field == "code"


def test_an_officer_writes_down_who_was_called(world: World) -> None:
    (item,) = speak_it(world, partner(world), tax_code(700), ISO9001)
    officer = world.officer
    with world.writing(), pytest.raises(Invalid):
        confirming.answer_by_phone(perform.get(item), True, " ", officer)
    with world.writing():
        confirming.answer_by_phone(perform.get(item), True, "Gọi ông Tú 0912", officer)
    with world.reading():
        event = db.session.scalars(
            select(Event).where(Event.subject == "need_item", Event.subject_id == item)
        ).one()
        assert (event.action, event.data) == ("confirm", {"note": "Gọi ông Tú 0912"})


def test_a_closed_partner_speaks_for_nobody_at_once(world: World) -> None:
    by = partner(world)
    admin = world.staff(Role.ADMIN)
    with world.writing():
        partners.close(partners.get(by.partner_id or 0), True, admin)
    with world.reading():
        now = sign_in.actor_of(by.person_id or 0)
        assert now.signed_in
        assert now.partner_id is None
    with world.writing(), pytest.raises(DomainError):
        speaking.speak(spoken(tax_code(700), ISO9001), now)


def workbook(*rows: tuple[Any, ...]) -> bytes:
    return write.xlsx([Table("Nhu cầu", [column for _n, column in sheet.COLUMNS], rows)])


def test_every_row_of_a_file_is_judged_and_only_the_right_ones_are_written(world: World) -> None:
    by = partner(world)
    with world.reading():
        commune = calls_commune()
        content = workbook(
            line(tax_code(700), commune_code=commune),
            line(tax_code(700), commune_code=commune),  # twice in the file
            line("123", commune_code=commune),
            line(tax_code(701), commune_code="Xã Không Có"),
            line(int(tax_code(702)), commune_code=commune, contents=f"{ISO9001}; {FIVE_S}"),
        )
        rows = sheet.judged(content, "nhu-cau.xlsx")
        assert [(row.number, row.cell) for row in rows] == [
            (2, ""), (3, "G3"), (4, "A4"), (5, "D5"), (6, ""),
        ]  # fmt: skip
        assert "dòng 2" in rows[1].fault
    assert world.count(Need) == 0
    with world.writing():
        assert sheet.record(sheet.packed(rows), by) == (2, [])
    assert world.count(NeedItem) == 3
    with world.writing():
        written, left = sheet.record(sheet.packed(rows), by)
    assert (written, len(left)) == (0, 2)


def test_the_template_is_what_the_reader_reads(world: World) -> None:
    with world.reading():
        book = read.book(sheet.template(), "mau.xlsx")
        assert [len(each.rows) > 1 for each in book.sheets] == [False, True, True, True]
        with pytest.raises(Invalid, match="chưa có dòng nào"):
            sheet.judged(sheet.template(), "mau.xlsx")
        with pytest.raises(Invalid, match="tiêu đề"):
            sheet.judged(write.xlsx([Table("x", [write.Column("khác")], [("1",)])]), "x.xlsx")


@pytest.mark.parametrize("text", ["", "[1]", "{", '[["1"]]', '[[1,"a"]]', "[" * 5000])
def test_what_no_page_of_ours_carries_is_refused(world: World, text: str) -> None:
    by = partner(world)
    with world.writing(), pytest.raises(Invalid):
        sheet.record(text, by)


def test_what_cannot_be_seen_is_left_out_of_a_row(world: World) -> None:
    by = partner(world)
    with world.writing():
        typed = line(
            tax_code(710),
            commune_code=calls_commune(),
            name="HTX\u202e\u00a0Hồi",
            note="a\0b\ud800",
        )
        row = sheet.Row(2, tuple(map(str, typed)))
        assert sheet.record(sheet.packed([row]), by) == (1, [])
    with world.reading():
        need = db.session.scalars(select(Need)).one()
        assert (need.said_name, need.note) == ("HTX Hồi", "ab")
