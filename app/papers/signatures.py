"""What the digital signatures (chữ ký số) of a PDF say, in careful words. Bytes are only read.

A signature is good by its bottom line and only when it covers the whole file: what was added
after signing was not signed, however harmless it looks.
"""

import json
import re
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from app import clock, settings
from app.text import _, format_date, format_datetime

# Not imported here: the web process need not load what only the child uses.
INSPECT = Path(__file__).with_name("inspect_signatures.py")
SECONDS = 15.0
_TAX_CODE = re.compile(
    r"(?:MST\s*[:\-.]?\s*|^)([0-9]{10})(?:-?([0-9]{3}))?(?![0-9])", re.IGNORECASE
)


@dataclass(frozen=True)
class Signature:
    """One signature: who signed, and what was found, each a sentence."""

    signer: str
    tone: str  # good, warning, refused
    verdict: str
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A file's signatures; `readable` is false where they could not be read."""

    signatures: tuple[Signature, ...] = ()
    readable: bool = True


def signed(content: bytes) -> bool:
    """Return whether a file may carry a signature at all: cheap, before a process is started."""
    return b"/ByteRange" in content


def check(content: bytes, tax_codes: Collection[str]) -> Checked:
    """Return what the signatures of a PDF say; `tax_codes` are those of the organisation."""
    if not signed(content):
        return Checked()
    told = _inspected(content, str(settings.get("TRUST_ROOTS_DIR", "") or ""))
    if told is None:
        return Checked(readable=False)
    bare = {re.sub(r"[^0-9]", "", code) for code in tax_codes}
    found = json.loads(told)
    if found and found[-1]["whole"] and found[-1]["intact"]:
        for each in found[:-1]:  # several signers: the last one signed the whole file
            each["followed"] = each["signed_on"]
    return Checked(tuple(_said(each, bare) for each in found))


@lru_cache(maxsize=64)
def _inspected(content: bytes, roots: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603  (our own script, no shell, nothing of the file's in it)
            [sys.executable, "-I", str(INSPECT), roots],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout.decode() if done.returncode == 0 else None


def _said(told: dict[str, Any], tax_codes: Collection[str]) -> Signature:
    changed = not told["intact"] or not (told["whole"] or told.get("followed"))
    remarks = [_content(told), _trust(told), _time(told)]
    found = codes(told["names"])
    same = bool(found & set(tax_codes))
    if tax_codes:
        remarks.append(_code(found, same=same))
    if changed:
        tone, verdict = "refused", _("Chữ ký không xác nhận toàn bộ tệp này.")
    elif told["good"] and (same or not tax_codes):
        tone, verdict = "good", _("Chữ ký hợp lệ.")
    else:
        tone, verdict = "warning", _("Cần cán bộ xem xét.")
    return Signature(told["signer"] or _("không nêu tên"), tone, verdict, tuple(remarks))


def _content(told: dict[str, Any]) -> str:
    if not told["intact"]:
        return _("Nội dung đã bị thay đổi sau khi ký, hoặc chữ ký bị hỏng.")
    if told.get("followed"):
        return _("Sau chữ ký này chỉ có chữ ký của người khác; chữ ký cuối xác nhận toàn bộ tệp.")
    if not told["whole"]:
        return _("Tệp có phần được thêm sau khi ký; phần đó không được chữ ký này xác nhận.")
    return _("Nội dung không thay đổi từ khi ký.")


def _trust(told: dict[str, Any]) -> str:
    if told["trusted"]:
        return _("Chứng thư thuộc chuỗi tin cậy đã cài đặt.")
    moment = datetime.fromisoformat(told["at"]) if told["at"] else clock.now()
    starts, ends = (datetime.fromisoformat(told[name]) for name in ("valid_from", "valid_to"))
    if not starts <= moment <= ends or clock.now() > ends:
        return _(
            "Chứng thư chỉ có hiệu lực từ %(start)s đến %(end)s; chưa xác minh được chuỗi tin cậy.",
            start=format_date(starts),
            end=format_date(ends),
        )
    return _("Chưa xác minh được chuỗi tin cậy của chứng thư.")


def _time(told: dict[str, Any]) -> str:
    if not told["at"]:
        return _("Chữ ký không nêu thời điểm ký.")
    at = format_datetime(datetime.fromisoformat(told["at"]))
    if told["stamped"]:
        return _("Thời điểm ký theo dấu thời gian: %(at)s.", at=at)
    return _("Thời điểm ký do người ký khai: %(at)s, không có dấu thời gian tin cậy.", at=at)


def codes(names: Collection[str]) -> set[str]:
    """Return the tax codes a certificate's subject tells: "MST:0100109106", bare digits, …

    A citizen's number ("CMND:…", "CCCD:…") is none.
    """
    found = [match for name in names for match in _TAX_CODE.finditer(name.strip())]
    return {match[1] + (match[2] or "") for match in found}


def _code(found: set[str], *, same: bool) -> str:
    if not found:
        return _("Chứng thư không nêu mã số thuế để đối chiếu.")
    if same:
        return _("Mã số thuế trong chứng thư trùng với mã số của đơn vị.")
    told = ", ".join(sorted(found))
    return _("Mã số thuế trong chứng thư (%(code)s) khác mã số của đơn vị.", code=told)
