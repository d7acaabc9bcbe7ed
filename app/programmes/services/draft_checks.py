"""Whether the working copy of a content's next version (bản thảo) could be asked: the whole of it.

What is published can never be changed, so it is judged here, whatever the forms let through.
"""

from dataclasses import fields
from typing import Any

from app import limits
from app.errors import Invalid
from app.programmes.shapes import (
    CellKind,
    ColumnShape,
    ConditionShape,
    DocumentKind,
    QuestionKind,
    QuestionShape,
    check_questions,
)
from app.programmes.yaml_file import Fault
from app.text import _

QUESTIONS, DOCUMENTS = "questions", "documents"
MOST = {QUESTIONS: 60, DOCUMENTS: 20}
MOST_OPTIONS, MOST_CHECKS = 40, 40
# Characters: of the texts, of a question or document, of what stands in a list.
LONGEST = {
    "name": 300, "summary": 4000, "given": 4000, "own_contribution": 4000, "provider": 4000,
    "duration": 300, "guidance": 4000,
}  # fmt: skip
LONGEST_OF_ROW = {"label": 300, "help": 1000, "unit": 40}
LONGEST_OPTION, LONGEST_COLUMN, LONGEST_CHECK = 300, 100, 300
ACCEPTED = frozenset({"pdf", "image", "office"})  # what a document may take
Texts = dict[str, Any]


def check(texts: Texts) -> None:
    """Raise 422 for a working copy that could not be asked."""
    limits.texts(texts, LONGEST, needed={"name"})
    if len(texts["checklist"]) > MOST_CHECKS:
        raise Invalid(_("Tối đa %(most)s mục kiểm tra.", most=MOST_CHECKS), "checklist")
    for each in texts["checklist"]:
        limits.texts({"checklist": each["label"]}, {"checklist": LONGEST_CHECK})
    for part, most in MOST.items():
        _check_rows(texts[part], most)
    for row in texts[DOCUMENTS]:
        if row["kind"] not in set(DocumentKind) or not set(row["accepts"]) <= ACCEPTED:
            raise Invalid(_("Vui lòng chọn một mục trong danh sách."), "kind")
    if not any(row["kind"] == DocumentKind.SIGNED_FORM for row in texts[DOCUMENTS]):
        raise Invalid(_("Hồ sơ luôn có phiếu đăng ký đã ký."), "kind")
    try:
        check_questions([_shape(row) for row in texts[QUESTIONS]], "show_when")
    except Fault as fault:
        raise Invalid(fault.reason, fault.place) from fault


def _check_rows(rows: list[dict[str, Any]], most: int) -> None:
    if len(rows) > most:
        raise Invalid(_("Mỗi phần có tối đa %(most)s mục.", most=most), "label")
    for row in rows:
        limits.texts(row, LONGEST_OF_ROW, needed={"label"})


def _shape(row: dict[str, Any]) -> QuestionShape:
    known = {each.name for each in fields(QuestionShape)}
    said = {name: value for name, value in row.items() if name in known}
    if len(said["options"]) > MOST_OPTIONS:
        raise Fault("options", _("tối đa %(most)s lựa chọn", most=MOST_OPTIONS))
    for option in said["options"]:
        limits.texts({"options": option}, {"options": LONGEST_OPTION})
    for at, column in enumerate(said["columns"], start=1):
        limits.texts({f"column_{at}": column["label"]}, {f"column_{at}": LONGEST_COLUMN})
    cells = {each["kind"] for each in said["columns"]}
    if said["kind"] not in set(QuestionKind) or not cells <= set(CellKind):
        raise Fault("kind", _("Vui lòng chọn một mục trong danh sách."))
    condition = said["show_when"]
    return QuestionShape(
        **{
            **said,
            "kind": QuestionKind(said["kind"]),
            "options": tuple(said["options"]),
            "columns": tuple(
                ColumnShape(each["key"], each["label"], CellKind(each["kind"]))
                for each in said["columns"]
            ),
            "show_when": ConditionShape(**condition) if condition else None,
        }
    )
