"""What this room says in papers: the công văn that asks for an opinion."""

from typing import Any

from app.applications.papers import by_reference, facts
from app.applications.services import queries
from app.errors import NotFound
from app.extensions import db
from app.opinions.models import Opinion
from app.opinions.services import asking
from app.papers import kinds, registry
from app.papers.registry import Provider, Supply
from app.text import format_date

KIND, SUBJECT = "xin_y_kien", "opinion"


def register() -> None:
    """Say which papers this room supplies."""
    registry.provide(KIND, Provider(SUBJECT, _asked, _newest))


def _newest(reference: str) -> int:
    found = asking.of_application(by_reference(reference).id)
    if not found:
        raise NotFound
    return found[-1].id


def _asked(opinion_id: int) -> Supply:
    opinion = db.session.get(Opinion, opinion_id)
    if opinion is None:
        raise NotFound
    application = queries.get(opinion.application_id)
    room = {each.name for each in kinds.get(KIND).fields}
    general: dict[str, Any] = {
        name: said for name, said in facts(application).items() if name in room
    }
    return Supply(
        application.reference or "",
        {
            **general,
            "kinh_gui": opinion.name,
            "can_hoi": [{"ten": question} for question in opinion.questions],
            "han_tra_loi": format_date(opinion.deadline_on),
        },
    )
