"""Letters as they really arrive: whole subjects, both parts, the same Message-ID."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask

from app import clock, transactions
from app.extensions import db
from app.outbox.models import Letter
from tests.fixtures.letters import Sink

ADDRESS = "don-vi@example.vn"
REASON = "Đề nghị đơn vị bổ sung hồ sơ. " * 60  # one long line, as people write reasons


def post(app: Flask, subject: str) -> str:
    message_id = f"<{uuid4().hex}@example.vn>"
    with app.app_context(), transactions.writing():
        db.session.add(
            Letter(
                once_key=message_id,
                name="registration_confirm",
                to=ADDRESS,
                subject=subject,
                text="Kính gửi anh/chị,\n\nMở https://nscl.example.vn/xac-nhan/abc để xác nhận.\n"
                + REASON,
                html=f"<p>Kính gửi anh/chị,</p><p>{REASON}</p>",
                message_id=message_id,
                next_at=clock.now(),
                created_at=clock.now(),
            )
        )
    return message_id


@pytest.mark.parametrize(
    "subject",
    [
        "Xác nhận địa chỉ thư điện tử của đơn vị",
        "Hồ sơ NSCL-26-00042-K: yêu cầu bổ sung",
        "Hồ sơ NSCL-26-00042-K: yêu cầu bổ sung "
        + "hồ sơ đăng ký hỗ trợ áp dụng ISO 9001, " * 4
        + "hết",
        "Ữ" * 200,
        "NSCL",
    ],
)
def test_a_subject_arrives_as_it_was_written(
    app: Flask, deliver: Callable[[], Sink], subject: str
) -> None:
    message_id = post(app, subject)
    (letter,) = deliver().to(ADDRESS)
    assert letter.subject == subject
    assert letter.message["Message-ID"] == message_id
    assert letter.links == ["https://nscl.example.vn/xac-nhan/abc"]
    assert "Kính gửi anh/chị" in letter.html
    assert REASON in letter.text
    assert REASON in letter.html
    assert all(len(line) <= 998 for line in letter.message.as_bytes().splitlines())


def test_a_letter_that_was_sent_is_not_sent_again(app: Flask, deliver: Callable[[], Sink]) -> None:
    post(app, "Một lần")
    deliver()
    assert len(deliver().to(ADDRESS)) == 1
