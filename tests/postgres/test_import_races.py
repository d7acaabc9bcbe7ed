"""An import and people at once: one of them has the slot, the other is told; nothing is half
done.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.applications.services import submit
from app.errors import DomainError
from app.extensions import db
from app.imports.services import apply, batches, reading, rollback
from app.imports.services.perform import get
from app.ledger.models import BLOCKING, Entry
from app.organisations.services import queries as organisations
from app.programmes.services import contents
from tests.factories import FIVE_S, ISO9001, Member, World, tax_code
from tests.fixtures.crowd import at_once, in_request, request, rounds, tally

PROGRAMME = "KH-DEMO-2026-2030"
NEW = tax_code(500)
CONTENTS = (ISO9001, FIVE_S, "HTQL-22000", "TXNG-AD", "NS-XANH", "CN-ATTP")


@pytest.fixture
def app_environment(app_environment: dict[str, str]) -> dict[str, str]:
    return app_environment | {"WEB_THREADS": "8"}


def history_of(world: World, member: Member, content: str) -> int:
    """Judge a file that tells of this support, given this year; return its batch."""
    with world.reading():
        organisation = organisations.get(member.organisation_id)
        name, code = organisation.name, organisation.code
    text = f"Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm\n{name},{code},{content},2026\n"
    with world.writing():
        batch = batches.upload(text.encode(), "lich-su.csv", world.officer, again=True)
        return batches.judge_file(batch, reading.chosen_for(batch, PROGRAMME), world.officer).id


def on_batch(
    world: World, deed: Callable[..., Any], batch_id: int, *args: Any
) -> Callable[[], Any]:
    """Return the deed on a batch as a request would do it."""
    return request(world.app, lambda: deed(get(batch_id), *args).state)


def blocking(world: World, member: Member, content: str) -> list[str]:
    """Return the states of what blocks the content for the member's organisation."""
    with world.reading():
        return list(
            db.session.scalars(
                select(Entry.state).where(
                    Entry.organisation_id == member.organisation_id,
                    Entry.content_id == contents.get(content).id,
                    Entry.state.in_(BLOCKING),
                )
            )
        )


@pytest.mark.engines("postgresql")
def test_of_an_import_and_a_submission_of_one_slot_exactly_one_has_it(world: World) -> None:
    officer = world.officer
    for time in rounds():
        content = CONTENTS[time % len(CONTENTS)]
        if time % len(CONTENTS) == 0:
            member = world.organisation()
        dossier = world.draft(member, content)
        batch = history_of(world, member, content)
        outcomes = at_once(
            [
                on_batch(world, apply.start, batch, officer),
                in_request(world.app, submit.submit, dossier, member.actor),
            ]
        )
        assert tally(outcomes) == {"done": 1, 409: 1}, time
        imported = not isinstance(outcomes[0], DomainError)
        assert blocking(world, member, content) == ["used" if imported else "held"]
        assert world.status(dossier) == ("draft" if imported else "submitted")
        with world.reading():
            assert get(batch).state == ("applied" if imported else "judged")


def test_of_two_applies_of_one_batch_exactly_one_writes(world: World) -> None:
    member = world.organisation()
    batch = history_of(world, member, ISO9001)
    deed = on_batch(world, apply.start, batch, world.officer)
    assert tally(at_once([deed] * 6)) == {"done": 1, 409: 5}
    assert blocking(world, member, ISO9001) == ["used"]


def test_of_two_files_with_one_new_organisation_exactly_one_makes_it(world: World) -> None:
    officer = world.officer
    first = newcomer(world, ISO9001)
    second = newcomer(world, FIVE_S)
    outcomes = at_once([on_batch(world, apply.start, each, officer) for each in (first, second)])
    refused = [each for each in outcomes if isinstance(each, DomainError | IntegrityError)]
    assert len(refused) == 1  # a request answers both with 409
    with world.reading():
        assert organisations.by_code("mst", NEW) is not None


def newcomer(world: World, content: str) -> int:
    text = f"Tên đơn vị,Mã số thuế,Nội dung hỗ trợ,Năm\nHTX Mới,{NEW},{content},2026\n"
    with world.writing():
        batch = batches.upload(text.encode(), "moi.csv", world.officer)
        return batches.judge_file(batch, reading.chosen_for(batch, PROGRAMME), world.officer).id


def test_of_a_roll_back_and_a_submission_both_come_right(world: World) -> None:
    member = world.organisation()
    dossier = world.draft(member, ISO9001)
    batch = history_of(world, member, ISO9001)
    with world.writing():
        apply.start(get(batch), world.officer)
    outcomes = at_once(
        [
            on_batch(world, rollback.start, batch, "Nhầm tệp", world.lead),
            in_request(world.app, submit.submit, dossier, member.actor),
        ]
    )
    assert outcomes[0] == "rolled_back"
    late = isinstance(outcomes[1], DomainError)  # it came first and was told of the support
    assert blocking(world, member, ISO9001) == ([] if late else ["held"])
