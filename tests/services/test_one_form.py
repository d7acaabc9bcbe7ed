"""One phiếu for several contents: filled in together."""

import io

import pytest

from app.access import Actor
from app.applications.models import Application, RegistrationForm
from app.applications.services import (
    bundle,
    compose,
    documents,
    draft,
    print_form,
    products,
    queries,
    shared,
    submit,
    tasks,
    view,
)
from app.errors import Conflict, DomainError, Invalid
from app.organisations.services import queries as organisations
from app.programmes.services import calls, contents
from tests.factories import CALL, FIVE_S, GAP, ISO9001, World, pdf
from tests.shared.one_form import COMMON, THREE


def choose(world: World, dossier: int, codes: tuple[str, ...], by: Actor) -> int:
    with world.writing():
        chosen = [contents.get(code) for code in codes]
        return compose.choose(queries.get(dossier), chosen, by).id


def codes_of(world: World, dossier: int) -> list[str]:
    with world.reading():
        return [each.content.code for each in bundle.dossiers(queries.get(dossier))]


def lacking(world: World, dossier: int) -> list[str]:
    with world.reading():
        return tasks.missing(*bundle.dossiers(queries.get(dossier)))


def test_common_questions_are_asked_once_and_own_questions_under_their_content(
    world: World,
) -> None:
    dossier = world.phieu(world.organisation(), THREE)
    with world.reading():
        first, *own = shared.sections(bundle.dossiers(queries.get(dossier)))
        assert {item.question.key for item in first.asked} == COMMON
        assert all(len(item.dossiers) == 3 for item in first.asked)
        assert [section.heading for section in own] == [
            contents.name_of(contents.get(code)) for code in THREE
        ]
        assert own[2].standard_of is not None
        said = [
            label
            for _heading, rows in view.form_answers(bundle.dossiers(queries.get(dossier)))
            for label, _text in rows
        ]
    assert said.count("Hiện trạng và khó khăn") == 1


def test_a_shared_answer_file_and_signed_form_are_kept_in_every_dossier(world: World) -> None:
    dossier = world.phieu(world.organisation(), THREE)
    assert lacking(world, dossier) == []
    with world.reading():
        drafts = bundle.dossiers(queries.get(dossier))
        for each in drafts:
            rows = {question.key: value for question, value in tasks.answer_rows(each)}
            assert rows["hien_trang"] == "Toàn bộ dây chuyền chế biến"
            assert [given.document_key for given in queries.files(each)] == ["don", "gcn_dk"]
        assert len({given.file_id for each in drafts for given in queries.files(each)}) == 2
        assert [len(each.products) for each in drafts] == [0, 0, 1]


def test_an_edit_of_one_contents_own_answer_asks_for_the_form_again(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, THREE)
    five_s = world.dossiers(dossier)[1]
    said = {five_s: draft.Said({"khu_vuc_5s": ["Kho"]})}
    world.do(draft.save_form, dossier, said, member.actor)
    assert any("Chưa in phiếu" in text for text in lacking(world, dossier))
    with pytest.raises(Invalid, match="cần ký lại"):
        world.do(submit.submit, dossier, member.actor)


def test_products_are_one_list_for_all_contents_that_ask_for_them(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (GAP, "SP-TCCS"), signed=False)
    gap, tccs = world.dossiers(dossier)
    values = {"name": "Bưởi", "standard": "", "output": "", "ocop_stars": None}
    world.do(products.save, tccs, None, values, member.actor)
    with world.reading():
        for each in (gap, tccs):
            assert [item.name for item in queries.get(each).products] == ["Hồi khô", "Bưởi"]
    with world.writing():
        row = queries.get(gap)
        products.remove(row, row.products[0], member.actor)
    with world.reading():
        assert [item.name for item in queries.get(tccs).products] == ["Bưởi"]


def test_a_file_taken_out_is_taken_out_everywhere(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, THREE)
    with world.writing():
        row = queries.get(dossier)
        documents.remove(row, queries.files(row)[1], member.actor)
    assert lacking(world, dossier) == []  # the certificate may be given; nobody has to
    with world.reading():
        for each in bundle.dossiers(queries.get(dossier)):
            assert [given.document_key for given in queries.files(each)] == ["don"]
            assert tasks.registration_to_look_up(each), "the officer's checklist says so"


def test_what_was_drafted_alone_comes_along_and_leads(world: World) -> None:
    member = world.organisation()
    alone = world.draft(member, FIVE_S)
    dossier = world.phieu(member, (ISO9001, FIVE_S), signed=False)
    assert world.dossiers(dossier) == sorted([dossier, alone], key=lambda key: key == alone)
    assert world.count(RegistrationForm) == 1
    with world.reading():
        assert queries.files(queries.get(alone))  # what it had, it still has


def test_joining_drafts_share_answers_and_papers_but_no_signed_form(world: World) -> None:
    member = world.organisation()
    alone = world.draft(member, FIVE_S)
    with world.writing():
        chosen = [contents.get(ISO9001), contents.get(FIVE_S)]
        organisation = organisations.get(member.organisation_id)
        begun = compose.begin(organisation, calls.get(CALL), chosen, member.actor)
        new = next(each for each in bundle.dossiers(begun) if each.id != alone)
        rows = {question.key: value for question, value in tasks.answer_rows(new)}
        assert rows["hien_trang"] == "Toàn bộ dây chuyền chế biến"
        assert rows["da_chung_nhan"] is None
        assert [given.document_key for given in queries.files(new)] == ["gcn_dk"]


def test_contents_are_added_and_removed_and_nothing_filled_in_is_lost(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    five_s = world.dossiers(dossier)[1]
    choose(world, dossier, (ISO9001, "CN-MT"), member.actor)
    assert codes_of(world, dossier) == [ISO9001, "CN-MT"]
    assert codes_of(world, five_s) == [FIVE_S]
    # What left was printed and signed with the others: its answers still say the same.
    assert lacking(world, five_s) == []
    assert lacking(world, dossier) != []
    choose(world, dossier, (ISO9001, FIVE_S), member.actor)
    assert codes_of(world, five_s) == [ISO9001, FIVE_S]
    assert lacking(world, dossier) == []


def test_a_phieu_without_content_is_refused_and_its_only_one_cannot_be_taken_out(
    world: World,
) -> None:
    member = world.organisation()
    dossier = world.draft(member)
    with pytest.raises(Invalid, match="ít nhất một nội dung"):
        choose(world, dossier, (), member.actor)
    with pytest.raises(Conflict, match="chỉ có một nội dung"):
        world.do(compose.take_out, dossier, member.actor)


def test_nobody_composes_the_phieu_of_another_organisation(world: World) -> None:
    member, stranger = world.organisation(), world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    with world.writing():
        organisation, call = organisations.get(member.organisation_id), calls.get(CALL)
        chosen = [contents.get(GAP)]
        with pytest.raises(DomainError) as refused:
            compose.begin(organisation, call, chosen, stranger.actor)
    assert refused.value.status == 403
    for deed in (compose.take_out, submit.submit, print_form.printed, draft.discard):
        with pytest.raises(DomainError) as refused:
            world.do(deed, dossier, stranger.actor)
        assert refused.value.status == 403


def test_discarding_throws_away_the_whole_phieu(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, THREE)
    ids = world.dossiers(dossier)
    world.do(draft.discard, dossier, member.actor)
    assert world.count(Application) == 0
    assert world.count(RegistrationForm) == 0
    assert all(world.events(each)[-1] == "discard" for each in ids)


def test_a_colleagues_change_of_the_phieu_is_told(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    with world.reading():
        seen = draft.answers_digest(*bundle.dossiers(queries.get(dossier)))
    choose(world, dossier, (ISO9001, FIVE_S, "CN-MT"), member.actor)
    with pytest.raises(draft.Stale):
        world.do(draft.save_form, dossier, {}, member.actor, seen=seen)


def test_a_signed_form_of_the_phieu_needs_all_contents_printed(world: World) -> None:
    member = world.organisation()
    dossier = world.phieu(member, (ISO9001, FIVE_S))
    choose(world, dossier, (ISO9001, FIVE_S, "DT-QL"), member.actor)
    with world.writing():
        row = queries.get(dossier)
        wanted = documents.document(row, "don")
        with pytest.raises(Invalid, match="in lại phiếu"):
            documents.attach(row, wanted, io.BytesIO(pdf()), "don.pdf", member.actor)
