"""What the house agreed on and a linter does not know."""

import ast
import re
from pathlib import Path

from flask import Flask

from app import guard
from tests.fixtures.cluster import ROOT

APP = ROOT / "app"
LONGEST_FILE = 300
# The clock itself; names of files that arrive in development; the ages of files on a disk.
REAL_TIME = {"clock.py", "mailbox/sink.py", "oracle/files.py"}
# Machine addresses are English; people's are Vietnamese without marks. Both are kebab-case.
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.(txt|xml|ico|svg))?")
PART = re.compile(r"<(?:(?P<type>[a-z]+)(?:\([^)]*\))?:)?(?P<name>[a-z_]+)>")


def modules() -> list[Path]:
    return sorted(APP.rglob("*.py"))


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent, silent


def test_no_file_of_the_product_or_its_tests_is_too_long_to_read() -> None:
    tests = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("tests/**/*.txt")]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (*modules(), *tests)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long, long


def test_nothing_is_left_for_later_and_nothing_silenced_without_a_reason() -> None:
    found = []
    for path in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            later = re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line)
            silenced = re.search(r"#\s*(type: ignore|noqa)(?P<code>[\w\[\]:, -]*)(?P<why>.*)", line)
            if later or (silenced and len(silenced["why"].strip(" #()")) < 8):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found, found


def test_addresses_are_typed_and_kebab_case(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for segment in rule.rule.strip("/").split("/"):
            part = PART.fullmatch(segment)
            if segment and not part and not WORD.fullmatch(segment):
                wrong.append(rule.rule)
            # A number is declared one: anything else is 404 before it reaches the database.
            numbered = part and (part["name"] == "id" or part["name"].endswith("_id"))
            if part and numbered and part["type"] != "int":
                wrong.append(rule.rule)
    assert not wrong, wrong


def test_every_view_declares_who_may_enter(app: Flask) -> None:
    undeclared = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and guard.declared(app.view_functions[rule.endpoint]) is None
    ]
    assert not undeclared, undeclared


def test_what_changes_something_is_posted_and_nothing_else_is_answered(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule.rule


def test_time_is_asked_of_the_one_clock() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.relative_to(APP).as_posix() not in REAL_TIME
        and re.search(
            r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(",
            path.read_text(encoding="utf-8"),
        )
    ]
    assert not found, found


def test_services_flush_and_never_commit() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "services" in path.parts or path.name == "services.py"
        if re.search(r"session\.(commit|rollback)\(", path.read_text(encoding="utf-8"))
    ]
    assert not found, found


def test_people_are_addressed_as_a_civil_servant_does() -> None:
    """ "Đơn vị", "anh/chị", never "bạn"; one spelling; no exclamation marks."""
    files = [*APP.rglob("*.html"), *APP.rglob("*.txt"), *modules()]
    bad = re.compile(r"\b[Bb]ạn\b|[Tt]hoả\b|\b[Kk]hoá\b|\b[Hh]oà\b")
    found = []
    for path in sorted(files):
        if "data" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in bad.finditer(text)]
        for sentence in re.findall(r"""_\(\s*["'](.+?)["']""", text):
            if "!" in sentence:
                found.append(f"{path.relative_to(ROOT)}: {sentence}")
    assert not found, found


def test_no_template_holds_script_or_style_of_its_own() -> None:
    """Letters may carry style attributes; pages may not."""
    found = []
    for path in sorted((APP / "templates").rglob("*.html")):
        if "email" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|\|\s*safe\b", text):
            found.append(str(path.relative_to(ROOT)))
        if re.search(r"<script(?![^>]*\bsrc=)", text):
            found.append(str(path.relative_to(ROOT)))
    assert not found, found


def test_every_form_says_where_it_goes() -> None:
    """One that does not keeps the page's fragment, and the next fault is met past its summary."""
    silent = [
        f"{path.relative_to(ROOT)}: {form}"
        for path in sorted((APP / "templates").rglob("*.html"))
        for form in re.findall(r'<form method="post"[^>]*>', path.read_text(encoding="utf-8"))
        if "action=" not in form
    ]
    assert not silent, silent
