"""What holds on every page, generated from the tables of `tests/access`."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import transactions
from app.demo import people
from app.extensions import db
from app.outbox.models import Letter
from tests import house
from tests.access import LINES
from tests.fixtures.visitor import judge, parse, text_of

MISSING = "987654321"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SEEN_BY = ("nobody", "owner", "officer", "admin")
# The development mailbox is not open here: it has tests of its own.
HELD = [line for line in LINES if not line.address.startswith("/hop-thu")]
INSIDE = (house.NOTE, "Ghi chú DEMO", "Ý kiến thẩm định DEMO", "Ghi chú nội bộ")


def _same(answer: TestResponse, number: str) -> str:
    """Return a page without what differs on every request, and without the address asked for."""
    page = re.sub(r'(name="(csrf_token|form_key|kept)"[^>]*value=")[^"]*', r"\1", answer.text)
    page = page.replace(answer.request.path, "/asked")
    return re.sub(rf"(?<=/){number}\b", "N", page)


@pytest.mark.parametrize("role", [role for role in house.ROLES if role != "nobody"])
def test_what_one_may_not_know_of_answers_as_what_does_not_exist(
    things: house.House, callers: house.Callers, role: str
) -> None:
    judged = 0
    for line in HELD:
        name = re.search(r"{(\w+)}", line.address)
        if line.answers[role] != "404" or name is None:
            continue
        number = str(next(iter(things.things[name[1]].values())))
        path = things.path(line.address)
        hidden = callers.open(role, line.method, path)
        missing = callers.open(role, line.method, path.replace(number, MISSING, 1))
        assert missing.status_code == 404, line
        assert _same(hidden, number) == _same(missing, MISSING), line
        judged += 1
    assert judged


def test_a_form_without_our_token_is_refused_everywhere(
    things: house.House, callers: house.Callers
) -> None:
    for line in HELD:
        if line.method == "POST":
            for role in ("nobody", "owner", "admin"):
                path, client = things.path(line.address), callers.client(role)
                assert client.post(path).status_code == 400, (role, line)
                foreign = client.post(path, data={"csrf_token": "IjAwMDAi.aaaaaa.bbbbbbbbbbbb"})
                assert foreign.status_code == 400, (role, line)


def _bare(address: str) -> str:
    """Return the address whatever thing it is about: two lines may show one rule with two."""
    return re.sub(r"{\w+}", "{}", address)


def test_what_changes_something_is_not_done_by_following_a_link(
    things: house.House, callers: house.Callers
) -> None:
    read = {_bare(line.address) for line in HELD if line.method == "GET"}
    only_posted = {line.address for line in HELD if _bare(line.address) not in read}
    assert len(only_posted) >= 8
    for address in only_posted:
        for role in ("nobody", "owner", "admin"):
            assert callers.open(role, "GET", things.path(address)).status_code == 405, address


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_page_knows_other_methods(
    things: house.House, callers: house.Callers, method: str
) -> None:
    for line in HELD:
        answer = callers.client("admin").open(things.path(line.address), method=method)
        assert answer.status_code == 405, line


@pytest.mark.parametrize("role", SEEN_BY)
def test_every_answer_has_the_strict_policy_and_no_personal_page_is_kept(
    things: house.House, callers: house.Callers, role: str
) -> None:
    for line in HELD:
        answer = callers.open(role, line.method, things.path(line.address))
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], line
        assert "unsafe" not in answer.headers["Content-Security-Policy"], line
        for name, value in HEADERS.items():
            framed = (
                line.address.endswith("/trong-khung")
                and name == "X-Frame-Options"
                and answer.status_code == 200
            )
            assert answer.headers[name] == ("SAMEORIGIN" if framed else value), (line, name)
        if not line.address.startswith("/static/"):
            assert "no-store" in answer.headers["Cache-Control"], line
        assert "Server" not in answer.headers, line


def _pages(things: house.House, callers: house.Callers, role: str) -> Iterator[TestResponse]:
    """Yield every page `role` may read, those of a dossier at each of its stages."""
    addresses = []
    for line in HELD:
        if line.method == "GET" and line.answers[role] in {"200", "302"}:
            named = re.findall(r"{(\w+)}", line.address)
            if named[:1] and named[0] in house.STAGES and len(named) == 1:
                addresses += [line.address.replace(named[0], stage) for stage in house.STAGES]
            else:
                addresses.append(line.address)
    for address in dict.fromkeys(addresses):
        answer = callers.open(role, "GET", things.path(address))
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield answer


@pytest.mark.parametrize("role", house.ROLES)
def test_every_page_is_valid_and_leads_nowhere_its_reader_may_not_go(
    things: house.House, callers: house.Callers, role: str
) -> None:
    followed: dict[str, str] = {}
    for answer in _pages(things, callers, role):
        judge(answer)
        for link in parse(answer.text).iter("a"):
            href = urljoin(answer.request.path, link.get("href", ""))
            if href.startswith("/") and not href.startswith("/#"):
                followed.setdefault(urlsplit(href)._replace(fragment="").geturl(),
                                    answer.request.path)  # fmt: skip
    dead = []
    for href, page in followed.items():
        status = callers.open(role, "GET", href).status_code
        if status not in {200, 302, 303}:
            dead.append(f"{page} leads to {href}: {status}")
    assert not dead, "\n".join([role, *dead])


@pytest.mark.parametrize(
    "role", ["owner", "officer", "clerk", "lead", "director", "admin", "partner"]
)
def test_a_form_with_faults_is_a_valid_page_that_says_so(
    things: house.House, callers: house.Callers, role: str
) -> None:
    for line in HELD:
        if line.method == "POST" and line.answers[role] == "422":
            answer = callers.open(role, "POST", things.path(line.address))
            judge(answer)
            tree = parse(answer.text)
            title = tree.find(".//title")
            assert title is not None, line
            assert text_of(title).startswith("Lỗi:"), line
            assert tree.find(".//*[@role='alert']") is not None, line


def test_nothing_an_applicant_receives_names_staff_or_shows_what_is_internal(
    app: Flask, things: house.House, callers: house.Callers
) -> None:
    names = [staff.name for staff in people.STAFF] + [staff.email for staff in people.STAFF]
    received = {answer.request.path: answer.text for answer in _pages(things, callers, "owner")}
    assert len(received) > 60
    with app.app_context(), transactions.reading():
        letters = db.session.scalars(select(Letter).where(Letter.to == house.EMAILS["owner"])).all()
        assert len({letter.name for letter in letters}) >= 7
        for letter in letters:
            received[letter.name] = f"{letter.subject}\n{letter.text}\n{letter.html}"
    for where, text in received.items():
        for inside in (*names, *INSIDE):
            assert inside not in text, (where, inside)


def test_a_decision_that_is_not_issued_cannot_be_told_from_one_not_made(
    things: house.House, callers: house.Callers
) -> None:
    def shown(stage: str) -> tuple[str, list[str]]:
        page = callers.open("owner", "GET", things.path(f"/ho-so/{{{stage}}}")).text
        main = parse(page).find(".//main")
        assert main is not None
        offers = [urlsplit(link.get("href", "")).path.rsplit("/", 1)[-1] for link in main.iter("a")]
        moments = re.findall(r"Đang trình phê duyệt", page)
        return str(len(moments)), sorted(offer for offer in offers if not offer.isdecimal())

    assert shown("endorsing") == shown("deciding") == shown("issuing")


@pytest.mark.parametrize("role", ["lead"])
def test_no_address_with_nonsense_in_it_breaks_a_list(
    app: Flask, things: house.House, role: str
) -> None:
    callers = house.Callers(app)
    giant = "9" * 23
    nonsense = (
        f"sau={giant}&so={giant}&truoc={giant}&year={giant}",
        "sau=-1&so=-1&truoc=-1&sau=2",
        "so=1&batch_id=7&endpoint=x&_scheme=x&_external=x",
    )
    broken = []
    for line in HELD:
        if line.method != "GET" or line.answers[role] != "200" or "tai-ve" in line.address:
            continue
        for query in nonsense:
            try:
                status = callers.open(
                    role, "GET", f"{things.path(line.address)}?{query}"
                ).status_code
            except Exception as error:
                broken.append(f"{line}?{query}: {error!r:.80}")
                continue
            if status >= 500:
                broken.append(f"{line}?{query}: {status}")
    assert not broken, "\n".join(broken)
