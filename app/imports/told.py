"""One row of a file as it was understood, before it is compared with anything. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.organisations.identifiers import root
from app.organisations.likeness import Description
from app.organisations.models import UNKNOWN
from app.text import _

NONE, GOOD, WRONG = (
    "none",
    "good",
    "wrong",
)  # of a tax code: absent, right, with a wrong check digit


def place_of(sheet: str, row_number: int) -> str:
    """Return where a row stands in the file, as an officer says it."""
    return _("%(sheet)s, dòng %(row)s", sheet=sheet, row=row_number)


@dataclass(slots=True)
class Told:
    """What one row of the file tells: an organisation and a support."""

    sheet: str
    row_number: int
    raw: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    code: str = ""
    scheme: str = ""
    code_state: str = NONE
    kind: str = "doanh_nghiep"
    commune_code: str = UNKNOWN
    address: str = ""
    representative: str = ""
    phone: str = ""
    email: str = ""
    content_text: str = ""
    content_id: int | None = None
    standard: str = ""
    programme_id: int | None = None
    given_year: int | None = None
    given_on: date | None = None
    document_number: str = ""
    project_words: str = ""
    project_id: int | None = None
    amount: int | None = None  # đồng
    products: list[str] = field(default_factory=list)
    certificate_number: str = ""
    certificate_on: date | None = None
    faults: list[tuple[str, str]] = field(default_factory=list)  # (cell, words): cannot be written
    hints: list[tuple[str, str]] = field(default_factory=list)  # (cell, words): worth a look

    @property
    def root_code(self) -> str:
        """The code of whom the rule looks at; empty without a code that can be trusted."""
        return root(self.scheme, self.code) if self.code_state == GOOD else ""

    @property
    def details(self) -> dict[str, str]:
        """What else is known of the organisation, as it is kept."""
        return {
            "commune_code": self.commune_code,
            "address": self.address,
            "representative": self.representative,
            "phone": self.phone,
            "email": self.email,
        }

    def described(self) -> Description:
        """Return the organisation as likeness compares it."""
        return Description(
            self.name,
            code=self.code,
            commune_code=self.commune_code,
            representative=self.representative,
            phone=self.phone,
            email=self.email,
            address=self.address,
        )
