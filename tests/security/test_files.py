"""Files of strangers: what is refused, what a name may be, and how the rest is served."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app import transactions
from app.extensions import db
from app.files.models import StoredFile
from tests import house
from tests.factories import pdf
from tests.fixtures.visitor import forms_on

pytestmark = pytest.mark.engines("sqlite")
MIB = 1024 * 1024


@pytest.fixture
def callers(app: Flask, things: house.House) -> house.Callers:
    """Return a browser for each role."""
    return house.Callers(app)


def _upload(
    callers: house.Callers, things: house.House, content: bytes, name: str
) -> tuple[TestResponse, str]:
    """Give a file to the draft that has none; return the answer and the page of its files."""
    client, path = callers.client("owner"), things.path("/ho-so/{started}/tep/{key}")
    page = things.path("/ho-so/{started}/phieu")
    made = next(form for form in forms_on(client.get(page).text) if form.method == "post")
    client.post(page, data=made.values)  # a signed form is taken once it was printed
    form = next(form for form in forms_on(client.get(path).text) if form.method == "post")
    answer = client.post(
        path,
        data=_multipart(form.values.to_dict(), content, name),
        content_type="multipart/form-data; boundary=ranh-gioi",
    )
    return answer, client.get(things.path("/ho-so/{started}/tep")).text


def _multipart(fields: dict[str, str], content: bytes, name: str) -> bytes:
    """Return the body as a browser writes it: only quotes and line breaks are escaped."""
    for bare, escaped in (('"', "%22"), ("\r", "%0D"), ("\n", "%0A")):
        name = name.replace(bare, escaped)
    parts = [
        f'--ranh-gioi\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
        if key != "file"
    ]
    head = f'--ranh-gioi\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + b"--ranh-gioi--\r\n"


def _count(app: Flask) -> int:
    with app.app_context(), transactions.reading():
        return db.session.scalar(select(func.count()).select_from(StoredFile)) or 0


def _flood() -> bytes:
    made = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(made, "PNG")  # some kB that unpack to a thousand MB
    return made.getvalue()


def _bad() -> Iterator[tuple[str, bytes, str]]:
    yield "a page", b"<html><script>alert(1)</script></html>", "phieu.pdf"
    yield (
        "a drawing with script",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        "a.pdf",
    )
    yield "a program", b"MZ\x90\x00" + b"\x00" * 200, "phieu.pdf.exe"
    yield "a program named as a picture", b"\x7fELF" + b"\x00" * 200, "anh.png"
    yield "a text that says PDF", b"%PDF-1.7\nkhong phai pdf", "phieu.pdf"
    yield "a picture cut short", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "anh.png"
    yield "an archive", b"PK\x03\x04" + b"\x00" * 200, "phieu.pdf"
    yield "a true PDF under a program's name", pdf(), "phieu.pdf.exe"
    yield "a true PDF whose name reads backwards", pdf(), "phieu\u202efdp.exe"
    yield "nothing", b"", "phieu.pdf"
    yield "a flood of pixels", _flood(), "anh.png"
    yield "a page behind a PDF's name", b"\n<!doctype html>%PDF-1.7", "phieu.pdf"


@pytest.mark.parametrize(("content", "name"), [pytest.param(c, n, id=i) for i, c, n in _bad()])
def test_what_is_not_a_pdf_or_a_picture_is_refused_beside_its_field(
    app: Flask, things: house.House, callers: house.Callers, content: bytes, name: str
) -> None:
    before = _count(app)
    answer, _page = _upload(callers, things, content, name)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert _count(app) == before


def test_eleven_megabytes_are_413_and_the_form_is_still_there(
    app: Flask, things: house.House, callers: house.Callers
) -> None:
    before = _count(app)
    answer, _page = _upload(callers, things, b"%PDF-1.7\n" + b"0" * 11 * MIB, "lon.pdf")
    assert answer.status_code == 413
    assert "10 MB" in answer.text
    assert _count(app) == before


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.pdf", "/etc/passwd.pdf", "C:\\windows\\a.pdf", "a" * 300 + ".pdf",
     "\"><script>alert(1)</script>.pdf", "a\r\nX-Xau: 1.pdf", ".htaccess",
     "phiếu đăng ký.pdf", "a;b=c,d'.pdf",
     "<img src=x onerror=alert(1)>.pdf", "\u202efdp.pdf", "\u2028a.pdf"],
)  # fmt: skip
def test_a_name_is_only_ever_shown(
    app: Flask, things: house.House, callers: house.Callers, name: str
) -> None:
    answer, page = _upload(callers, things, pdf(), name)
    assert answer.status_code == 303
    assert not any(live in page for live in ("<script>alert", "<img src=x"))
    with app.app_context(), transactions.reading():
        row = db.session.scalars(select(StoredFile).order_by(StoredFile.id.desc())).first()
        assert row is not None
        stored = Path(app.config["FILES_DIR"]) / row.key
        assert stored.resolve().is_relative_to(Path(app.config["FILES_DIR"]).resolve())
        assert stored.read_bytes() == pdf()
        assert len(row.original_name) <= 120
        assert not {"/", "\\", "\r", "\n", "\x00", "\u202e"} & set(row.original_name)

    client = callers.client("owner")
    link = page.split("/tai-ve")[0].rsplit('"', 1)[-1] + "/tai-ve"
    served = client.get(link)
    assert served.status_code == 200
    disposition = served.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "X-Xau" not in served.headers


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("owner", "/ho-so/{draft}/tep/{attachment_id}/tai-ve"),
        ("officer", "/ho-so/{approved}/tep/{attachment_id}/tai-ve"),
        ("officer", "/xet-duyet/{approved}/van-ban/{kind}"),
        ("owner", "/ho-so/{approved}/van-ban"),
    ],
)
def test_a_file_is_served_so_that_no_browser_runs_it(
    things: house.House, callers: house.Callers, role: str, address: str
) -> None:
    served = callers.client(role).get(things.path(address))
    assert served.status_code == 200
    assert served.mimetype == "application/pdf"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in served.headers["Cache-Control"]
    assert served.data.startswith(b"%PDF")
