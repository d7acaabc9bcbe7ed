"""What is being filled: the setting, an organisation, a dossier."""

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from app.access import Role
from app.applications.workflow import Status
from app.demo.dossiers import sheet
from app.files.models import StoredFile
from app.programmes.models import SupportContent
from bench.rows import Rows

APPRAISED = {
    Status.AWAITING_ENDORSEMENT,
    Status.AWAITING_APPROVAL,
    Status.APPROVED_UNISSUED,
    Status.REJECTED_UNISSUED,
    Status.APPROVED,
    Status.REJECTED,
}
DECIDED = APPRAISED - {Status.AWAITING_ENDORSEMENT, Status.AWAITING_APPROVAL}
ISSUED = {Status.APPROVED, Status.REJECTED}
ASSIGNED = APPRAISED | {Status.UNDER_APPRAISAL}
SUPPLEMENTED = {Status.SUPPLEMENT_REQUESTED, Status.LAPSED}

# What every file says: invented, one page.
PAPER = sheet("bench").getvalue()
PAPER_SHA256 = sha256(PAPER).hexdigest()


@dataclass
class Setting:
    """What all dossiers of a database share."""

    contents: list[SupportContent]
    communes: dict[str, str]
    call_id: int
    project_id: int
    scope: str
    staff: dict[Role, int]
    officers: list[tuple[int, str]]  # the first is the one who signs in
    last_reference: int


@dataclass
class Owner:
    """An organisation being filled, and which contents it has used up."""

    organisation: dict[str, Any]
    beneficiary: int
    person: int
    person_name: str
    email: str
    code: str
    profile: dict[str, Any]
    taken: set[int] = field(default_factory=set)


@dataclass
class Dossier:
    """A dossier being written."""

    id: int
    owner: Owner
    content: SupportContent
    status: Status
    officer: tuple[int, str] | None
    reference: str | None
    began: datetime
    due_on: date | None
    weight: int


def standard(content: SupportContent) -> str:
    """Return the named standard, where the content asks for one."""
    return str(content.standards[0]["name"]) if content.rule == "standard" else ""


def stored(rows: Rows, key: str, dossier: Dossier) -> int:
    """Keep the row of a file that says `PAPER`; its bytes are laid where somebody reads them."""
    return rows.add(
        StoredFile, key=key, sha256=PAPER_SHA256, size=len(PAPER),
        media_type="application/pdf", original_name="phieu-dang-ky.pdf",
        uploaded_by=dossier.owner.person, created_at=dossier.began,
    )  # fmt: skip
