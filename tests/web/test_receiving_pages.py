"""Nhận thư: choosing signed in, by the link of a letter, and by one press of a mail program."""

import re
from collections.abc import Callable

from flask import Flask

from app import transactions
from app.access import Role
from app.outbox import letters
from app.outbox import services as outbox
from tests.fixtures.application import Clients
from tests.fixtures.letters import Received, Sink
from tests.fixtures.visitor import Visitor, forms_on
from tests.people import enter, made, person, register, typed

PAGE = "/tai-khoan/nhan-thu"
EMAIL = typed().contact_email


def post(app: Flask, letter: str, key: str) -> str:
    """Write a letter to the member and return how it stands."""
    with app.app_context(), transactions.writing():
        return outbox.post(letter, EMAIL, key, letters.get(letter).sample()).state


def test_a_person_chooses_what_waits_and_an_old_page_overwrites_nothing(
    app: Flask, client: Visitor, clients: Clients
) -> None:
    made(app, register)
    enter(client, EMAIL)
    assert f'href="{PAGE}"' in client.get("/tai-khoan").text
    page = client.get(PAGE)
    assert "Yêu cầu bổ sung" in page.text.split("Luôn gửi ngay")[1]
    assert "Việc của cán bộ" not in page.text  # what only the staff get
    (old,) = forms_on(page.text)
    assert client.submit(PAGE, {"questions": "none"}).status_code == 422
    assert client.submit(PAGE, {"questions": "daily"}).status_code == 303
    assert post(app, "question_answered", "q") == "gathered"
    assert post(app, "application_accepted", "a") == "waiting"
    old.values["news"] = "none"
    stale = client.post(PAGE, data=old.values)
    assert stale.status_code == 409
    assert "Gộp vào một thư mỗi ngày" in stale.text.split("Đang lưu")[1].split("Các ô")[0]
    (again,) = forms_on(stale.text)
    assert client.post(PAGE, data=again.values).status_code == 303
    assert post(app, "question_answered", "q2") == "waiting"

    staff = clients()
    made(app, lambda: person("can-bo@langson.test", Role.OFFICER))
    enter(staff, "can-bo@langson.test")
    assert "Việc của cán bộ" in staff.get(PAGE).text


def test_the_link_of_a_letter_and_one_press_need_no_sign_in_and_change_no_session(
    app: Flask, client: Visitor, clients: Clients, deliver: Callable[[], Sink]
) -> None:
    made(app, register)
    post(app, "call_published", "n")
    post(app, "question_answered", "q")
    arrived = {letter.subject: letter for letter in deliver().to(EMAIL)}
    news = next(each for title, each in arrived.items() if "Đợt đăng ký mới" in title)
    answer = next(each for title, each in arrived.items() if "Trả lời câu hỏi" in title)
    assert "List-Unsubscribe" not in answer.message
    assert news.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    once = re.sub(r"^<https?://[^/]+|>$", "", news.message["List-Unsubscribe"])

    page = client.get(link(answer))
    assert EMAIL not in page.text
    assert "•••@" in page.text
    assert client.submit(link(answer), {"progress": "daily"}).status_code == 303
    assert post(app, "application_withdrawn", "w") == "gathered"
    assert client.get("/tai-khoan").status_code == 302  # nobody is signed in by it
    assert client.get(link(answer)[:-1]).status_code == 404

    program = clients()  # a mail program: no cookie, no token of ours
    assert program.get(once).location == link(news)
    assert program.post(once).status_code == 400
    for _time in range(2):
        ended = program.post(once, data={"List-Unsubscribe": "One-Click"})
        assert (ended.status_code, ended.headers.get("Set-Cookie")) == (200, None)
    assert program.post(once.replace(".", ".x", 1), data={}).status_code == 404
    assert post(app, "call_published", "n2") == "unwanted"

    enter(client, EMAIL)  # who asks for news again gets them
    client.submit("/noi-dung-ho-tro/CC-5S", form="/nhan-tin")
    assert post(app, "call_published", "n3") == "waiting"


def link(letter: Received) -> str:
    """Return the path of the page in a letter where its receiver chooses."""
    (found,) = (each for each in letter.links if "/nhan-thu/" in each)
    return re.sub(r"^https?://[^/]+", "", found)
