"""The claimant's pages and the officer's, from a registration to the answer."""

import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from app.access import SYSTEM, Actor, Role
from app.accounts.models import Person
from app.extensions import db
from app.ledger.services import history
from app.organisations.models import Organisation
from app.organisations.services import provisional
from app.programmes.services import contents
from tests import people
from tests.factories import CALL, FIVE_S, SCOPE, Member, World, complete, tax_code
from tests.fixtures.visitor import Visitor
from tests.people import PASSWORD, enter, made, register, secret_in
from tests.web.test_registration import fields

NAME, PHONE, PAPER = "HTX Na Đồng Bành", "02053812345", "77/QĐ-CŨ"
NEW = "moi@hoi.vn"
SAID = {
    "kind": "hop_tac_xa",
    "name": "Hợp tác xã na Đồng Bành",
    "representative": "Vi Văn Sơn",
    "contact_email": NEW,
}
OWNERS_PAGES = (
    "/to-chuc",
    "/to-chuc/ho-so",
    "/to-chuc/yeu-cau",
    "/to-chuc/con-co-the-dang-ky",
    "/ho-so",
    "/tai-khoan",
)


def known(code: str = "") -> None:
    old = provisional.make(
        name=NAME,
        kind="hop_tac_xa",
        by=SYSTEM,
        origin="imported",
        commune_code="05977",
        representative="Vi Văn Sơn",
        phone=PHONE,
        address="Thôn Đồng Bành cũ",
        code=code,
    )
    history.record_given(
        scope=SCOPE,
        organisation=old,
        content=contents.get(FIVE_S),
        year=2026,
        by=SYSTEM,
        document_number=PAPER,
    )


def officer(app: Flask) -> None:
    made(app, lambda: people.person("cv@so.example.vn", Role.OFFICER))


def answer(visitor: Visitor, path: str, **values: str) -> int:
    return visitor.submit(path, {"answer": "grant", **values}).status_code


def path_of_claim(visitor: Visitor) -> str:
    enter(visitor, "cv@so.example.vn")
    page = visitor.get("/xet-duyet/yeu-cau-tham-gia").text
    found = re.search(r'href="(/to-chuc/yeu-cau/\d+)"', page)
    assert found
    return found[1]


def shown_to_claimant(visitor: Visitor, draft: str) -> str:
    pages = [visitor.get(path) for path in (*OWNERS_PAGES, draft)]
    assert [page.status_code for page in pages] == [200] * len(pages)
    return "".join(page.text for page in pages)


def claimant_of(world: World, visitor: Visitor, code: str) -> None:
    """Register through the pages, and sign in."""
    visitor.submit("/dang-ky", fields(**SAID, code=code))
    secrets: list[str] = []
    made(world.app, lambda: secrets.append(secret_in("registration_confirm", NEW)))
    sent = visitor.submit(f"/dang-ky/xac-nhan/{secrets[0]}", {"password": PASSWORD}, follow=True)
    assert "cần xác nhận trước khi anh/chị nộp hồ sơ" in sent.text
    enter(visitor, NEW)


def complete_draft(world: World) -> int:
    """Fill in a dossier of the claimant's, ready but for the answer to the claim."""
    with world.writing():
        standin = db.session.scalars(select(Organisation).where(Organisation.is_standin)).one()
        person = db.session.scalars(select(Person).where(Person.email == NEW)).one()
        actor = Actor(
            person.id,
            person.name,
            organisation_ids=frozenset({standin.id}),
            signs_for=frozenset({standin.id}),
        )
        complete(standin, actor, {})
        member = Member(actor, standin.id, NEW)
    return world.draft(member, FIVE_S)


def test_before_the_phone_call_nothing_of_the_history_shows_and_nothing_is_submitted(
    world: World, clients: Callable[[], Visitor]
) -> None:
    claimant, desk = clients(), clients()
    made(world.app, lambda: known(tax_code(70)))
    officer(world.app)
    claimant_of(world, claimant, tax_code(70))
    assert claimant.get(f"/ho-so/moi/{CALL}/{FIVE_S}").status_code == 200
    draft = f"/ho-so/{complete_draft(world)}"

    shown = shown_to_claimant(claimant, draft)
    for secret in (NAME, PHONE, PAPER, "Đồng Bành cũ"):
        assert secret not in shown
    assert "Cán bộ của Sở đang xác nhận" in shown
    refused = claimant.submit(f"{draft}/kiem-tra", {"commitment": "y"})
    assert refused.status_code == 409
    assert "Cán bộ của Sở đang xác nhận" in refused.text

    path = path_of_claim(desk)
    assert f'href="tel:{PHONE}"' in desk.get(path).text
    assert answer(desk, path) == 422
    assert answer(desk, path, phoned="y") == 303

    shown = shown_to_claimant(claimant, draft)
    assert NAME in shown
    assert PAPER in shown
    assert "Cán bộ của Sở đang xác nhận" not in shown


def test_a_refused_claimant_is_told_why_and_the_draft_is_gone(
    world: World, clients: Callable[[], Visitor]
) -> None:
    claimant, desk = clients(), clients()
    made(world.app, lambda: known(tax_code(70)))
    officer(world.app)
    claimant_of(world, claimant, tax_code(70))
    draft = str(claimant.submit(f"/ho-so/moi/{CALL}/{FIVE_S}").location)
    path = path_of_claim(desk)
    assert answer(desk, path, answer="refuse", reason="Không phải người của đơn vị.") == 303
    assert claimant.get(draft).status_code == 404
    assert "Không phải người của đơn vị." in claimant.get("/to-chuc").text


def test_an_officer_judges_who_is_like_an_organisation_without_a_code(
    world: World, clients: Callable[[], Visitor]
) -> None:
    app, desk, claimant = world.app, clients(), clients()
    made(app, known)
    officer(app)
    made(app, lambda: register(**SAID, code=tax_code(71)))
    path = path_of_claim(desk)
    page = desk.get(path).text
    assert "Có thể là cùng một đơn vị" in page
    assert "Cùng người đại diện" in page
    same = re.search(r'name="same"[^>]*value="(\d+)"', page)
    assert same
    assert answer(desk, path) == 422  # same, or new?
    assert answer(desk, path, same=same[1]) == 422  # nobody called
    enter(claimant, NEW)
    assert NAME not in shown_to_claimant(claimant, "/to-chuc")
    assert answer(desk, path, same=same[1], phoned="y") == 303
    assert NAME in claimant.get("/to-chuc").text


def test_the_dossiers_page_names_who_is_like_the_applicant(
    world: World, clients: Callable[[], Visitor]
) -> None:
    member = world.organisation(kind="hop_tac_xa", name="HTX na Dong Banh")
    made(world.app, known)  # the old list comes in afterwards
    dossier, desk = world.submitted(member, FIVE_S), clients()
    officer(world.app)
    enter(desk, "cv@so.example.vn")
    page = desk.get(f"/xet-duyet/{dossier}").text
    assert "Có thể là cùng một đơn vị" in page
    assert "Đã được hỗ trợ nội dung này năm 2026" in page
    assert PAPER in page
