"""The floors: imports go down only; services know no web; nothing is imported in secret."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from tests.fixtures.cluster import ROOT

APP = ROOT / "app"


def sources() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def test_imports_go_down_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(program), "--no-cache"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_stands_on_a_floor() -> None:
    """A new room that the contract does not name would be held by nothing."""
    said = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    rooms = {path.parent.name for path in APP.glob("*/__init__.py")} - {"devserver"}
    missing = [room for room in sorted(rooms) if f"app.{room}" not in said]
    assert not missing, missing


def test_imports_inside_functions_are_only_in_create_app() -> None:
    found = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [
                    f"{path.relative_to(ROOT)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                    and function.name != "create_app"
                ]
    assert not found, found


def test_only_routes_and_what_serves_the_web_import_the_door() -> None:
    """`guard` reads the request: a service that asked it could not run in a command."""
    allowed = {"routes", "routes.py", "dispatch.py", "error_pages.py", "rooms.py", "navigation.py"}
    allowed |= {"sessions.py", "templating.py", "pages.py"}  # pages: what routes of rooms share
    found = []
    for path in sources():
        parts = set(path.relative_to(APP).parts) | {path.name}
        text = path.read_text(encoding="utf-8")
        if ("from app.guard" in text or "import guard" in text) and not parts & allowed:
            found.append(str(path.relative_to(ROOT)))
    assert not found, found
