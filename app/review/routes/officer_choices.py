"""Whom a leader may assign: by name, with what each has in hand and who is away."""

from wtforms.fields.choices import SelectChoice

from app.access import Actor
from app.accounts.services import absences
from app.review.services import assignment
from app.review.services.load import loads
from app.text import _


def names() -> list[SelectChoice]:
    """Return the officers, by name alone."""
    return [SelectChoice(str(each.id), each.name) for each in assignment.officers()]


def with_load(by: Actor) -> list[SelectChoice]:
    """Return the officers with their load; nobody is chosen before the leader chooses."""
    officers = assignment.officers()
    in_hand = {load.person_id: load.appraising for load in loads(by)}
    away = absences.stand_ins([each.id for each in officers])
    first = SelectChoice("", _("Chọn chuyên viên"))
    return [first] + [
        SelectChoice(str(each.id), _told(each.name, in_hand.get(each.id, 0), each.id in away))
        for each in officers
    ]


def _told(name: str, load: int, away: bool) -> str:
    words = _("%(name)s (đang thẩm định %(load)s)", name=name, load=load)
    return _("%(words)s, đang vắng mặt", words=words) if away else words
