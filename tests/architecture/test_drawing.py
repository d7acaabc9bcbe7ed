"""The drawn workflow and the table of statuses say what the code does, and nothing else.

The law is pinned twice: a test that read the same table as the code would agree with any mistake.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from app.applications.workflow import BACK, ENDED, LOOKS, MOVES, Action, Status
from app.imports import workflow as batches
from app.programmes import workflow as calls
from app.review import workflow as bundles
from app.selection import workflow as selection

PAGE = Path(__file__).parents[2] / "docs" / "architecture.md"
START_END = "[*]"

Arrow = tuple[str, str, str]  # source, target, action ("" at the beginning and the end)


def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def drawn() -> list[Arrow]:
    """The arrows of the state diagram, each line read whole: a slip is not passed over."""
    diagram = re.search(r"```mermaid\nstateDiagram-v2\n(.*?)```", page(), re.DOTALL)
    assert diagram, "docs/architecture.md has no state diagram"
    lines = [line.strip() for line in diagram[1].splitlines() if line.strip()]
    return [arrow(line) for line in lines]


def arrow(line: str) -> Arrow:
    parts = re.fullmatch(r"(\[\*\]|\w+) --> (\[\*\]|\w+)(?:: (\w+))?", line)
    assert parts, f"not an arrow: {line}"
    return parts[1], parts[2], parts[3] or ""


def coded() -> Iterable[Arrow]:
    for action, move in MOVES.items():
        for source in move.sources:
            for target in targets(move.target):
                yield source.value, target, action.value


def targets(target: Status | str) -> list[str]:
    """Where a move leads; back means wherever a supplement may have been asked for."""
    if target == BACK:
        return [status.value for status in MOVES[Action.REQUEST_SUPPLEMENT].sources]
    return [Status(target).value]


def test_the_drawing_shows_every_move_and_no_other() -> None:
    arrows = [each for each in drawn() if START_END not in each]
    assert len(arrows) == len(set(arrows)), "an arrow is drawn twice"
    assert set(arrows) == set(coded())


def test_the_drawing_begins_with_a_draft_and_ends_where_nothing_moves() -> None:
    ends = {source for source, target, _action in drawn() if target == START_END}
    begins = {target for source, target, _action in drawn() if source == START_END}
    assert begins == {Status.DRAFT.value}
    assert ends == {status.value for status in ENDED}
    assert not ENDED & {source for move in MOVES.values() for source in move.sources}


def test_the_table_of_statuses_says_what_people_read() -> None:
    header = "| status | label (public) | inside (staff) | slot |\n|---|---|---|---|\n"
    _before, found, after = page().partition(header)
    assert found, "docs/architecture.md has no table of statuses"
    rows = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in after.split("\n\n", 1)[0].splitlines()
    ]
    assert rows == [
        (status.value, look.label, look.inside, look.slot.value) for status, look in LOOKS.items()
    ]


def drawn_call() -> list[Arrow]:
    """The arrows of the drawing of a call, each line read whole."""
    diagram = re.search(
        r"```mermaid\nstateDiagram-v2\n    direction LR\n(.*?)```", page(), re.DOTALL
    )
    assert diagram, "docs/architecture.md does not draw the life of a call"
    return [arrow(line.strip()) for line in diagram[1].splitlines() if line.strip()]


def test_the_drawing_of_a_call_shows_every_move_and_no_other() -> None:
    arrows = [each for each in drawn_call() if START_END not in each]
    assert len(arrows) == len(set(arrows)), "an arrow is drawn twice"
    assert set(arrows) == {
        (move.source.value, move.target.value, action.value) for action, move in calls.MOVES.items()
    }


def test_the_drawing_of_a_call_begins_with_a_draft_and_ends_where_nothing_moves() -> None:
    sources = {move.source.value for move in calls.MOVES.values()}
    assert {target for source, target, _action in drawn_call() if source == START_END} == {"draft"}
    assert {source for source, target, _action in drawn_call() if target == START_END} == {
        state.value for state in calls.CallState
    } - sources


@pytest.mark.parametrize(
    ("direction", "title", "begins", "room"),
    [
        ("TB", "", "uploaded", batches),
        ("LR", "## The life of a selection session", "preparing", selection),
        ("LR", "## The life of a bundle for signature", "draft", bundles),
    ],
)
def test_a_drawing_shows_every_move_its_beginning_and_its_ends(
    direction: str, title: str, begins: str, room: Any
) -> None:
    _before, found, after = page().partition(title) if title else ("", "all", page())
    assert found, f"docs/architecture.md does not have {title}"
    diagram = re.search(rf"direction {direction}\n(.*?)```", after, re.DOTALL)
    assert diagram, f"docs/architecture.md draws nothing under {title}"
    arrows = [arrow(line.strip()) for line in diagram[1].splitlines() if line.strip()]
    assert len(arrows) == len(set(arrows)), "an arrow is drawn twice"
    moved = {
        (source.value, move.target.value, act.value)
        for act, move in room.MOVES.items()
        for source in move.sources
    }
    ends = {state.value for state in room.State} - {source for source, _target, _act in moved}
    assert set(arrows) == (
        moved | {(START_END, begins, "")} | {(state, START_END, "") for state in ends}
    )
