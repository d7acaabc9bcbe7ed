"""Digital signatures on PDFs, signed here by throwaway authorities: who, when, whole, trusted."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from flask import Flask
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, fields, sign_pdf

from app import settings
from app.papers import signatures
from tests.factories import pdf

CODE = "4909900005"
NOW = datetime.now(UTC)
Authority = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


@cache
def authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate("CA DEMO", "", key, None, days=(-2000, 2000)), key


def _certificate(
    name: str,
    code: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: Authority | None,
    days: tuple[int, int],
) -> x509.Certificate:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if code:
        parts.append(x509.NameAttribute(NameOID.USER_ID, code))
    subject = x509.Name(parts)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_cert_sign=issuer is None,
                crl_sign=issuer is None,
                **usage,
            ),
            critical=True,
        )
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )


def sign(
    content: bytes,
    name: str = "Hợp tác xã DEMO",
    code: str = f"MST:{CODE}",
    days: tuple[int, int] = (-10, 10),
    field: str = "Ky1",
) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(name, code, key, authority(), days)
    packed = pkcs12.serialize_key_and_certificates(
        b"k", key, made, [authority()[0]], serialization.NoEncryption()
    )
    signer = SimpleSigner.load_pkcs12_data(packed, other_certs=[])
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    out = sign_pdf(writer, PdfSignatureMetadata(field_name=field), signer=signer)
    return bytes(out.getvalue())


def added_to(content: bytes) -> bytes:
    """Change a page in an increment after the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = writer.root["/Pages"]["/Count"]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_a_field(amount: str) -> bytes:
    """Return a PDF with a form field."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx,
                T=pikepdf.String("muc"), V=pikepdf.String(amount), Rect=[10, 10, 100, 30], F=4,
            )
        )  # fmt: skip
        document.pages[0].obj.Annots = document.make_indirect(pikepdf.Array([field]))
        fields = document.make_indirect(pikepdf.Array([field]))
        document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=fields))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def filled(content: bytes, amount: str) -> bytes:
    """Type another value into the field, in an increment."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content), strict=False)
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = pdf_string(amount)
    writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def roots(app: Flask, tmp_path: Path) -> Iterator[None]:
    """Let the operator trust the throwaway authority."""
    pem = authority()[0].public_bytes(serialization.Encoding.PEM)
    (tmp_path / "ca.pem").write_bytes(pem)
    app.config["TRUST_ROOTS_DIR"] = str(tmp_path)
    settings.use(app.config)
    yield
    app.config["TRUST_ROOTS_DIR"] = ""


def only(content: bytes, code: str = CODE) -> signatures.Signature:
    (found,) = signatures.check(content, [code]).signatures
    return found


def test_a_signature_by_the_organisation_over_the_whole_file_is_good(roots: None) -> None:
    found = only(sign(pdf()))
    assert (found.tone, found.signer) == ("good", "Hợp tác xã DEMO")
    assert "Chứng thư thuộc chuỗi tin cậy đã cài đặt." in found.remarks
    assert any("không có dấu thời gian" in each for each in found.remarks)


def test_what_was_added_after_signing_is_never_good(roots: None) -> None:
    found = only(added_to(sign(pdf())))
    assert found.tone == "refused"
    assert any("thêm sau khi ký" in each for each in found.remarks)


def test_another_tax_code_an_old_certificate_and_an_unknown_authority_are_named(
    roots: None, app: Flask
) -> None:
    other = only(sign(pdf(), code="MST:0100109106"))
    assert other.tone == "warning"
    assert any("0100109106" in each and "khác" in each for each in other.remarks)
    old = only(sign(pdf(), days=(-400, -300)))
    assert old.tone == "warning"
    assert any("chỉ có hiệu lực" in each for each in old.remarks)
    app.config["TRUST_ROOTS_DIR"] = ""
    settings.use(app.config)
    unknown = only(sign(pdf()))
    assert unknown.tone == "warning"
    assert "Chưa xác minh được chuỗi tin cậy của chứng thư." in unknown.remarks


def test_several_signers_are_judged_each_and_the_last_signs_the_whole(roots: None) -> None:
    twice = sign(sign(pdf()), name="Giám đốc DEMO", field="Ky2")
    first, second = signatures.check(twice, [CODE]).signatures
    assert (first.tone, second.tone) == ("good", "good")
    assert any("chữ ký cuối" in each for each in first.remarks)
    # What was typed into the form between them, the first never signed.
    changed = filled(sign(with_a_field("1.000.000")), "999.000.000")
    first, second = signatures.check(sign(changed, field="Ky2"), [CODE]).signatures
    assert (first.tone, second.tone) == ("refused", "good")
    kept = sign(sign(with_a_field("1.000.000")), field="Ky2")
    assert [each.tone for each in signatures.check(kept, [CODE]).signatures] == ["good", "good"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 /ByteRange [0 1 2 3]", b"/ByteRange" * 1000], ids=["stub", "noise"]
)
def test_a_hostile_file_is_said_to_be_unreadable(app: Flask, content: bytes) -> None:
    assert signatures.check(content, [CODE]) == signatures.Checked(readable=False)


def test_a_file_without_a_signature_has_none(app: Flask) -> None:
    assert signatures.check(pdf(), [CODE]) == signatures.Checked()
    assert pikepdf.open(io.BytesIO(pdf())).pages


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("MST:0100109106", {"0100109106"}),
        ("mst: 0100109106-001", {"0100109106001"}),
        ("0100109106", {"0100109106"}),
        ("CCCD:020099001234", set()),
        ("CMND:0123456789", set()),
        ("Công ty 0100109106 ABC", set()),
    ],
)
def test_tax_codes_are_read_as_authorities_write_them(said: str, found: set[str]) -> None:
    assert signatures.codes([said]) == found
