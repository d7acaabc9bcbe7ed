"""What is asked of an applicant can be asked, and contents agree on what they say of each other."""

import json
from collections import defaultdict
from typing import Any

from app.oracle.evidence import Evidence, Found, Law

_YES_NO = ["co", "khong"]


def a_condition_names_an_earlier_question(see: Evidence) -> Found:
    """A question that waits, waits for an answer that an earlier one of its version can have."""
    before: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for row in see.rows(
        """
        SELECT version_id, key, kind, CAST(options AS TEXT) AS options,
               CAST(show_when AS TEXT) AS waits
        FROM question ORDER BY version_id, position
        """
    ):
        waits = json.loads(row.waits or "null")
        if waits and waits["answer"] not in before[row.version_id].get(waits["question"], ()):
            yield (
                f"question {row.key} of version {row.version_id}",
                f"it waits for {waits['question']} to be {waits['answer']}",
            )
        deciding = _YES_NO if row.kind == "yes_no" else json.loads(row.options)
        before[row.version_id][row.key] = deciding


def a_table_has_columns(see: Evidence) -> Found:
    """A question answered in rows has columns, and no other has."""
    for row in see.rows("SELECT id, kind, CAST(columns AS TEXT) AS columns FROM question"):
        if (row.kind == "table") != bool(json.loads(row.columns)):
            yield f"question {row.id}", f"it is a {row.kind} with the columns {row.columns}"


def contents_agree_on_one_another(see: Evidence) -> Found:
    """What one content warns of or excludes says the same of it."""
    said: dict[str, dict[str, Any]] = {}
    for row in see.rows(
        """
        SELECT code, CAST(warn_with AS TEXT) AS warn_with,
               CAST(exclude_with AS TEXT) AS exclude_with
        FROM support_content
        """
    ):
        said[row.code] = {
            "warn_with": json.loads(row.warn_with),
            "exclude_with": json.loads(row.exclude_with),
        }
    for code, lists in said.items():
        for name, others in lists.items():
            for other in others:
                if code not in said.get(other, {}).get(name, ()):
                    yield f"content {code}", f"{other} stands in its {name}, and not the reverse"


LAWS: tuple[Law, ...] = (
    a_condition_names_an_earlier_question,
    a_table_has_columns,
    contents_agree_on_one_another,
)
