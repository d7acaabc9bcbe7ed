"""Acts of the registry for tests: carried out, undone, and every row they touch."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import text

from app.access import Actor
from app.extensions import db
from app.ledger.services import history
from app.organisations.services import provisional
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from app.registry.models import Act
from app.registry.services import acts
from app.registry.services.acts import Paper
from tests.factories import ISO9001, SCOPE, Member, World

ON = date(2026, 11, 2)
PAPER = Paper("15/QĐ-HTX", ON, "Theo giấy chứng nhận đăng ký thay đổi lần 2.")
# What an act may write; events, letters and the act itself stay when it is undone.
TABLES = (
    "organisation", "identifier", "beneficiary", "former_name", "succession", "membership",
    "ledger_entry", "application", "organisation_word", "search_word", "claim",
)  # fmt: skip


def given(
    world: World, member: Member, content: str = ISO9001, year: int = 2022, set_aside: bool = False
) -> int:
    by = world.officer
    with world.writing():
        return history.record_given(
            scope=SCOPE,
            organisation=organisations.get(member.organisation_id),
            content=contents.get(content),
            year=year,
            by=by,
            document_number=f"{year}/QĐ",
            set_aside=set_aside,
        ).id


def old_list(world: World, name: str = "HTX Hồi Bình Gia", code: str = "") -> Member:
    """Return an organisation that an import made: nobody signs in for it."""
    by = world.officer
    with world.writing():
        made = provisional.make(name=name, kind="hop_tac_xa", by=by, origin="imported", code=code)
        return Member(Actor(None), made.id, "")


def run(world: World, deed: Callable[..., Act], *args: Any, **said: Any) -> int:
    by = world.officer
    with world.writing():
        return deed(*args, **said, paper=PAPER, by=by).id


def undo(world: World, act_id: int) -> None:
    by = world.officer
    with world.writing():
        acts.undo(acts.get(act_id), "Ghi nhầm tổ chức.", by)


def dump(world: World) -> str:
    """Return the tables an act may write, without the counters of their versions."""
    with world.reading():
        rows = {
            table: sorted(
                json.dumps({k: v for k, v in row.items() if k != "version"}, default=str)
                for row in db.session.execute(text(f"SELECT * FROM {table}")).mappings()
            )
            for table in TABLES
        }
        return json.dumps(rows, indent=1)
