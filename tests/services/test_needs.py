"""Needs: said any day, counted, confirmed, invited, begun; partners learn nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.access import Actor, Role
from app.accounts.services import sign_in
from app.applications.models import Application
from app.audit.models import Event
from app.errors import Conflict, DomainError, Invalid
from app.exports.services import tables as exports
from app.extensions import db
from app.needs.models import Need, NeedItem
from app.needs.services import (
    begin,
    confirming,
    demand,
    export,
    inviting,
    partners,
    perform,
    say,
    sheet,
    speaking,
)
from app.needs.services.demand import Filters
from app.needs.services.say import Said
from app.needs.services.speaking import Spoken
from app.organisations.models import Organisation
from app.organisations.services import assisted
from app.organisations.services import queries as organisations
from app.programmes.services import calls
from app.registry.services import acts, deeds
from app.registry.services.acts import Paper
from app.spreadsheets import read, write
from app.spreadsheets.write import Table
from tests.factories import CALL, FIVE_S, ISO9001, Member, World, tax_code

COMMUNE = "05977"


def said(*contents: str, ahead: int = 1, **more: Any) -> Said:
    typed = {"note": "Hồi khô", "contact_name": "Nông Tú", "contact_phone": "0912345678"}
    return Said(contents, clock.today().year + ahead, **(typed | more))


def say_it(world: World, who: Member, *contents: str, **more: Any) -> list[int]:
    with world.writing():
        need = say.say(organisations.get(who.organisation_id), said(*contents, **more), who.actor)
        return [item.id for item in need.items]


def partner(world: World, name: str = "Liên minh Hợp tác xã tỉnh") -> Actor:
    admin = world.staff(Role.ADMIN, email=f"{abs(hash(name))}@so.example.vn")
    with world.writing():
        made = partners.add(name, "lien_minh_htx", "", admin)
        person = partners.invite(made, f"p{made.id}@doi-tac.example.vn", "Hà Vân", admin)
        return sign_in.actor_of(person.id)


def spoken(code: str, *contents: str, **more: Any) -> Spoken:
    typed: dict[str, Any] = {
        "name": "HTX Gõ Tay", "kind": "hop_tac_xa", "commune_code": COMMUNE,
        "phone": "0912345678", "email": "",
    }  # fmt: skip
    return Spoken(code=code, said=said(*contents), **(typed | more))


def speak_it(world: World, by: Actor, code: str, *contents: str, **more: Any) -> list[int]:
    with world.writing():
        return [item.id for item in speaking.speak(spoken(code, *contents, **more), by).items]


def status(world: World, item_id: int) -> str:
    with world.reading():
        return perform.get(item_id).status


def code_of(world: World, member: Member) -> str:
    with world.reading():
        return organisations.get(member.organisation_id).code


def invite(world: World, *item_ids: int, by: Actor | None = None) -> tuple[int, int]:
    actor = by or world.officer
    with world.writing():
        return inviting.invite(calls.get(CALL), item_ids, actor)


def test_a_need_of_several_contents_is_said_counted_and_taken_back(world: World) -> None:
    who = world.organisation()
    first, second = say_it(world, who, ISO9001, FIVE_S)
    with world.reading():
        totals = demand.totals(Filters())
        assert (totals.organisations, totals.items, totals.unconfirmed) == (1, 2, 0)
        assert len(demand.breakdown(Filters())) == 2
    with world.writing():
        say.withdraw(perform.get(first), who.actor)
    assert status(world, first) == "withdrawn"
    with world.reading():
        assert demand.totals(Filters()).items == 1
    with world.writing(), pytest.raises(Conflict, match="Đơn vị đã rút"):
        say.withdraw(perform.get(first), who.actor)
    assert status(world, second) == "open"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"contents": ()}, "contents"),
        ({"contents": ("KHONG-CO",)}, "contents"),
        ({"ahead": 6}, "year"),
        ({"ahead": -1}, "year"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_is_on_no_list_is_refused(world: World, typed: dict[str, Any], field: str) -> None:
    who = world.organisation()
    typed = dict(typed)  # the parameters are shared by both databases
    wanted = typed.pop("contents", (ISO9001,))
    with pytest.raises(Invalid) as refused:
        say_it(world, who, *wanted, **typed)
    assert refused.value.field == field


def test_the_same_content_for_the_same_year_is_said_once(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001)
    with pytest.raises(Invalid, match="đã đăng ký nhu cầu năm này"):
        say_it(world, who, ISO9001, FIVE_S)
    say_it(world, who, ISO9001, ahead=2)


def test_nobody_says_needs_for_another_organisation(world: World) -> None:
    one, other = world.organisation(), world.organisation()
    with world.writing(), pytest.raises(DomainError):
        say.say(organisations.get(other.organisation_id), said(ISO9001), one.actor)
    (item,) = say_it(world, one, ISO9001)
    with world.writing(), pytest.raises(DomainError):
        say.withdraw(perform.get(item), other.actor)


def test_organisations_are_counted_once_and_items_each(world: World) -> None:
    parent = world.organisation()
    all_of_them = world.relatives(parent, 1)
    branch = next(
        key for key in all_of_them.actor.organisation_ids if key != parent.organisation_id
    )
    say_it(world, parent, ISO9001)
    say_it(world, Member(all_of_them.actor, branch, parent.email), ISO9001)
    with world.reading():
        totals = demand.totals(Filters())
        assert (totals.organisations, totals.items) == (1, 2)


def test_filters_narrow_and_the_list_pages_by_key(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = world.organisation(), world.organisation()
    say_it(world, one, ISO9001, FIVE_S)
    say_it(world, two, ISO9001, ahead=2)
    monkeypatch.setattr(demand, "PAGE", 2)
    with world.reading():
        rows, after = demand.page(Filters())
        assert [row.organisation_id for row in rows] == [two.organisation_id, one.organisation_id]
        rest, end = demand.page(Filters(after=after))
        assert (len(rest), end) == (1, None)
        assert demand.totals(Filters(year=clock.today().year + 2)).items == 1
        assert demand.totals(Filters(commune="00000")).items == 0
        assert demand.totals(Filters(partner_id=demand.ITSELF)).items == 3
        assert len(list(demand.every(Filters()))) == 3


def test_the_export_holds_the_breakdown_and_the_list_without_formulas(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001, note="=HYPERLINK(1)")
    with world.reading():
        wanted = export.of(Filters(), world.officer)
        book = read.book(exports.as_xlsx(wanted), "nhu-cau.xlsx")
        text = b"".join(exports.as_csv(wanted)).decode("utf-8-sig")
    assert [len(each.rows) for each in book.sheets] == [2, 2]
    assert "'=HYPERLINK" in text


# -- partners


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


# -- files


def workbook(*rows: tuple[Any, ...]) -> bytes:
    return write.xlsx([Table("Nhu cầu", [column for _n, column in sheet.COLUMNS], rows)])


def line(code: Any, **more: Any) -> tuple[Any, ...]:
    usual = {
        "code": code, "name": "HTX Một", "kind": "Hợp tác xã", "commune_code": "",
        "phone": "0912345678", "email": "", "contents": ISO9001,
        "year": str(clock.today().year + 1), "note": "",
    } | more  # fmt: skip
    return tuple(usual[name] for name, _column in sheet.COLUMNS)


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


def calls_commune() -> str:
    return next(each.name for each in speaking.communes.offered() if each.code == COMMUNE)


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


# -- invitations


def test_open_needs_become_one_letter_each_and_a_phieu(world: World) -> None:
    who = world.organisation()
    items = say_it(world, who, ISO9001, FIVE_S)
    with world.reading():
        assert len(inviting.page(calls.get(CALL), Filters()).free) == 2
    assert invite(world, *items) == (1, 2)
    assert [letter.to for letter in world.letters("need_invited")] == [who.email]
    with world.reading():
        assert inviting.page(calls.get(CALL), Filters()).free == []
    with pytest.raises(Conflict, match="Không còn nhu cầu"):
        invite(world, *items)
    with world.writing():
        organisation = organisations.get(who.organisation_id)
        first = begin.begin(organisation, calls.get(CALL), who.actor)
        assert first.form_id is not None
    assert world.count(Application) == 2
    assert {status(world, item) for item in items} == {"applied"}
    assert len(world.letters("need_invited")) == 1


def test_a_taken_slot_stands_apart_and_is_not_invited(world: World) -> None:
    who, other = world.organisation(), world.organisation()
    world.submitted(who)
    (taken,) = say_it(world, who, ISO9001)
    (free,) = say_it(world, other, ISO9001)
    with world.reading():
        wanted = inviting.page(calls.get(CALL), Filters())
        assert [each.item_id for each in wanted.free] == [free]
        assert [each.item_id for each in wanted.taken] == [taken]
        assert "Đang có hồ sơ" in wanted.taken[0].taken
    assert invite(world, taken, free) == (1, 1)
    assert status(world, taken) == "open"


def test_only_who_the_call_is_for_and_what_is_confirmed_is_shown(world: World) -> None:
    who = world.organisation()
    say_it(world, who, ISO9001)
    speak_it(world, partner(world), tax_code(700), ISO9001)
    with world.writing():
        call = calls.get(CALL)
        call.communes = ["00000"]
    with world.reading():
        assert inviting.page(calls.get(CALL), Filters()).free == []


def test_a_closed_call_invites_nobody_and_a_clerk_never(world: World) -> None:
    (item,) = say_it(world, world.organisation(), ISO9001)
    with pytest.raises(DomainError):
        invite(world, item, by=world.clerk)
    officer = world.officer
    with world.reading():
        after = calls.get(CALL).closes_at + timedelta(minutes=1)
    with clock.freeze(after), pytest.raises(Conflict, match="không mở"):
        invite(world, item, by=officer)


def test_without_an_invitation_no_phieu_begins(world: World) -> None:
    who = world.organisation()
    with world.writing(), pytest.raises(Conflict, match="lời mời"):
        begin.begin(organisations.get(who.organisation_id), calls.get(CALL), who.actor)


def test_a_join_moves_needs_and_its_undoing_brings_them_back(world: World) -> None:
    stays, goes = world.organisation(), world.organisation()
    (item,) = say_it(world, goes, ISO9001)
    officer = world.officer
    paper = Paper("12/BB", clock.today(), "Một đơn vị ghi hai lần.")
    with world.writing():
        act = deeds.join(stays.organisation_id, goes.organisation_id, {}, paper, officer).id
    with world.reading():
        assert perform.get(item).need.organisation_id == stays.organisation_id
    with world.writing():
        acts.undo(acts.get(act), "Nhầm.", officer)
    with world.reading():
        assert perform.get(item).need.organisation_id == goes.organisation_id


def test_asking_about_a_known_code_changes_nothing_of_the_organisation(world: World) -> None:
    by, member = partner(world), world.organisation(name="Công ty TNHH Tên Thật")
    code = code_of(world, member)
    before = world.count(Organisation)
    speak_it(world, by, code, ISO9001, kind="doanh_nghiep", phone="", email="khac@x.vn")
    assert world.count(Organisation) == before
    with world.reading():
        known = organisations.get(member.organisation_id)
        assert known.name == "Công ty TNHH Tên Thật"
        assert known.email != "khac@x.vn"
