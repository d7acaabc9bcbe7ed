"""Which column of an office's table is what: by the words of its heading, then by its values.

Pure. What is guessed is shown to the officer, who may choose otherwise.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from app.imports.cells import kind_of, tax_code, text
from app.spreadsheets.read import Cell
from app.text import fold


class Field(StrEnum):
    """What a column of a history holds."""

    NUMBER = "number"  # số thứ tự
    NAME = "name"
    CODE = "code"
    KIND = "kind"
    KIND_COMPANY = "kind_company"  # a column "DN" with a mark, beside one "HTX"
    KIND_COOPERATIVE = "kind_cooperative"
    COMMUNE = "commune"
    ADDRESS = "address"
    REPRESENTATIVE = "representative"
    PHONE = "phone"
    EMAIL = "email"
    CONTENT = "content"
    STANDARD = "standard"
    YEAR = "year"
    DATE = "date"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    PROJECT = "project"
    PROGRAMME = "programme"  # chương trình, kế hoạch: says the scope
    MONEY = "money"
    PRODUCTS = "products"
    CERTIFICATE_NUMBER = "certificate_number"
    CERTIFICATE_DATE = "certificate_date"
    NOTE = "note"


_NO_LICENCE = r"^(?!.*(dang ky|dkkd|dau tu))"  # a business licence is a certificate in name only
# The first line that fits is taken: what is narrow stands before what is wide. Folded words.
_HEADINGS: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, r"^(stt|tt|so tt|so thu tu|s tt|no)$"),
    (Field.CODE, (r"ma so (thue|dn|doanh|htx|to chuc|don vi|hop tac)|\b(mst|msdn|msthue)\b"
                 r"|^ma (dn|so|to chuc|don vi)$|so dinh danh")),
    (Field.EMAIL, r"e-?mail|thu dien tu"),
    (Field.PHONE, r"dien thoai|\b(sdt|dtdd|so dt|dt|tel)\b|di dong|lien lac$"),
    (Field.NOTE, r"^ghi chu|^luu y$"),
    (Field.CERTIFICATE_DATE, rf"{_NO_LICENCE}(?=.*(chung nhan|gcn)).*\bngay\b"),
    (Field.CERTIFICATE_NUMBER, rf"{_NO_LICENCE}.*(\bgcn\b|so chung nhan|giay chung nhan)"),
    (Field.DOCUMENT_DATE, (r"ngay.*(ban hanh|ky|van ban|\bvb\b|\bqd\b|quyet dinh|hop dong|\bhd\b)"
                          r"|(van ban|quyet dinh|hop dong|\bqd\b|\bvb\b).*(\bngay\b|thang)")),
    (Field.DOCUMENT_NUMBER, (r"\bso (van ban|quyet dinh|qd|hop dong|hd|hieu|vb|ky hieu)|^can cu"
                            r"|van ban|quyet dinh|hop dong|\b(qd|vb)\b")),
    (Field.MONEY, (r"^(?!.*(doi ung|tu co)).*"
                   r"(kinh phi|so tien|gia tri|ngan sach|muc ho tro|\bvnd\b|\(dong\)|trieu dong)")),
    (Field.YEAR, r"^nam\b|\bnam (thuc hien|ho tro|duoc|trien khai)|\|\s*nam$"),
    (Field.DATE, r"^ngay|thoi gian|thoi diem|^thang"),
    (Field.PROGRAMME, r"chuong trinh|\bke hoach\b|giai doan|nguon von|^nguon"),
    (Field.PROJECT, r"du an|de tai|nhiem vu"),
    (Field.PRODUCTS, r"san pham|mat hang|hang hoa"),
    (Field.REPRESENTATIVE, (r"dai dien|giam doc|nguoi lien he|chu tich|chu co so|ho (va )?ten"
                           r"|nguoi dung dau|chu ho")),
    (Field.ADDRESS, r"^(?!ten).*(dia chi|tru so|noi dong)"),
    (Field.COMMUNE, r"\bxa\b|\bphuong\b|dia ban|\bhuyen\b|thi tran"),
    (Field.KIND_COMPANY, r"\|\s*(dn|doanh nghiep|cong ty)$"),
    (Field.KIND_COOPERATIVE, r"\|\s*(htx|hop tac xa)$"),
    (Field.KIND, r"loai hinh|^loai$|hinh thuc to chuc|phan loai"),
    (Field.CONTENT, r"noi dung|hang muc|linh vuc ho tro|hinh thuc ho tro|da duoc ho tro"),
    (Field.NAME, (r"^ten\b|\bten (to chuc|doanh|don vi|dn|htx|co so|hop tac|cong ty)"
                 r"|^don vi(?! (tinh|chu tri|thuc hien|tu van))|(doanh nghiep|dn)\s*[,/|]?\s*"
                 r"(va )?(hop tac xa|htx)|to chuc|co so (duoc|thu)")),
    (Field.KIND_COMPANY, r"^(dn|doanh nghiep|cong ty)$"),
    (Field.KIND_COOPERATIVE, r"^(htx|hop tac xa)$"),
    (Field.STANDARD, r"tieu chuan|cong cu|he thong ap dung"),
    (Field.CONTENT, r"ho tro"),
)  # fmt: skip
LONGEST_HEADING = 90
# Of so many values of a column, this share must look like the field.
ENOUGH = 0.6
SAMPLE = 60


def field_of(heading: str) -> Field | None:
    """Return what a heading says its column holds; levels are joined by " | "."""
    folded = " ".join(re.sub(r"[.:*\n]", " ", fold(heading)).split())
    if not folded or len(folded) > LONGEST_HEADING:
        return None
    return next((field for field, words in _HEADINGS if re.search(words, folded)), None)


def by_headings(headings: Sequence[str]) -> dict[Field, int]:
    """Return the column of each field that the headings name; the first one wins.

    Of several columns of money it is the first that says "hỗ trợ".
    """
    found: dict[Field, int] = {}
    for at, heading in enumerate(headings):
        field = field_of(heading)
        if field is Field.MONEY and field in found and _gives_more(heading, headings[found[field]]):
            found[field] = at
        elif field is not None:
            found.setdefault(field, at)
    return found


def _gives_more(heading: str, before: str) -> bool:
    """Tell the money that was given from a total with what the organisation paid itself."""
    return "ho tro" in fold(heading) and "ho tro" not in fold(before)


def _is_code(cell: Cell) -> bool:
    read = tax_code(cell)
    return bool(read.value) and not read.wrong


def _is_year(cell: Cell) -> bool:
    return bool(re.fullmatch(r"(nam )?20[0-4]\d", fold(text(cell))))


def _is_mail(cell: Cell) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", text(cell).lower()))


def _is_phone(cell: Cell) -> bool:
    return bool(re.fullmatch(r"0?[235789]\d{8,9}", re.sub(r"[\s.\-]", "", text(cell))))


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and " " in cell.strip() and kind_of(cell) is not None


_BY_VALUE: tuple[tuple[Field, Callable[[Cell], bool]], ...] = (
    (Field.CODE, _is_code),
    (Field.YEAR, _is_year),
    (Field.EMAIL, _is_mail),
    (Field.PHONE, _is_phone),
    (Field.NAME, _is_name),
)


def by_values(rows: Sequence[Sequence[Cell]], taken: Mapping[Field, int]) -> dict[Field, int]:
    """Return columns of fields no heading named, whose values leave no doubt."""
    votes: dict[Field, Counter[int]] = {field: Counter() for field, _looks in _BY_VALUE}
    filled: Counter[int] = Counter()
    used = set(taken.values())
    for row in rows[:SAMPLE]:
        for at, cell in enumerate(row):
            if cell is None or at in used:
                continue
            filled[at] += 1
            for field, looks in _BY_VALUE:
                votes[field][at] += looks(cell)
    found: dict[Field, int] = {}
    for field, _looks in _BY_VALUE:
        if field in taken or not votes[field]:
            continue
        at, count = votes[field].most_common(1)[0]
        if count >= 2 and count >= ENOUGH * filled[at] and at not in found.values():
            found[field] = at
    return found
