"""Reads the signatures of a PDF from standard input, in a process with little memory and time.

Run as a script, alone: the only argument is the folder of the operator's trust roots ("" for
none). Writes JSON. Nothing is fetched from anywhere; whatever else happens, death included, the
web server goes on and says that the signatures could not be read.
"""

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY = 900 * 1024 * 1024  # bytes of address space; the libraries alone take about half
SECONDS = 8
MOST = 20  # signatures of one file
ROOTS = ("*.pem", "*.crt", "*.cer", "*.der")


def main() -> int:
    """Write what each signature says."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    roots = _roots(sys.argv[1])
    reader = PdfFileReader(io.BytesIO(sys.stdin.buffer.read()), strict=False)
    fields = {each.field_name for each in reader.embedded_signatures}
    found = [_told(each, roots, fields) for each in reader.embedded_regular_signatures[:MOST]]
    json.dump(found, sys.stdout)
    return 0


def _roots(folder: str) -> list[Any]:
    if not folder:
        return []
    files = sorted(str(path) for ending in ROOTS for path in Path(folder).glob(ending))
    return list(load_certs_from_pemder(files))  # type: ignore[no-untyped-call]  # pyHanko's own


def _told(embedded: Any, roots: list[Any], fields: set[str]) -> dict[str, Any]:
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(embedded, context)
    certificate = status.signing_cert
    stamp = status.timestamp_validity
    stamped = stamp if stamp and stamp.valid and stamp.intact and stamp.trusted else None
    moment = stamped.timestamp if stamped else status.signer_reported_dt
    subject = certificate.subject.native
    return {
        "signer": _text(subject.get("common_name")),
        "names": [_text(value) for value in subject.values()],
        "whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        # What was added later is at most what further signatures and their proofs need.
        "signed_on": status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level is not None
        and status.modification_level <= ModificationLevel.FORM_FILLING
        and _only_signed(status.diff_result, fields),
        "intact": bool(status.intact and status.valid),
        "trusted": bool(status.trusted),
        "good": bool(status.bottom_line),
        "stamped": stamped is not None,
        "at": moment.isoformat() if moment else "",
        "valid_from": certificate.not_valid_before.isoformat(),
        "valid_to": certificate.not_valid_after.isoformat(),
    }


def _only_signed(difference: Any, fields: set[str]) -> bool:
    """Return whether no field but signatures was filled: an amount typed later is no signature."""
    return set(getattr(difference, "changed_form_fields", ())) <= fields


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


if __name__ == "__main__":
    sys.exit(main())
