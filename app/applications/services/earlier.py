"""What the organisation said on its last phiếu: offered again, kept once it was looked at."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.applications.models import Answer, Application
from app.applications.services import shared, tasks
from app.extensions import db
from app.programmes.models import Question

MOST_ANSWERS = 200


@dataclass(frozen=True)
class Earlier:
    """Answers of earlier dossiers by `shared.same_question`, and the reference they come from."""

    answers: dict[Hashable, Any]
    reference: str


def answers_for(drafts: Sequence[Application]) -> Earlier | None:
    """Return what earlier dossiers say to questions of `drafts` nobody has answered yet."""
    open_questions = {
        shared.same_question(item.question)
        for section in shared.sections(drafts)
        for item in section.asked
        if item.value is None
    }
    if not open_questions:
        return None
    found: dict[Hashable, Any] = {}
    reference = ""
    rows = db.session.execute(
        select(Question, Answer.value, Application.reference)
        .join(Answer, Answer.question_id == Question.id)
        .join(Application, Application.id == Answer.application_id)
        .where(
            Application.organisation_id == drafts[0].organisation_id,
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.submitted_at.desc(), Application.id.desc(), Answer.id)
        .limit(MOST_ANSWERS)
    )
    for question, value, of in rows:
        same = shared.same_question(question)
        if same in open_questions and same not in found and not tasks.empty(value):
            found[same] = value
            reference = reference or str(of)
    return Earlier(found, reference) if found else None
