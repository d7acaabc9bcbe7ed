"""Uploads: judged by their bytes, kept under names of ours, refused in words."""

import contextlib
import io
import os
import resource
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from app import clock, transactions
from app.access import Actor
from app.errors import DomainError, Invalid
from app.extensions import db
from app.files import services
from app.files.models import StoredFile
from tests.factories import pdf

BY = Actor(7, "Nông Văn Tú")


def image(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (3, 3), "white").save(made, kind)
    return made.getvalue()


def save(content: bytes, name: str = "tep.pdf") -> StoredFile:
    with transactions.writing():
        row = services.save(io.BytesIO(content), name, BY)
        db.session.refresh(row)
        db.session.expunge(row)
        return row


def stored(app: Flask) -> set[Path]:
    folder = Path(app.config["FILES_DIR"])
    return {path for path in folder.rglob("*") if path.is_file()}


def png_of(width: int, height: int) -> bytes:
    """Return a PNG whose header promises `width` × `height` pixels and whose data is empty."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(made, encryption=pikepdf.Encryption(owner="chủ", user="khóa"))
    return made.getvalue()


@pytest.mark.parametrize(
    ("kind", "name", "media_type", "suffix"),
    [
        ("PDF", "Phiếu đăng ký.pdf", "application/pdf", ".pdf"),
        ("PNG", "anh.PNG", "image/png", ".png"),
        ("JPEG", "anh.jpeg", "image/jpeg", ".jpg"),
    ],
)
@pytest.mark.engines("sqlite")
def test_what_is_allowed_is_kept_under_a_name_of_ours(
    in_app: Flask, kind: str, name: str, media_type: str, suffix: str
) -> None:
    content = pdf() if kind == "PDF" else image(kind)
    row = save(content, name)
    assert (row.media_type, row.size, row.original_name) == (media_type, len(content), name)
    assert row.key.endswith(suffix)
    assert row.uploaded_by == BY.person_id
    (path,) = stored(in_app)
    assert path.read_bytes() == content
    with transactions.reading():
        assert services.read(row) == content


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_everything_else_is_refused_whatever_it_is_called(app: Flask) -> None:
    hostile = {
        "html": b"<html><script>alert(1)</script></html>",
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        "exe": b"MZ\x90\x00" + b"\x00" * 100,
        "zip, docx": b"PK\x03\x04" + b"\x00" * 100,
        "pdf not at byte 0": b"\n" + pdf(),
        "html behind a pdf header": b"%PDF-1.7\n<html><script>alert(1)</script></html>",
        "cut pdf": pdf()[:60],
        "cut png": image("PNG")[:40],
        "cut jpeg": image("JPEG")[:20],
        "png header only": b"\x89PNG\r\n\x1a\n",
        "jpeg header only": b"\xff\xd8\xff",
        "pdf header only": b"%PDF-",
        "gif": b"GIF89a" + b"\x00" * 20,
        "empty": b"",
        "password": locked_pdf(),
        "pixel flood, refused by us": png_of(10_000, 6_000),
        "pixel flood, warned of by the library": png_of(10_000, 10_000),
        "pixel flood, refused by the library": png_of(65_000, 65_000),
    }
    for what, content in hostile.items():
        with pytest.raises(Invalid) as refused:
            save(content)
        assert refused.value.field == "file", what
        assert refused.value.message, what
    assert stored(app) == set()
    with transactions.reading():
        assert db.session.scalars(select(StoredFile)).all() == []


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_a_locked_pdf_is_told_apart_from_a_broken_one() -> None:
    with pytest.raises(Invalid, match="đang đặt mật khẩu"):
        save(locked_pdf())
    with pytest.raises(Invalid, match="bị hỏng"):
        save(pdf()[:60])


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_a_file_above_ten_megabytes_is_refused_before_it_is_looked_at(app: Flask) -> None:
    head = pdf()
    with pytest.raises(DomainError) as refused:
        save(head + b"\x00" * (services.MAX_BYTES + 1 - len(head)))
    assert (refused.value.status, refused.value.field) == (413, "file")
    assert stored(app) == set()


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_a_name_that_runs_something_is_refused_even_around_a_true_pdf(app: Flask) -> None:
    """Saved under its own name by a careless browser, "x.pdf.exe" or "x.hta" would be run."""
    for name in ("phieu.pdf.exe", "phieu.exe", "phieu.exe.pdf", "phieu.html", "a.hta", "a.php.png",
                 "phieu.PDF.Js", "a.svg", "a.docx", "a.pdf ․exe".replace("․", ".")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            save(pdf(), name)
        assert refused.value.field == "file", name
    assert stored(app) == set()


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_names_as_people_write_them_are_kept_and_get_the_true_ending(app: Flask) -> None:
    given = {
        "GCN ĐKDN 12.05.2021.pdf": "GCN ĐKDN 12.05.2021.pdf",
        "Phiếu đăng ký (đã ký).PDF": "Phiếu đăng ký (đã ký).PDF",
        "Phiếu.docx.pdf": "Phiếu.docx.pdf",
        "hoixulang.com.pdf": "hoixulang.com.pdf",
        "scan": "scan.pdf",
        "Cty TNHH A.B": "Cty TNHH A.B.pdf",
        "Quyết định 12.2026": "Quyết định 12.2026.pdf",
        "anh.jpg": "anh.jpg.pdf",
        "": "tep.pdf",
        "...": "tep.pdf",
    }
    for name, shown in given.items():
        assert save(pdf(), name).original_name == shown, name


@pytest.mark.usefixtures("in_app")
@pytest.mark.engines("sqlite")
def test_no_name_reaches_a_path(app: Flask) -> None:
    folder = Path(app.config["FILES_DIR"])
    for name in (
        "../../../etc/passwd.pdf", "/etc/passwd.pdf", "C:\\Windows\\a.pdf", "..\\..\\a.pdf",
        "a\x00.pdf", "a\r\nSet-Cookie: x=1.pdf", "d" * 300 + ".pdf", "\u202efdp.pdf",
        "\u202egnp.pdf", ".pdf", "con.pdf",
    ):  # fmt: skip
        row = save(pdf(), name)
        assert row.original_name.isprintable(), name
        assert len(row.original_name) <= 120, name
        assert row.original_name.lower().endswith(".pdf"), name
        assert not set(row.original_name) & set("/\\"), name
        assert row.key.startswith("2026/11/"), name
    assert all(path.is_relative_to(folder) for path in stored(app))
    assert len(stored(app)) == 11


def age(path: Path, past: timedelta) -> None:
    moment = (clock.now() - past).timestamp()
    os.utime(path, (moment, moment))


def test_the_sweep_removes_old_bytes_without_a_row_and_nothing_else(in_app: Flask) -> None:
    kept = save(pdf())
    (of_row,) = stored(in_app)
    age(of_row, timedelta(days=9))

    def lose() -> None:
        services.save(io.BytesIO(image("PNG")), "mat.png", BY)
        raise RuntimeError

    for past in (timedelta(hours=2), timedelta(minutes=59)):
        before = stored(in_app)
        with pytest.raises(RuntimeError), transactions.writing():
            lose()
        (orphan,) = stored(in_app) - before
        age(orphan, past)
    assert len(stored(in_app)) == 3
    with transactions.reading():
        assert services.sweep() == 1
    assert len(stored(in_app)) == 2
    with transactions.reading():
        assert services.sweep() == 0
        assert services.read(kept) == pdf()


def test_a_small_pdf_that_unpacks_large_costs_the_server_nothing() -> None:
    packed = zlib.compressobj(9)
    zeros = b"".join(packed.compress(bytes(1 << 20)) for _ in range(300)) + packed.flush()
    body = (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    )
    bomb = body + (
        b"4 0 obj<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n"
        % len(zeros)
        + zeros
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(Invalid):
        services.check(bomb)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # KiB
    assert grown < 50 * 1024
