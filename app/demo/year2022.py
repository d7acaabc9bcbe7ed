"""The year 2022 and the years before as published, with invented organisations.

Counts are those of the province's portal (six projects under KH 73/KH-UBND ngày 04/4/2022) and of
note 1 of KH 79/KH-UBND; every name says DEMO, every tax code is invented. What the sources do not
break down stands under a content of its own that says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from stdnum.vn import mst

from app.access import SYSTEM
from app.delivery import services as delivery
from app.delivery.models import CERTIFIED, DECLARED, OWN_STANDARD, TRACED
from app.extensions import db
from app.ledger.models import Entry
from app.ledger.services import history
from app.organisations.models import Organisation
from app.organisations.services import communes, provisional
from app.programmes.models import Programme, Project, SupportContent
from app.programmes.services import catalogue, contents, plans, versions
from app.programmes.texts import PLAIN

FACTS = Path(catalogue.__file__).parents[1] / "data" / "nam-2022.yaml"
COMPANY, COOPERATIVE = "doanh_nghiep", "hop_tac_xa"
UNCLEAR = "DEMO-CHUNG"
FIRST_CODE = 490995000  # stems of invented tax codes, apart from all others that are invented
PAPER_2022, PAPER_BEFORE = "73/KH-UBND", "79/KH-UBND, chú thích 1"
SOURCE = "DEMO theo số liệu công bố"
ERP = "ERP (hoạch định nguồn lực doanh nghiệp)"
PRODUCTS, CERTIFICATES, WITH_CERTIFICATE = 65, 7, 4


@dataclass(frozen=True)
class Part:
    """So many organisations of a kind that got one content in one project."""

    project: str
    kind: str
    content: str
    count: int
    standard: str = ""
    shares: bool = False  # its first organisation took part in an earlier project


YEAR_2022 = (
    Part("2022-DA1", COMPANY, "SP-HCHQ", 13),
    Part("2022-DA1", COOPERATIVE, "SP-HCHQ", 2),
    Part("2022-DA2", COMPANY, "MH-DIEM", 3),
    Part("2022-DA3", COMPANY, "HTQL-9001", 8, shares=True),
    Part("2022-DA3", COMPANY, "CC-5S", 2),
    Part("2022-DA3", COMPANY, "HTQL-22000", 1),
    Part("2022-DA3", COOPERATIVE, UNCLEAR, 9),
    Part("2022-DA4", COMPANY, UNCLEAR, 1),
    Part("2022-DA4", COOPERATIVE, UNCLEAR, 7),
    Part("2022-DA5", COMPANY, "TXNG-AD", 3),
    Part("2022-DA5", COOPERATIVE, "TXNG-AD", 12, shares=True),
    Part("2022-DA6", COMPANY, "CDS-QT", 3, ERP),
)
# Two of the 47 are organisations that sign in: see dossiers.add_history.
BEFORE = (
    Part("", COMPANY, "HTQL-9001", 15),
    Part("", COMPANY, "CC-5S", 3),
    Part("", COMPANY, "NH-MSMV", 8),
    Part("", COMPANY, "TXNG-AD", 9),
    Part("", COOPERATIVE, "TXNG-AD", 10),
)


def load() -> int:
    """Write it all once; return how many supports."""
    plans.load(FACTS, SYSTEM)
    _unclear()
    codes, places = _codes(), [each.code for each in communes.all_communes()]
    first: dict[str, Organisation] = {}
    entries: dict[str, list[Entry]] = {}
    number = 0
    for part in (*YEAR_2022, *BEFORE):
        for at in range(part.count):
            organisation = first.get(part.kind) if part.shares and at == 0 else None
            if organisation is None:
                number += 1
                organisation = _organisation(part.kind, number, next(codes), places)
            first.setdefault(part.kind, organisation)
            entries.setdefault(part.project, []).append(_give(part, organisation))
    _certificates(entries["2022-DA1"])
    _traced(entries["2022-DA5"])
    return sum(len(given) for given in entries.values())


def _give(part: Part, organisation: Organisation) -> Entry:
    project = db.session.scalar(select(Project).where(Project.code == part.project))
    before = select(Programme.id).where(Programme.code == "CT712")
    return history.record_given(
        scope="2021-2025" if project else "2012-2020",
        organisation=organisation,
        content=contents.get(part.content),
        standard=part.standard,
        year=2022 if project else 2020,
        by=SYSTEM,
        document_number=PAPER_2022 if project else PAPER_BEFORE,
        source=SOURCE,
        programme_id=project.programme_id if project else db.session.scalar(before),
        project_id=project.id if project else None,
    )


def _organisation(kind: str, number: int, code: str, places: list[str]) -> Organisation:
    form = "Công ty TNHH" if kind == COMPANY else "Hợp tác xã"
    return provisional.make(
        name=f"{form} DEMO {_NAMES[number % len(_NAMES)]} {number}",
        kind=kind,
        by=SYSTEM,
        origin="imported",
        commune_code=places[number % len(places)],
        code=code,
    )


_NAMES = (
    "Hồi Xanh", "Đá Núi", "Quýt Vàng", "Thạch Đen", "Hồng Đào", "Rau Sạch", "Măng Rừng",
    "Gỗ Bền", "Ong Rừng", "Lúa Nương", "Chè Shan", "Na Chín", "Ba Kích",
)  # fmt: skip


def _codes() -> Iterator[str]:
    for stem in range(FIRST_CODE, FIRST_CODE + 10_000):
        for digit in range(10):
            if mst.is_valid(f"{stem}{digit}"):
                yield f"{stem}{digit}"


def _unclear() -> None:
    """A content for what the sources do not break down; outside the rule, never offered."""
    like = contents.get("HTQL-9001")
    row = SupportContent(
        code=UNCLEAR, group_code=like.group_code, group_name=like.group_name, position=900,
        unit="organisation", rule="none", offered=False, history_only=True,
    )  # fmt: skip
    db.session.add(row)
    assert like.version is not None
    texts = {name: getattr(like.version, name) for name in PLAIN} | {
        "name": "DEMO – Nguồn không nêu rõ nội dung",
        "summary": "Số liệu công bố chỉ ghi số tổ chức, không ghi nội dung của từng tổ chức.",
        "given": "",
        "asks_products": False,
    }
    versions.add(row, texts | {"questions": [], "documents": []})


def _certificates(entries: list[Entry]) -> None:
    """65 products of 15 organisations: 44 certified, 12 declared, 19 with a standard of their own.

    75 results, so ten products have two. Four companies hold seven certificates.
    """
    for at in range(PRODUCTS):
        kinds = [CERTIFIED if at < 44 else DECLARED if at < 56 else OWN_STANDARD]
        kinds += [OWN_STANDARD] if at >= 46 and at < 56 else []
        round_, owner = divmod(at, len(entries))
        issued = owner < WITH_CERTIFICATE and round_ * WITH_CERTIFICATE + owner < CERTIFICATES
        for kind in kinds:
            held = issued and kind == CERTIFIED
            delivery.add_result(
                entries[owner].id,
                product=f"Sản phẩm DEMO {at + 1}",
                kind=kind,
                by=SYSTEM,
                document_number=f"DEMO-GCN-{at + 1:02d}" if held else "",
                issued_on=date(2022, 12, 15) if held else None,
            )


def _traced(entries: list[Entry]) -> None:
    """16 OCOP products of 15 organisations."""
    for at in range(16):
        delivery.add_result(
            entries[at % len(entries)].id,
            product=f"Sản phẩm OCOP DEMO {at + 1}",
            kind=TRACED,
            by=SYSTEM,
            is_ocop=True,
        )
