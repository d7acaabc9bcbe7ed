"""The development mailbox: letters as they arrived, shown without trusting them."""

from email.message import EmailMessage
from pathlib import Path

import pytest

import config
from app import create_app
from app.mailbox import sink
from tests.fixtures.visitor import Visitor


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "mailbox"


@pytest.fixture
def app_environment(app_environment: dict[str, str], folder: Path) -> dict[str, str]:
    return app_environment | {"MAILBOX_DIR": str(folder)}


def letter(subject: str = "Xác nhận địa chỉ thư") -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "nscl@example.vn"
    message["To"] = "don-vi@example.vn"
    message.set_content("Kính gửi <b>đơn vị</b>,\n\nMở https://nscl.example.vn/xac-nhan/abc-1.\n")
    message.add_alternative("<p><script>alert(1)</script>Kính gửi</p>", subtype="html")
    return message.as_bytes()


def only_id(folder: Path) -> str:
    return next(folder.glob("*.eml")).stem


def test_an_empty_mailbox_says_what_will_stand_there(client: Visitor) -> None:
    assert "Chưa có thư nào" in client.get("/hop-thu").text


def test_a_letter_is_listed_and_its_link_can_be_followed(client: Visitor, folder: Path) -> None:
    sink.keep_in(folder)(["don-vi@example.vn"], letter())
    page = client.get("/hop-thu").text
    assert "Xác nhận địa chỉ thư" in page
    assert "don-vi@example.vn" in page
    opened = client.get(f"/hop-thu/{only_id(folder)}").text
    assert '<a href="https://nscl.example.vn/xac-nhan/abc-1">' in opened
    assert "&lt;b&gt;đơn vị&lt;/b&gt;" in opened


def test_the_html_part_is_served_in_a_sandbox(client: Visitor, folder: Path) -> None:
    sink.keep_in(folder)(["don-vi@example.vn"], letter())
    response = client.get(f"/hop-thu/{only_id(folder)}/html")
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "default-src 'none'" in policy


def test_each_recipient_gets_a_letter_and_no_unfinished_file_is_listed(
    client: Visitor, folder: Path
) -> None:
    sink.keep_in(folder)(["a@example.vn", "b@example.vn"], letter())
    (folder / ".20261123t020000000000-00000000.part").write_bytes(b"Subject: unfinished")
    page = client.get("/hop-thu").text
    assert "a@example.vn" in page
    assert "b@example.vn" in page
    assert "unfinished" not in page


def test_the_list_goes_on_where_the_page_before_ended(client: Visitor, folder: Path) -> None:
    keep = sink.keep_in(folder)
    for number in range(51):
        keep(["don-vi@example.vn"], letter(f"Thư số {number:03}"))
    first = client.get("/hop-thu").text
    assert "Thư số 050" in first
    assert "Thư số 000" not in first
    assert "Thư cũ hơn" in first
    oldest_shown = sorted(path.stem for path in folder.glob("*.eml"))[1]
    second = client.get("/hop-thu", query_string={"truoc": oldest_shown}).text
    assert "Thư số 000" in second
    assert "Thư cũ hơn" not in second


@pytest.mark.parametrize("name", ["x", "..%2Fsecret", "20261123t020000000000-00000000"])
def test_what_is_no_letter_of_the_folder_is_not_found(
    client: Visitor, folder: Path, name: str
) -> None:
    folder.mkdir()
    (folder.parent / "secret.eml").write_bytes(b"Subject: x")
    assert client.get(f"/hop-thu/{name}").status_code == 404


def test_without_a_mailbox_folder_there_is_no_such_page(app_environment: dict[str, str]) -> None:
    del app_environment["MAILBOX_DIR"]
    rules = {rule.rule for rule in create_app(config.load(app_environment)).url_map.iter_rules()}
    assert not any(rule.startswith("/hop-thu") for rule in rules)
