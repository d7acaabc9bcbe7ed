"""A small world for tests, made through the real services; it gives away ids and actors only.

Every deed runs in a context and a committed transaction of its own, as a request does, so no
application context stays open between two of them.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, BinaryIO, TypeVar

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, transactions
from app.access import NOBODY, SYSTEM, Actor, Role
from app.accounts.models import Person
from app.accounts.services import mandates, sign_in
from app.applications.models import Application, ApplicationFile, SupplementItem
from app.applications.services import (
    bundle,
    compose,
    documents,
    draft,
    print_form,
    products,
    queries,
    submit,
    tasks,
)
from app.applications.services import supplement as supplements
from app.appraisal.services import appraisal, sheet
from app.audit import services as audit
from app.audit.models import Event
from app.extensions import db
from app.files import services as files
from app.files.making import USUAL
from app.ledger.models import Entry
from app.organisations.models import Organisation
from app.organisations.services import admission, invitations, profile
from app.organisations.services import queries as organisations
from app.outbox.models import Letter
from app.programmes.models import CallContent, Question, SupportContent
from app.programmes.services import calls, contents, plans
from app.programmes.services.catalogue import SHIPPED
from app.review.services import assignment, decision, issue, reception
from tests import people

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


class World:
    """The province in small: a call that is open, staff of every role, organisations."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._organisations = 0
        self._next_number = 12
        with self.writing():
            plans.load(DEMO, SYSTEM)

    # -- transactions

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A context and a writing transaction, committed at the end."""
        with self.app.app_context(), transactions.writing():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A context and a reading transaction."""
        with self.app.app_context(), transactions.reading():
            yield

    def do(self, deed: Callable[..., T], application_id: int, *args: Any, **kwargs: Any) -> T:
        """Run a service on a dossier, committed."""
        with self.writing():
            return deed(queries.get(application_id), *args, **kwargs)

    # -- people

    def staff(self, *roles: Role, name: str = "", email: str = "") -> Actor:
        """Make a member of staff with a password."""
        label = "-".join(roles)
        with self.writing():
            made = people.person(
                email or f"{label}@so.example.vn", *roles, name=name or f"Cán bộ {label}"
            )
            return Actor(made.id, made.name, frozenset(roles))

    @cached_property
    def clerk(self) -> Actor:
        return self.staff(Role.CLERK, name="Văn thư Hứa Bích")

    @cached_property
    def officer(self) -> Actor:
        return self.staff(Role.OFFICER, name="Chuyên viên Lương Đạt")

    @cached_property
    def lead(self) -> Actor:
        return self.staff(Role.LEAD, name="Chi cục trưởng Vi Quang")

    @cached_property
    def director(self) -> Actor:
        return self.staff(Role.DIRECTOR, name="Giám đốc Nông Khánh")

    # -- organisations

    def organisation(self, kind: str = "doanh_nghiep", *, code: str = "", **said: Any) -> Member:
        """Register an organisation with a new tax code and complete its profile."""
        self._organisations += 1
        number = self._organisations
        email = f"don-vi-{number}@example.vn"
        with self.writing():
            made = people.register(
                kind=kind,
                code=code or tax_code(number),
                name=said.pop("name", f"Công ty TNHH Mẫu Thử {number}"),
                contact_email=email,
            )
            assert isinstance(made, Organisation), "that code leads to a claim"
            person = db.session.scalars(select(Person).where(Person.email == email)).one()
            member = Member(_member(person), made.id, email)
            _complete(made, member.actor, said)
        return member

    def relatives(self, parent: Member, count: int) -> Member:
        """Give `parent` branches 001… with 13-digit codes; return who acts for all of them."""
        with self.writing():
            person = db.session.get_one(Person, parent.actor.person_id)
            root = organisations.get(parent.organisation_id)
            for number in range(1, count + 1):
                branch = admission.create(
                    person,
                    root.beneficiary,
                    scheme="mst",
                    code=f"{root.code}{number:03d}",
                    details={
                        "kind": root.kind,
                        "name": f"Chi nhánh {number}",
                        "commune_code": root.commune_code,
                        "representative": root.representative,
                        "contact_name": root.contact_name,
                        "contact_phone": root.contact_phone,
                    },
                    actor=SYSTEM,
                )
                person = db.session.get_one(Person, parent.actor.person_id, populate_existing=True)
                _complete(branch, _member(person), {})
            return Member(_member(person), parent.organisation_id, parent.email)

    # -- dossiers, step by step

    def draft(
        self,
        member: Member,
        content: str = ISO9001,
        *,
        standard: str = "",
        call: str = CALL,
        organisation_id: int | None = None,
        signed: bool = True,
    ) -> int:
        """Begin a dossier and fill it in; ready to submit unless it is not `signed`."""
        with self.writing():
            organisation = organisations.get(organisation_id or member.organisation_id)
            begun = draft.start(organisation, calls.get(call), contents.get(content), member.actor)
            answers = {item.key: _answer(item) for item in begun.content_version.questions}
            draft.save_answers(begun, answers, standard, member.actor)
            if begun.content_version.asks_products:
                values = {"name": "Hồi khô", "standard": "", "output": "2 tấn", "ocop_stars": 3}
                products.save(begun, None, values, member.actor)
            if signed:
                self._sign(begun, member.actor)
            return begun.id

    def _sign(self, begun: Application, by: Actor) -> None:
        print_form.printed(begun, by)
        for wanted in tasks.asked_documents(begun):
            if wanted.required or wanted.kind == "registration":
                documents.attach(begun, wanted, io.BytesIO(pdf()), f"{wanted.key}.pdf", by)

    def phieu(
        self,
        member: Member,
        codes: Sequence[str],
        *,
        organisation_id: int | None = None,
        signed: bool = True,
    ) -> int:
        """Begin one phiếu for several contents and fill it in; return its first draft."""
        with self.writing():
            organisation = organisations.get(organisation_id or member.organisation_id)
            chosen = [contents.get(code) for code in codes]
            begun = compose.begin(organisation, calls.get(CALL), chosen, member.actor)
            drafts = bundle.dossiers(begun)
            said = {each.id: draft.Said(*_answers(each)) for each in drafts}
            draft.save_form(begun, said, member.actor)
            for asking in bundle.with_products(drafts)[:1]:
                values = {"name": "Hồi khô", "standard": "", "output": "2 tấn", "ocop_stars": 3}
                products.save(asking, None, values, member.actor)
            if signed:
                self._sign(begun, member.actor)
            return begun.id

    def dossiers(self, dossier: int) -> list[int]:
        """Return the dossiers of a phiếu in the catalogue's order."""
        with self.reading():
            return [each.id for each in bundle.dossiers(queries.get(dossier))]

    def submitted(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        """Submit a dossier and return its id."""
        dossier = self.draft(member, content, **how)
        self.do(submit.submit, dossier, member.actor)
        return dossier

    def accepted(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.submitted(member, content, **how)
        self.do(reception.accept, dossier, self.clerk)
        return dossier

    def assigned(
        self, member: Member, content: str = ISO9001, *, to: Actor | None = None, **how: Any
    ) -> int:
        dossier = self.accepted(member, content, **how)
        self.do(assignment.assign, dossier, (to or self.officer).person_id, self.lead)
        return dossier

    def recommended(
        self, member: Member, content: str = ISO9001, *, to: Actor | None = None, **how: Any
    ) -> int:
        """Appraised, with the Chi cục's leader."""
        dossier = self.assigned(member, content, to=to, **how)
        self.appraise(dossier, to or self.officer)
        return dossier

    def awaiting_approval(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.recommended(member, content, **how)
        self.do(decision.endorse, dossier, self.lead)
        return dossier

    def approved_unissued(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.awaiting_approval(member, content, **how)
        self.do(decision.decide, dossier, "approve", "", self.director)
        return dossier

    def rejected_unissued(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.awaiting_approval(member, content, **how)
        self.do(decision.decide, dossier, "reject", REASON, self.director)
        return dossier

    def approved(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.approved_unissued(member, content, **how)
        self.issue(dossier)
        return dossier

    def rejected(self, member: Member, content: str = ISO9001, **how: Any) -> int:
        dossier = self.rejected_unissued(member, content, **how)
        self.issue(dossier)
        return dossier

    def supplement_requested(
        self, member: Member, content: str = ISO9001, *, items: tuple[str, ...] = ("Bổ sung sơ đồ",)
    ) -> int:
        dossier = self.submitted(member, content)
        self.do(supplements.request, dossier, items, self.officer)
        return dossier

    # -- single deeds

    def appraise(self, dossier: int, by: Actor) -> None:
        with self.writing():
            application = queries.get(dossier)
            appraisal.recommend(application, sheet_said(application), by=by)

    def issue(self, dossier: int, number: str = "", on: date | None = None, **how: Any) -> None:
        """Issue a decision; without a `number` under the next one from 12/QĐ-SKHCN."""
        if not number:
            number = f"{self._next_number}/QĐ-SKHCN"
            self._next_number += 1
        self.do(
            issue.issue,
            dossier,
            number=number,
            issued_on=on or clock.today(),
            signed=io.BytesIO(pdf()),
            signed_name="quyet-dinh.pdf",
            by=how.pop("by", self.clerk),
            **how,
        )

    def record_paper(self, dossier: int, signer: str = "Nông Khánh", **how: Any) -> None:
        self.do(
            decision.record_paper,
            dossier,
            outcome=how.pop("outcome", "approve"),
            reason=how.pop("reason", ""),
            signer_name=signer,
            signer_capacity="GIÁM ĐỐC",
            signed_on=how.pop("signed_on", clock.today()),
            scan=io.BytesIO(pdf()),
            scan_name="quyet-dinh-giay.pdf",
            by=how.pop("by", self.officer),
            **how,
        )

    def set_quota(self, content: str, quota: int, call: str = CALL) -> None:
        with self.writing():
            row = db.session.scalars(
                select(CallContent)
                .join(SupportContent, SupportContent.id == CallContent.content_id)
                .where(CallContent.call_id == calls.get(call).id, SupportContent.code == content)
            ).one()
            row.quota = quota

    # -- what is asked of it, as plain data

    def status(self, dossier: int) -> str:
        with self.reading():
            return queries.get(dossier).status

    def fact(self, dossier: int, name: str) -> Any:
        with self.reading():
            return getattr(queries.get(dossier), name)

    def slot(self, dossier: int) -> str | None:
        """Return the state of the dossier's entry in the ledger, or None without one."""
        with self.reading():
            return db.session.scalar(select(Entry.state).where(Entry.application_id == dossier))

    def events(self, dossier: int) -> list[str]:
        with self.reading():
            return [event.action for event in audit.history("application", dossier)]

    def letters(self, name: str = "application_", to: str = "") -> list[Letter]:
        """Return the letters whose name begins so, oldest first, readable without a session."""
        query = select(Letter).where(Letter.name.startswith(name)).order_by(Letter.id)
        with self.reading():
            found = db.session.scalars(query.where(Letter.to == to) if to else query).all()
            for letter in found:
                db.session.expunge(letter)
            return list(found)

    def count(self, table: type, *conditions: Any) -> int:
        with self.reading():
            return len(db.session.scalars(select(table).where(*conditions)).all())

    def all_events(self) -> int:
        return self.count(Event)


def sheet_said(application: Application, **said: Any) -> sheet.Said:
    """Return a sheet on which everything is in order, but for what is `said`."""
    usual = {
        "results": {item.key: sheet.PASS for item in sheet.items(application)},
        "scores": {each.key: 75 for each in sheet.measures(application)},
        "opinion": OPINION,
        "recommendation": "approve",
    }
    return sheet.Said(**{**usual, **said})  # type: ignore[arg-type]  # fields of their own kinds


def _member(person: Person) -> Actor:
    return sign_in.actor_of(person.id)


def mandate(*, submits: bool = True, days: int = 30) -> mandates.Typed:
    """Return a giấy ủy quyền that lasts for `days` more days."""
    return mandates.Typed(
        number="05/GUQ",
        valid_until=clock.today() + timedelta(days=days),
        submits=submits,
        stream=io.BytesIO(pdf()),
        file_name="giay-uy-quyen.pdf",
    )


def joined(
    world: World, member: Member, email: str, capacity: str, paper: mandates.Typed | None = None
) -> Actor:
    """Let somebody new act for the member's organisation; return them as whoever acts."""
    with world.writing():
        organisation = organisations.get(member.organisation_id)
        invitations.invite(
            organisation,
            email=email,
            name="Lộc Thị Én",
            capacity=capacity,
            mandate=paper,
            by=member.actor,
        )
        secret = people.secret_in("member_invitation", email)
        new = invitations.NewPerson(name="Lộc Thị Én", phone="0912345678", password=people.PASSWORD)
        return sign_in.actor_of(invitations.accept(secret, NOBODY, new).person_id)


def _complete(organisation: Organisation, by: Actor, said: dict[str, Any]) -> None:
    usual = {
        "address": "Số 1, đường Trần Hưng Đạo",
        "representative_title": "Giám đốc",
        "field_of_business": "Chế biến hồi",
        "earlier_support": "Chưa được hỗ trợ",
    }
    profile.save(organisation.id, organisation.version, {**usual, **said}, by)


def _answers(application: Application) -> tuple[dict[str, Any], str]:
    """Return fitting answers to every question of a draft, and a named standard if one is asked."""
    standards = application.content.standards
    standard = str(standards[0]["name"]) if application.content.rule == "standard" else ""
    questions = application.content_version.questions
    return {item.key: _answer(item) for item in questions}, standard


def _answer(question: Question) -> Any:
    """Return a fitting answer to any question."""
    return {
        "short_text": "Toàn đơn vị",
        "long_text": "Toàn bộ dây chuyền chế biến",
        "number": 12,
        "money": 15_000_000,
        "date": "2026-12-01",
        "choice": (question.options or [""])[0],
        "choices": list(question.options[:1]),
        "yes_no": True,
        "table": [{column["key"]: None for column in question.columns} | _first_cell(question)],
    }[question.kind]


def _first_cell(question: Question) -> dict[str, Any]:
    return {
        column["key"]: {"short_text": "Máy sấy", "number": 2, "money": 5_000_000}.get(
            column["kind"], "2026-12-01"
        )
        for column in question.columns[:1]
    }


@pytest.fixture
def world(app: Flask) -> World:
    """Return the province in small, on the test's own database."""
    return World(app)


def attach_to_item(
    application: Application, item: SupplementItem, stream: BinaryIO, name: str, by: Actor
) -> ApplicationFile:
    """Give one file for an item of a supplement request, as its page does."""
    made = files.make([(stream, name)], USUAL, documents.item_label(item))
    return documents.attach_made_to_item(application, item, made, by)
