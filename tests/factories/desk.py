"""Dossiers at the desk of the small world: every stage, and single deeds."""

import io
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.access import Actor
from app.applications.services import queries
from app.applications.services import supplement as supplements
from app.appraisal.services import appraisal
from app.extensions import db
from app.programmes.models import CallContent, SupportContent
from app.programmes.services import calls
from app.review.services import assignment, decision, issue, reception
from tests.factories.dossiers import Dossiers
from tests.factories.things import (
    CALL,
    ISO9001,
    REASON,
    Member,
    pdf,
    sheet_said,
)


class Desk(Dossiers):
    """Dossiers after their submission."""

    _next_number = 12

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
