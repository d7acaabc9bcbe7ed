"""The office's own Word templates: checked before use, in versions, and back to the default."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, BinaryIO

import structlog
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from sqlalchemy import func, select

from app import access, clock
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, DomainError, Invalid, NotFound
from app.extensions import db
from app.files import services as files
from app.files.kinds import DOCX
from app.files.making import MIB, office
from app.papers import kinds, word
from app.papers import office as sandbox
from app.papers.kinds import Kind
from app.papers.models import IN_FORCE, RETIRED, PaperTemplate
from app.text import _

MAX_BYTES = 2 * MIB
MAX_UNPACKED = 20 * MIB  # of all parts together
# What stands around the text of every kind: field, label, sample.
GENERAL = (
    ("co_quan_chu_quan", _("Cơ quan chủ quản"), "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN"),
    ("co_quan_ban_hanh", _("Cơ quan ban hành, in hoa"), "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
    ("co_quan", _("Cơ quan ban hành, trong câu"), "Sở Khoa học và Công nghệ tỉnh …"),
    ("so_ky_hieu", _("Số, ký hiệu"), "Số:        /TB-SKHCN"),
    (
        "dia_danh_ngay_thang",
        _("Địa danh, ngày tháng"),
        "…, ngày        tháng        năm 2026",
    ),
    ("ngay_thang", _("Ngày tháng, trong câu"), "ngày        tháng        năm 2026"),
    ("quyen_han_chuc_vu", _("Quyền hạn, chức vụ người ký"), "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
    ("ho_ten_nguoi_ky", _("Họ tên người ký"), "Nguyễn Văn Phó"),
)
log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """A kind with a Word copy, and the office's template when it has one."""

    kind: Kind
    own: PaperTemplate | None


def kind(kind_key: str) -> Kind:
    """Return a kind that has a Word copy; raises `NotFound`."""
    found = kinds.get(kind_key)
    if not found.word:
        raise NotFound
    return found


def overview() -> list[Line]:
    """Return every kind with a Word copy, by its title."""
    own = {
        each.kind: each
        for each in db.session.scalars(select(PaperTemplate).where(PaperTemplate.state == IN_FORCE))
    }
    with_copy = (each for each in kinds.all_kinds().values() if each.word)
    return [Line(each, own.get(each.key)) for each in sorted(with_copy, key=lambda k: k.title)]


def in_force(kind_key: str) -> PaperTemplate | None:
    """Return the office's template that is used now, or None for the default."""
    return db.session.scalar(
        select(PaperTemplate).where(PaperTemplate.kind == kind_key, PaperTemplate.state == IN_FORCE)
    )


def versions(kind_key: str) -> Sequence[PaperTemplate]:
    """Return the office's templates of a kind, newest first; at most 50."""
    return db.session.scalars(
        select(PaperTemplate)
        .where(PaperTemplate.kind == kind_key)
        .order_by(PaperTemplate.version.desc())
        .limit(50)
    ).all()


@lru_cache(maxsize=64)
def _default(kind_key: str) -> bytes:
    return word.build(kinds.get(kind_key))


def source(kind: Kind) -> bytes:
    """Return the template in force as a file."""
    own = in_force(kind.key)
    return files.read(own.file) if own else _default(kind.key)


def filled(kind: Kind, template: PaperTemplate | None, values: Mapping[str, Any]) -> bytes:
    """Return the Word copy of a paper. Raises 503 where the template fails on these data."""
    given = files.read(template.file) if template else _default(kind.key)
    try:
        return word.fill(given, values)
    except TemplateError as error:
        log.error("word copy not made", kind=kind.key, why=str(error))
        raise DomainError(
            503,
            _("Mẫu Word của loại văn bản này chưa dùng được. Vui lòng báo quản trị xem lại mẫu."),
        ) from error


def replace(kind: Kind, stream: BinaryIO, name: str, by: Actor) -> PaperTemplate:
    """Use an uploaded template from now on. Raises 403, 413, 422 for what cannot be used."""
    access.check(Permission.SET_UP_TEMPLATES, by)
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise DomainError(413, _("Mẫu vượt quá 2 MB. Vui lòng bỏ bớt hình ảnh."), "file")
    made = office(content, name)
    if made.media_type != DOCX:
        raise Invalid(_("Mẫu phải là tệp Word (.docx)."), "file")
    check(kind, content)
    stored = files.keep(made, by)
    _retire(kind.key)
    template = PaperTemplate(
        kind=kind.key,
        version=_next(kind.key),
        file_id=stored.id,
        uploaded_by=by.person_id,
        uploader_name=by.name,
        at=clock.now(),
    )
    db.session.add(template)
    db.session.flush()
    said = {"kind": kind.key, "version": template.version}
    audit.record("paper_template", template.id, "upload", by, after=IN_FORCE, data=said)
    return template


def back_to_default(kind: Kind, by: Actor) -> None:
    """Use the default again. Raises 403, 409 when it is used already."""
    access.check(Permission.SET_UP_TEMPLATES, by)
    retired = _retire(kind.key)
    if retired is None:
        raise Conflict(_("Loại văn bản này đang dùng mẫu mặc định."))
    audit.record("paper_template", retired.id, "retire", by, before=IN_FORCE, after=RETIRED)


def check(kind: Kind, content: bytes) -> None:
    """Raise 422 unless a template opens, asks only for known fields, and fills with the sample."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise Invalid(_("Mẫu quá lớn khi mở ra. Vui lòng bỏ bớt hình ảnh."), "file")
        _check_fields(kind, _texts(content))
        general = {name: sample for name, _label, sample in GENERAL}
        word.fill(content, {**kind.sample, **general})
    except TemplateError as error:
        raise Invalid(
            _("Mẫu không lập được văn bản: %(why)s", why=str(error)[:200]), "file"
        ) from error
    except Invalid:
        raise
    except Exception as error:  # whatever the readers of Word raise over a broken file
        raise Invalid(_("Tệp bị hỏng, không đọc được. Vui lòng chọn tệp khác."), "file") from error


def _check_fields(kind: Kind, texts: Sequence[str]) -> None:
    """Raise 422 for fields nobody fills, for none at all, and for what no template may say."""
    known = {each.name for each in kind.fields} | {name for name, _label, _s in GENERAL}
    for text in texts:
        unknown, refused = sandbox.faults(text, known)
        if unknown:
            raise Invalid(
                _(
                    "Mẫu dùng trường không có: %(names)s. Xem danh sách trường ở trang này.",
                    names=", ".join(unknown),
                ),
                "file",
            )
        if refused:
            raise Invalid(
                _(
                    "Mẫu chỉ được có tên trường, “if”, một vòng “for” không lồng nhau,"
                    " và “replace” một lần với chữ ngắn."
                ),
                "file",
            )
    if not any(sandbox.asks(text) & known for text in texts):
        raise Invalid(
            _("Mẫu không có trường nào, mọi văn bản sẽ in như nhau. Vui lòng ghi tên trường."),
            "file",
        )


def _texts(content: bytes) -> list[str]:
    """Return what the template says, as docxtpl gives it to the sandbox.

    That is the body, heads and feet, but also the notes and what the file says of itself.
    """
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    found = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        found += [
            template.patch_xml(template.get_part_xml(part))
            for _key, part in template.get_headers_footers(uri)
        ]
    found += [
        template.patch_xml(part.blob.decode())
        for part in template.docx.part.package.parts
        if part.content_type.endswith("wordprocessingml.footnotes+xml")
    ]
    about = template.docx.core_properties
    return [*found, about.author, about.comments, about.identifier, about.language,
            about.subject, about.title]  # fmt: skip


def _retire(kind_key: str) -> PaperTemplate | None:
    used = db.session.scalar(
        select(PaperTemplate)
        .where(PaperTemplate.kind == kind_key, PaperTemplate.state == IN_FORCE)
        .with_for_update(of=PaperTemplate)
    )
    if used is not None:
        used.state, used.retired_at = RETIRED, clock.now()
        db.session.flush()
    return used


def _next(kind_key: str) -> int:
    last = db.session.scalar(
        select(func.max(PaperTemplate.version)).where(PaperTemplate.kind == kind_key)
    )
    return (last or 0) + 1
