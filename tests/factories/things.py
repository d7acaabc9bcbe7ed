"""What the small world is made of: names, a PDF, codes, a filled-in sheet."""

import io
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import pikepdf

from app.access import Actor
from app.applications.models import Application
from app.appraisal.services import sheet
from app.programmes.services.catalogue import SHIPPED

DEMO = SHIPPED.with_name("demo.yaml")
CALL = "DEMO-2026-2"  # the demonstration call that is open at the suite's moment
SCOPE = "KH-DEMO-2026-2030"
ISO9001, FIVE_S, GAP, OUTSIDE = "HTQL-9001", "CC-5S", "NN-GAP", "DT-QL"
REASON = "Phạm vi áp dụng chưa rõ."
OPINION = "Đúng đối tượng, có cán bộ phụ trách."
# Weights of the check digit of a tax code (mã số thuế).
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
T = TypeVar("T")


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """Return a true PDF of one empty page."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(made)
    return made.getvalue()


def tax_code(number: int) -> str:
    """Return the `number`-th invented tax code of the province with a right check digit."""
    for stem in range(490980000, 490990000):
        total = sum(w * int(d) for w, d in zip(_WEIGHTS, f"{stem:09d}", strict=True))
        check = 10 - total % 11
        if check in range(10):
            if number == 0:
                return f"{stem:09d}{check}"
            number -= 1
    raise ValueError("no more invented tax codes")


@dataclass(frozen=True)
class Member:
    """An organisation and the person who acts for it."""

    actor: Actor
    organisation_id: int
    email: str


def sheet_said(application: Application, **said: Any) -> sheet.Said:
    """Return a sheet on which everything is in order, but for what is `said`."""
    usual = {
        "results": {item.key: sheet.PASS for item in sheet.items(application)},
        "scores": {each.key: 75 for each in sheet.measures(application)},
        "opinion": OPINION,
        "recommendation": "approve",
    }
    return sheet.Said(**{**usual, **said})  # type: ignore[arg-type]  # fields of their own kinds
