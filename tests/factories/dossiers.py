"""Dossiers of the small world, filled in and submitted."""

import io
from collections.abc import Sequence
from typing import Any, BinaryIO

from app.access import Actor
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
from app.files import services as files
from app.files.making import USUAL
from app.organisations.services import queries as organisations
from app.programmes.models import Question
from app.programmes.services import calls, contents
from tests.factories.ground import Ground
from tests.factories.things import (
    CALL,
    ISO9001,
    Member,
    pdf,
)


class Dossiers(Ground):
    """Drafts, phiếu, submitted dossiers."""

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


def attach_to_item(
    application: Application, item: SupplementItem, stream: BinaryIO, name: str, by: Actor
) -> ApplicationFile:
    """Give one file for an item of a supplement request, as its page does."""
    made = files.make([(stream, name)], USUAL, documents.item_label(item))
    return documents.attach_made_to_item(application, item, made, by)
