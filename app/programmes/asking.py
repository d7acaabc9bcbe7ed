"""Which questions are asked, given the answers so far; pure, for forms, services and preview.

A condition is {"question": key of an earlier question, "answer": word}: the option as it is
shown, or `YES`/`NO`. A question whose condition fails is not asked, nor what depends on it.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from app.text import _

YES, NO = "co", "khong"
# Kinds whose answer may show or hide later questions.
DECIDING = frozenset({"choice", "choices", "yes_no"})


class Asked(Protocol):
    """What is needed of a question: a row of the database, or one of a draft."""

    key: str
    label: str
    kind: str
    show_when: dict[str, Any] | None


def said(value: Any) -> frozenset[str]:
    """Return the words of an answer that a condition may name."""
    if value is None or value == "":
        return frozenset()
    if isinstance(value, bool):
        return frozenset({YES if value else NO})
    if isinstance(value, list):
        return frozenset(each for each in value if isinstance(each, str))
    return frozenset({str(value)})


def asked(questions: Iterable[Asked], answers: Mapping[str, Any]) -> frozenset[str]:
    """Return the keys of those of `questions`, in their order, that `answers` (by key) call for."""
    found: set[str] = set()
    for question in questions:
        condition = question.show_when
        if condition is None or (
            condition["question"] in found
            and condition["answer"] in said(answers.get(condition["question"]))
        ):
            found.add(question.key)
    return frozenset(found)


def condition_words(question: Asked, questions: Iterable[Asked]) -> str:
    """Return the condition of `question` as one reads it; "" when it is always asked."""
    condition = question.show_when
    if condition is None:
        return ""
    other = next((each for each in questions if each.key == condition["question"]), None)
    if other is None:
        return ""
    return _(
        "Chỉ trả lời khi mục “%(question)s” là “%(answer)s”.",
        question=other.label,
        answer=answer_words(condition["answer"]),
    )


def answer_words(answer: str) -> str:
    """Return an answer a condition names, as it is shown."""
    return {YES: _("Có"), NO: _("Không")}.get(answer, answer)
