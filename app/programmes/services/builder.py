"""The next version of a content, worked on before it is published (bản thảo).

The working copy is kept on the content, in the shape of `texts.of`; what is published is a new
row that nobody changes any more, and dossiers keep the version they were begun with.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import access
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.programmes import texts as words
from app.programmes.keys import key_for
from app.programmes.models import ContentVersion, SupportContent
from app.programmes.services import catalogue, contents, versions
from app.programmes.services.draft_checks import DOCUMENTS, LONGEST, QUESTIONS, Texts, check
from app.text import _


@dataclass(frozen=True)
class Draft:
    """A content with what its next version would say; `version` is what an editor has seen."""

    content: SupportContent
    texts: Texts
    version: int

    @property
    def current(self) -> ContentVersion:
        """What is in force now."""
        return contents.current_version(self.content)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to publish."""
        return self.content.draft is not None

    def item(self, part: str, key: str) -> dict[str, Any]:
        """Return one question or document; raises `NotFound`."""
        found = next((each for each in self.texts[part] if each["key"] == key), None)
        if found is None:
            raise NotFound(_("Mục này không còn trong bản thảo."))
        return dict(found)


def of(code: str) -> Draft:
    """Return the content with `code` as it is worked on; raises `NotFound`."""
    return _draft(contents.get(code))


def _draft(content: SupportContent) -> Draft:
    now = content.draft or words.of(contents.current_version(content))
    return Draft(content, deepcopy(now), content.revision)


def locked(content: SupportContent, by: Actor, seen: int | None) -> SupportContent:
    """Lock the content; raises 403, and 409 when someone changed it since it was `seen`."""
    access.check(Permission.SET_UP_CONTENTS, by)
    found = db.session.scalar(
        select(SupportContent)
        .where(SupportContent.id == content.id)
        .with_for_update(of=SupportContent)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    if seen is not None and seen != found.revision:
        raise Conflict(
            _(
                "Nội dung này vừa được người khác sửa. Vui lòng xem phần hiện tại; lưu lần nữa "
                "thì giữ phần anh/chị đã điền."
            )
        )
    return found


def edit(
    draft: Draft,
    by: Actor,
    action: str,
    change: Callable[[Texts], object],
    *,
    seen: int | None = None,
) -> Draft:
    """Apply `change` to the working copy, check the whole, keep it. Raises 403, 409, 422."""
    content = locked(draft.content, by, seen)
    texts = _draft(content).texts
    change(texts)
    check(texts)
    same = words.digest(texts) == contents.current_version(content).digest
    content.draft = None if same else texts
    content.revision += 1
    db.session.flush()
    audit.record("support_content", content.id, action, by, data={"code": content.code})
    return _draft(content)


def set_texts(draft: Draft, values: Texts, by: Actor, *, seen: int | None = None) -> Draft:
    """Change the name, the texts and the officers' checklist (one line each)."""

    def change(texts: Texts) -> None:
        known = {each["label"]: each["key"] for each in texts["checklist"]}
        checklist: list[dict[str, str]] = []
        for line in values["checklist"]:
            taken = [each["key"] for each in checklist]
            key = known.get(line)
            wanted = key if key and key not in taken else key_for(line, taken)
            checklist.append({"key": wanted, "label": line})
        texts.update({**values, "checklist": checklist})

    return edit(draft, by, "edit_texts", change, seen=seen)


def put(
    draft: Draft,
    part: str,
    key: str | None,
    values: dict[str, Any],
    by: Actor,
    *,
    seen: int | None = None,
) -> Draft:
    """Add a question or document at the end, or change the one with `key`."""

    def change(texts: Texts) -> None:
        rows = texts[part]
        if key is None:
            taken = {each["key"] for each in rows}
            rows.append({"key": key_for(values["label"], taken), **values})
            return
        at = _place(rows, key)
        rows[at] = {**rows[at], **values}

    return edit(draft, by, f"put_{part}", change, seen=seen)


def move(draft: Draft, part: str, key: str, step: int, by: Actor) -> Draft:
    """Move a question or document up (-1) or down (1); at the end it stays."""

    def change(texts: Texts) -> None:
        rows = texts[part]
        at = _place(rows, key)
        to = at + step
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]

    return edit(draft, by, f"move_{part}", change)


def remove(draft: Draft, part: str, key: str, by: Actor) -> Draft:
    """Take a question or document out. Raises 422 while another question waits for it."""
    return edit(
        draft, by, f"remove_{part}", lambda texts: texts[part].pop(_place(texts[part], key))
    )


def copy(draft: Draft, part: str, key: str, by: Actor) -> Draft:
    """Put a copy right behind."""

    def change(texts: Texts) -> None:
        rows = texts[part]
        at = _place(rows, key)
        label = _("%(label)s (bản sao)", label=rows[at]["label"])[: LONGEST["name"]]
        taken = {each["key"] for each in rows}
        rows.insert(at + 1, {**deepcopy(rows[at]), "key": key_for(label, taken), "label": label})

    return edit(draft, by, f"copy_{part}", change)


def common(draft: Draft) -> dict[str, list[dict[str, Any]]]:
    """Return the catalogue's common questions and documents that this draft does not have."""
    shape = catalogue.shipped()
    offered = {
        QUESTIONS: [catalogue.question(each) for each in shape.common_questions],
        DOCUMENTS: [catalogue.document(each) for each in shape.common_documents],
    }
    return {
        part: [
            each for each in rows if each["key"] not in {row["key"] for row in draft.texts[part]}
        ]
        for part, rows in offered.items()
    }


def include(draft: Draft, part: str, key: str, by: Actor) -> Draft:
    """Add a common question or document of the catalogue at the end."""
    found = next((each for each in common(draft)[part] if each["key"] == key), None)
    if found is None:
        raise NotFound(_("Mục dùng chung này đã có trong bản thảo."))
    return edit(draft, by, f"include_{part}", lambda texts: texts[part].append(found))


def discard(draft: Draft, by: Actor) -> None:
    """Give the working copy up; what is in force stays."""
    content = locked(draft.content, by, None)
    content.draft = None
    content.revision += 1
    db.session.flush()
    audit.record("support_content", content.id, "discard_draft", by, data={"code": content.code})


def publish(draft: Draft, note: str, by: Actor, *, seen: int | None = None) -> ContentVersion:
    """Make the working copy the version in force. Raises 409 without a change, 422."""
    content = locked(draft.content, by, seen)
    if content.draft is None:
        raise Conflict(_("Bản thảo không khác phiên bản hiện hành nên không có gì để công bố."))
    if not note.strip():
        raise Invalid(_("Vui lòng ghi lý do, căn cứ của phiên bản mới."), "note")
    texts = {**content.draft, "asks_products": content.unit == "product"}
    check(texts)
    made = versions.add(content, texts, note=note.strip(), by=by.name)
    content.draft = None
    content.revision += 1
    db.session.flush()
    audit.record(
        "support_content",
        content.id,
        "publish_version",
        by,
        data={"version": made.number, "note": made.note},
    )
    return made


def _place(rows: list[dict[str, Any]], key: str) -> int:
    for at, row in enumerate(rows):
        if row["key"] == key:
            return at
    raise NotFound(_("Mục này không còn trong bản thảo."))
