"""What the contents of one phiếu ask in common: asked once, kept in every dossier.

Each dossier keeps its own copy of a shared answer, product or file: once submitted, the dossiers
go their own ways.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.applications.models import Answer, Application, ApplicationFile, Product
from app.applications.services import bundle, queries, tasks
from app.extensions import db
from app.programmes.models import Question, RequiredDocument
from app.text import _


@dataclass
class Asked:
    """A question as it is asked once, the dossiers that ask it, and what is kept."""

    name: str  # of its field
    question: Question
    value: Any
    dossiers: list[tuple[Application, Question]] = field(default_factory=list)


@dataclass
class Section:
    """The questions under one heading; "" where the phiếu is for one content."""

    heading: str
    asked: list[Asked]
    standard_of: Application | None = None  # whose named standard is asked first


@dataclass
class Paper:
    """A document asked once, and the dossiers that ask it."""

    document: RequiredDocument
    dossiers: list[Application]
    helps: list[str]
    required: bool

    @property
    def same(self) -> Hashable:
        return same_document(self.document)


def same_question(question: Question) -> Hashable:
    """Return what makes two questions one: key, kind, words, and what may be answered.

    A question that waits for another answer is its own content's alone.
    """
    if question.show_when:
        return question.id
    return (
        question.key,
        question.kind,
        question.label,
        question.unit,
        tuple(question.options),
        tuple((column["key"], column["label"], column["kind"]) for column in question.columns),
    )


def same_document(document: RequiredDocument) -> Hashable:
    """Return what makes two documents one: the signed form, the certificate, or the same key."""
    if document.kind != "other":
        return document.kind
    return (document.key, *sorted(document.accepts))


Rows = Callable[[Application], list[tuple[Question, Any]]]


def sections(drafts: Sequence[Application], rows: Rows = tasks.answer_rows) -> list[Section]:
    """Return the questions of a phiếu: the common ones first, then each content's own.

    `rows` says which questions of a dossier: all, or those its other answers call for.
    """
    found = _asked(drafts, rows)
    if len(drafts) == 1:
        return [Section("", found, _standard_of(drafts[0]))]
    common = [item for item in found if len(item.dossiers) > 1]
    parts = [Section(_("Trả lời chung cho các nội dung"), common)] if common else []
    for each in drafts:
        own = [
            item for item in found if len(item.dossiers) == 1 and item.dossiers[0][0].id == each.id
        ]
        if own or _standard_of(each):
            parts.append(Section(each.content_version.name, own, _standard_of(each)))
    return parts


def _standard_of(application: Application) -> Application | None:
    return application if application.content.rule == "standard" else None


def _asked(drafts: Sequence[Application], rows: Rows) -> list[Asked]:
    found: dict[Hashable, Asked] = {}
    names: set[str] = set()
    for each in drafts:
        for question, value in rows(each):
            item = found.get(same_question(question))
            if item is None:
                name = f"q_{question.key}"
                if name in names:  # the same key, and another question
                    name = f"{name}_{each.version_id}"
                names.add(name)
                item = found[same_question(question)] = Asked(name, question, value)
            elif tasks.empty(item.value):
                item.value = value
            if question.required and not item.question.required:
                item.question = question
            item.dossiers.append((each, question))
    return list(found.values())


def papers(drafts: Sequence[Application]) -> list[Paper]:
    """Return the documents asked of a phiếu, each once, in order."""
    found: dict[Hashable, Paper] = {}
    for each in drafts:
        for item in tasks.asked_documents(each):
            paper = found.get(same_document(item))
            if paper is None:
                paper = found[same_document(item)] = Paper(item, [], [], required=False)
            paper.dossiers.append(each)
            paper.required = paper.required or item.required
            if item.help and item.help not in paper.helps:
                paper.helps.append(item.help)
    return list(found.values())


def targets(
    drafts: Iterable[Application], wanted: RequiredDocument
) -> list[tuple[Application, RequiredDocument]]:
    """Return the drafts that ask for the same document, each with its own row of it."""
    return [
        (each, item)
        for each in drafts
        for item in each.content_version.documents
        if same_document(item) == same_document(wanted)
    ]


def share(drafts: Sequence[Application]) -> None:
    """Let drafts that came together say the same: the one begun first leads.

    A signed form is not taken over: what was signed did not name the content that joins.
    """
    for item in _asked(sorted(drafts, key=lambda each: each.id), tasks.answer_rows):
        if not tasks.empty(item.value):
            for each, question in item.dossiers:
                _answer(each, question, item.value)
    asking = sorted(bundle.with_products(drafts), key=lambda each: each.id)
    leading = next((each for each in asking if each.products), None)
    if leading is not None:
        copy_products(leading, asking)
    for each in drafts:
        for given in queries.files(each):
            _copy_file(each, given, drafts)
    db.session.flush()


def _answer(application: Application, question: Question, value: Any) -> None:
    kept = next((item for item in application.answers if item.question_id == question.id), None)
    if kept is None:
        application.answers.append(Answer(question_id=question.id, value=value))
    elif kept.value != value:
        kept.value = value


def copy_products(source: Application, drafts: Iterable[Application]) -> None:
    """Give every other draft that asks for products the products of `source`."""
    for other in drafts:
        if other.id == source.id or not other.content_version.asks_products:
            continue
        for product in list(other.products):
            other.products.remove(product)
            db.session.delete(product)
        for product in source.products:
            other.products.append(
                Product(
                    name=product.name,
                    standard=product.standard,
                    output=product.output,
                    ocop_stars=product.ocop_stars,
                )
            )


def _copy_file(source: Application, given: ApplicationFile, drafts: Sequence[Application]) -> None:
    wanted = next(
        (item for item in source.content_version.documents if item.key == given.document_key), None
    )
    if wanted is None or wanted.kind == "signed_form":
        return
    for other, item in targets(drafts, wanted):
        if all(each.file_id != given.file_id for each in queries.files(other)):
            copy = ApplicationFile(
                application_id=other.id,
                file_id=given.file_id,
                document_key=item.key,
                created_at=given.created_at,
            )
            copy.file = given.file
            other.files.append(copy)


@dataclass(frozen=True)
class Given:
    """A file of a phiếu, shown once whatever number of its dossiers have it."""

    attachment: ApplicationFile
    label: str  # the document it was given for
    document: Hashable


def files(drafts: Sequence[Application]) -> list[Given]:
    """Return the files of a phiếu that count now, each once, oldest first."""
    found: dict[int, Given] = {}
    for each in drafts:
        documents = {item.key: item for item in each.content_version.documents}
        for attachment in queries.files(each):
            document = documents.get(attachment.document_key)
            if document is not None and attachment.file_id not in found:
                found[attachment.file_id] = Given(
                    attachment, document.label, same_document(document)
                )
    return sorted(found.values(), key=lambda given: given.attachment.id)
