"""Demonstration dossiers, moved through the real deeds to where each is worth looking at."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.models import Application
from app.applications.services import (
    documents,
    draft,
    print_form,
    products,
    submit,
    supplement,
    withdraw,
)
from app.appraisal.services import appraisal
from app.appraisal.services import sheet as sheets
from app.appraisal.services.sheet import Said
from app.demo import people
from app.extensions import db
from app.ledger.services import history
from app.organisations.models import Organisation
from app.organisations.services.queries import by_code
from app.programmes.models import Call, Programme
from app.programmes.services import contents
from app.review.services import assignment, decision, issue, notes, reception

CALL = "DEMO-2026-2"


@dataclass(frozen=True)
class Plan:
    """Which unit applies for what, and how far it has come."""

    unit: str
    content: str
    until: str  # one of STAGES
    standard: str = ""
    products: tuple[str, ...] = field(default_factory=tuple)
    call: str = CALL


PLANS = (
    Plan("hoahoi", "CC-5S", "approved"),
    Plan("hoahoi", "TXNG-AD", "under_appraisal", products=("Hoa hồi DEMO", "Tinh dầu DEMO")),
    Plan("davoi", "HTQL-9001", "awaiting_approval"),
    Plan("davoi", "SP-HCHQ", "submitted", products=("Đá xây dựng DEMO", "Gạch không nung DEMO")),
    Plan("nabuoi", "NN-GAP", "supplement_requested", "VietGAP", ("Na DEMO",)),
    Plan("nabuoi", "TXNG-AD", "awaiting_endorsement", products=("Bưởi DEMO",)),
    Plan("hopchuan", "CN-MT", "accepted"),
    Plan("daynghe", "DT-SV", "rejected"),
    Plan("khachsan", "CC-5S", "declined"),
    Plan("xuongmoc", "SP-TCCS", "approved_unissued", products=("Bàn gỗ DEMO",)),
    Plan("xuongmoc", "CDS-QT", "withdrawn"),
    Plan("davoi", "CC-5S", "draft"),
)

# Each stage is reached from the one it names, by one deed.
BEFORE = {
    "submitted": "draft",
    "accepted": "submitted",
    "declined": "submitted",
    "withdrawn": "submitted",
    "under_appraisal": "accepted",
    "supplement_requested": "under_appraisal",
    "awaiting_endorsement": "under_appraisal",
    "awaiting_selection": "under_appraisal",  # in a call with a council
    "awaiting_approval": "awaiting_endorsement",
    "approved_unissued": "awaiting_approval",
    "rejected_unissued": "awaiting_approval",
    "approved": "approved_unissued",
    "rejected": "rejected_unissued",
}


def sheet(text: str) -> io.BytesIO:
    """Return a one-page PDF that stands for a scanned paper."""
    return io.BytesIO(_sheet(text))


@cache
def _sheet(text: str) -> bytes:
    """Make it once for each text: each file that differs is looked through by a process of its own.

    Most of the time that the demonstration took to load went into that.
    """
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    with pdf.open_metadata() as meta:
        meta["dc:title"] = f"DEMO {text}"
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def make(plan: Plan) -> Application:
    """Make the dossier of `plan` and move it to where the plan says."""
    stages = [plan.until]
    while stages[-1] in BEFORE:
        stages.append(BEFORE[stages[-1]])
    application = drafted(plan, next(unit for unit in people.UNITS if unit.key == plan.unit))
    for stage in reversed(stages[:-1]):
        STAGES[stage](application)
    return application


def drafted(plan: Plan, unit: people.Unit) -> Application:
    """Return a draft of `unit` with all that a submission needs, unless it is to stay a draft."""
    by = people.actor_of(unit.email)
    organisation = _organisation(unit)
    call = db.session.scalars(select(Call).where(Call.code == plan.call)).one()
    application = draft.start(organisation, call, contents.get(plan.content), by)
    answers = {
        question.key: _answer(question.kind, question.options)
        for question in application.content_version.questions
    }
    standard = plan.standard or next((item["name"] for item in application.content.standards), "")
    draft.save_answers(application, answers, standard, by)
    for name in plan.products:
        values = {"name": name, "standard": "", "output": "10 tấn", "ocop_stars": None}
        products.save(application, None, values, by)
    if plan.until != "draft":
        print_form.printed(application, by)
        for item in application.content_version.documents:
            if item.required or item.kind == "registration":
                documents.attach(application, item, sheet(item.label), f"{item.key}.pdf", by)
    return application


def programme() -> Programme:
    """Return the demonstration's own programme."""
    return db.session.scalars(select(Call).where(Call.code == CALL)).one().programme


def _organisation(unit: people.Unit) -> Organisation:
    organisation = by_code("mst", unit.code)
    assert organisation is not None
    return organisation


def _answer(kind: str, options: list[str]) -> Any:
    return {
        "number": 10,
        "money": 50_000_000,
        "date": clock.today().isoformat(),
        "yes_no": False,
        "choice": options[0] if options else "",
        "choices": options[:1],
    }.get(kind, "Nội dung DEMO để trình diễn")


def _owner(application: Application) -> Actor:
    unit = next(item for item in people.UNITS if item.code == application.organisation.code)
    return people.actor_of(unit.email)


def _assign(application: Application) -> None:
    officer = people.staff("chuyenvien").person_id
    assert officer is not None
    assignment.assign(application, officer, people.staff("chicuc"))
    notes.write(application, "Ghi chú DEMO: đã xem hồ sơ lần đầu.", people.staff("chuyenvien"))


def _recommend(application: Application) -> None:
    said = Said(
        results={item.key: sheets.PASS for item in sheets.items(application)},
        scores={each.key: 80 for each in sheets.measures(application)},
        opinion="Ý kiến thẩm định DEMO.",
        recommendation="approve",
    )
    appraisal.recommend(application, said, by=people.staff("chuyenvien"))


def _reject(application: Application) -> None:
    decision.decide(application, "reject", "Lý do DEMO.", people.staff("giamdoc"))


def _issue(application: Application) -> None:
    issue.issue(
        application,
        number=f"DEMO-{application.id}/QĐ-SKHCN",
        issued_on=clock.today(),
        signed=sheet("quyết định"),
        signed_name="quyet-dinh-demo.pdf",
        by=people.staff("vanthu"),
    )


STAGES: dict[str, Callable[[Application], object]] = {
    "submitted": lambda item: submit.submit(item, _owner(item)),
    "accepted": lambda item: reception.accept(item, people.staff("vanthu")),
    "declined": lambda item: reception.decline(
        item, "Lý do DEMO: phiếu chưa có chữ ký.", people.staff("chuyenvien")
    ),
    "withdrawn": lambda item: withdraw.withdraw(item, _owner(item)),
    "under_appraisal": _assign,
    "supplement_requested": lambda item: supplement.request(
        item, ["Sơ đồ vùng trồng DEMO", "Kết quả thử nghiệm DEMO"], people.staff("chuyenvien")
    ),
    "awaiting_endorsement": _recommend,
    "awaiting_selection": _recommend,
    "awaiting_approval": lambda item: decision.endorse(item, people.staff("chicuc")),
    "approved_unissued": lambda item: decision.decide(item, "approve", "", people.staff("giamdoc")),
    "rejected_unissued": _reject,
    "approved": _issue,
    "rejected": _issue,
}


def add_history() -> None:
    """Some supports of earlier years; two are of the 47 that year2022 rebuilds."""
    for unit_key, code, scope, year, set_aside in (
        ("hoahoi", "NN-HUUCO", "KH-DEMO-2026-2030", 2026, False),
        ("davoi", "HTQL-9001", "2012-2020", 2018, False),
        ("nabuoi", "TXNG-AD", "2012-2020", 2016, False),
    ):
        unit = next(item for item in people.UNITS if item.key == unit_key)
        organisation = _organisation(unit)
        history.record_given(
            scope=scope,
            organisation=organisation,
            content=contents.get(code),
            year=year,
            by=people.staff("chuyenvien"),
            document_number=f"DEMO-{year}",
            source="DEMO",
            set_aside=set_aside,
        )
