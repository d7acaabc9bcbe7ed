"""One door: a dossier's status changes in perform.py and nowhere else. Judged by syntax tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.fixtures.cluster import ROOT

APP = ROOT / "app"
DOOR = APP / "applications" / "services" / "perform.py"
NEEDS_DOOR = APP / "needs" / "services" / "perform.py"  # of needs, a table of its own
SUPPORT_DOOR = APP / "delivery" / "services" / "perform.py"  # of supports, likewise
# The names under which code holds a dossier; `self.status` of other classes is none of it.
NOT_A_DOSSIER = {"self", "response", "refusal", "error", "reply", "answer"}
WRITES = {"update", "insert", "bulk_insert_mappings", "bulk_update_mappings", "bulk_save_objects"}


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(APP.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', '?')}"


def targets(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what a statement assigns to, also inside tuples."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield from ast.walk(target)  # type: ignore[misc]  # expressions hold expressions
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target


def assigns_status(tree: ast.Module) -> list[ast.expr]:
    """Return the assignments to `.status` of anything that may be a dossier."""
    return [
        target
        for node in ast.walk(tree)
        for target in targets(node)
        if isinstance(target, ast.Attribute)
        and isinstance(target.ctx, ast.Store)
        and target.attr in {"status", "status_before", "is_open"}
        and not (isinstance(target.value, ast.Name) and target.value.id in NOT_A_DOSSIER)
    ]


def called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_only_the_door_assigns_the_status_of_a_dossier() -> None:
    found = {path: assigns_status(tree) for path, tree in trees()}
    elsewhere = [
        where(path, node)
        for path, nodes in found.items()
        for node in nodes
        if path not in {DOOR, NEEDS_DOOR, SUPPORT_DOOR}
        and "programmes" not in path.parts  # a programme's own is_open
    ]
    assert not elsewhere, elsewhere
    assert len(found[DOOR]) == 3, "the door moved: teach this test where it is"


def test_nobody_sets_a_status_by_name_or_by_statement() -> None:
    """setattr(…, "status", …), update(Application)…values(status=…), and SQL in text."""
    found = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = called(node)
                first = node.args[0] if node.args else None
                if name == "setattr" and any(
                    isinstance(arg, ast.Constant) and arg.value == "status" for arg in node.args
                ):
                    found.append(where(path, node))
                if name in WRITES and isinstance(first, ast.Name) and first.id == "Application":
                    found.append(where(path, node))
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                sql = " ".join(node.value.lower().split())
                if re.search(r"\b(update|insert into) \"?application\"?\b", sql):
                    found.append(where(path, node))
    # The demonstration's figures for measuring speed are made in bulk, far from any service.
    found = [each for each in found if not each.startswith("app/demo/")]
    assert not found, found


def test_a_dossier_is_made_as_a_draft_and_only_by_starting_one() -> None:
    made = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == "Application":
                made.append(str(path.relative_to(APP)))
                named = {keyword.arg for keyword in node.keywords}
                assert not named & {"status", "is_open", "status_before"}, where(path, node)
    assert [path for path in made if not path.startswith("demo/")] == [
        "applications/services/draft.py"
    ]


def test_this_test_sees_what_it_is_made_for() -> None:
    """Each way of changing a status, written down, is noticed."""
    for line in (
        "application.status = 'approved'",
        "application.status, x = 'approved', 1",
        "row.application.status = 'approved'",
        "application.status += 'x'",
        "thing[0].status = 'approved'",
    ):
        assert assigns_status(ast.parse(line)), line


TEMPLATES = APP / "templates"
STATUSES = (
    "draft|submitted|accepted|under_appraisal|supplement_requested|awaiting_endorsement|"
    "awaiting_approval|approved_unissued|rejected_unissued|approved|declined|rejected|withdrawn|"
    "lapsed"
)


def test_no_template_compares_a_status() -> None:
    """Buttons come from the table of moves; a template that asks would be a second table."""
    found = []
    for path in sorted(TEMPLATES.rglob("*.*")):
        text = path.read_text(encoding="utf-8")
        for expression in re.findall(r"\{[{%].*?[%}]\}", text, re.DOTALL):
            compares = re.search(r"\.status\b\s*(==|!=|\bin\b|is\b)", expression)
            names = re.search(rf"""["']({STATUSES})["']""", expression)
            if compares or (names and "status" in expression):
                found.append(f"{path.relative_to(ROOT)}: {expression}")
    assert not found, found


CALL_DOOR = APP / "programmes" / "services" / "call_door.py"


def test_only_its_door_moves_a_call() -> None:
    """In the room of calls, `.state` is assigned in one file."""
    found = {
        path
        for path, tree in trees()
        if "programmes" in path.parts
        for node in ast.walk(tree)
        for target in targets(node)
        if isinstance(target, ast.Attribute)
        and isinstance(target.ctx, ast.Store)
        and target.attr in {"state", "published_at", "closed_at"}
    }
    assert found == {CALL_DOOR}
