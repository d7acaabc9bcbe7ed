"""What is left to do before a draft can be submitted: the task list, and the law of submitting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.applications.models import Application
from app.applications.services import form_digest, queries
from app.organisations.services.queries import profile_missing
from app.programmes import asking
from app.programmes.models import Question, RequiredDocument
from app.text import _

STANDARD = _("Tiêu chuẩn, công cụ đăng ký")


@dataclass(frozen=True)
class Task:
    """One line of the task list; `missing` says in words what lacks."""

    key: str
    label: str
    missing: list[str]
    hint: str = ""
    waiting: str = ""  # what must come first

    @property
    def done(self) -> bool:
        return not self.missing


def tasks(*drafts: Application) -> list[Task]:
    """Return the task list of a phiếu with its drafts, in order."""
    profile = profile_missing(drafts[0].organisation)
    questions = _of_all(drafts, missing_answers)
    products = _of_all(drafts, missing_products)
    before_form = [*profile, *questions, *products]
    found = [
        Task("profile", _("Thông tin đơn vị"), profile, _("Khai một lần, dùng cho mọi hồ sơ.")),
        Task("questions", _("Nội dung đăng ký"), questions),
    ]
    if any(each.content_version.asks_products for each in drafts):
        found.append(Task("products", _("Sản phẩm đề nghị hỗ trợ"), products))
    if drafts[0].entered_by is not None:  # from paper: the scan is the form that was signed
        found.append(Task("files", _("Tệp đính kèm"), _of_all(drafts, missing_files)))
        return found
    found.append(
        Task(
            "form",
            _("In phiếu đăng ký để ký"),
            []
            if all(form_digest.still_holds(each) for each in drafts)
            else [_("Chưa in phiếu từ nội dung hiện tại")],
            _("In ra, người đại diện ký và đóng dấu (nếu có)."),
            _("Cần khai xong các mục trên trước khi in.") if before_form else "",
        )
    )
    found.append(Task("files", _("Tệp đính kèm"), _of_all(drafts, missing_files)))
    return found


def _of_all(drafts: Sequence[Application], lacks: Callable[[Application], list[str]]) -> list[str]:
    """Return what lacks in any draft, each thing once; what one alone lacks, with its name."""
    said: dict[str, list[Application]] = {}
    for each in drafts:
        for text in lacks(each):
            said.setdefault(text, []).append(each)
    found = []
    for text, lacking in said.items():
        if len(drafts) == 1 or (len(lacking) > 1 and text != STANDARD):
            found.append(text)
        else:  # each content has a named standard of its own, asked for under its own heading
            found += [
                _("%(content)s: %(what)s", content=each.content_version.name, what=text)
                for each in lacking
            ]
    return found


def missing_before_form(*drafts: Application) -> list[str]:
    """Return what lacks of all that the printed form says."""
    return [
        *profile_missing(drafts[0].organisation),
        *_of_all(drafts, missing_answers),
        *_of_all(drafts, missing_products),
    ]


def missing(*drafts: Application) -> list[str]:
    """Return everything that still lacks, in words; empty when the phiếu may be submitted."""
    return [text for task in tasks(*drafts) for text in task.missing]


def lacking_files(*drafts: Application) -> list[str]:
    """Return what lacks among the files of a phiếu."""
    return _of_all(drafts, missing_files)


def missing_answers(application: Application) -> list[str]:
    """Return the labels of required questions without an answer."""
    lacking = []
    if application.content.rule == "standard" and not application.standard:
        lacking.append(STANDARD)
    lacking += [
        question.label
        for question, value in asked_rows(application)
        if question.required and empty(value)
    ]
    return lacking


def empty(value: Any) -> bool:
    """Whether an answer says nothing; "no" and 0 are answers."""
    return value is None or value == "" or value == []


def missing_products(application: Application) -> list[str]:
    """Return a remark when products are asked for and none is named."""
    if application.content_version.asks_products and not application.products:
        return [_("Ít nhất một sản phẩm")]
    return []


def asked_documents(application: Application) -> list[RequiredDocument]:
    """Return the documents asked of this dossier.

    The registration certificate is not asked for once an officer has looked it up.
    """
    checked = application.organisation.registration_checked_at is not None
    return [
        item
        for item in application.content_version.documents
        if not (item.kind == "registration" and checked)
    ]


def registration_to_look_up(application: Application) -> bool:
    """Whether nobody has looked the registration up yet, and the organisation gave no copy."""
    keys = {item.key for item in asked_documents(application) if item.kind == "registration"}
    return bool(keys) and all(file.document_key not in keys for file in queries.files(application))


def missing_files(application: Application) -> list[str]:
    """Return what lacks among the files; a form signed before an edit does not count."""
    lacking = []
    for item in asked_documents(application):
        given = [file for file in queries.files(application) if file.document_key == item.key]
        if item.required and not given:
            lacking.append(item.label)
        elif item.kind == "signed_form" and given and application.entered_by is None:
            now = form_digest.digest(application)
            if all(file.signed_digest != now for file in given):
                lacking.append(
                    _("%(label)s: nội dung đã sửa sau khi ký, cần ký lại", label=item.label)
                )
    return lacking


def answer_rows(application: Application) -> list[tuple[Question, Any]]:
    """Return every question of the dossier's version with its answer, in order."""
    given = {answer.question_id: answer.value for answer in application.answers}
    return [
        (question, given.get(question.id)) for question in application.content_version.questions
    ]


def asked_rows(application: Application) -> list[tuple[Question, Any]]:
    """Return the questions that the answers so far call for, each with its answer, in order."""
    rows = answer_rows(application)
    called_for = asking.asked(
        [question for question, _value in rows], {question.key: value for question, value in rows}
    )
    return [(question, value) for question, value in rows if question.key in called_for]
