"""The support contents (nội dung hỗ trợ): found, listed, searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app.errors import NotFound
from app.extensions import db
from app.programmes.models import ContentVersion, SupportContent
from app.text import _, squeeze, words

# A list shows names and summaries: the questions and documents of 28 versions stay unread.
# Relationship chains start at SupportContent, so lists of other rows can take them over too.
BRIEF = (
    joinedload(SupportContent.version).options(
        lazyload(ContentVersion.questions), lazyload(ContentVersion.documents)
    ),
)


@dataclass(frozen=True)
class Group:
    """A group of contents as the catalogue orders them."""

    code: str
    name: str
    contents: list[SupportContent]


def get(code: str) -> SupportContent:
    """Return the content with `code`; raises `NotFound`."""
    content = db.session.scalar(select(SupportContent).where(SupportContent.code == code))
    if content is None or content.version is None:
        raise NotFound(_("Không có nội dung hỗ trợ này."))
    return content


def current_version(content: SupportContent) -> ContentVersion:
    """Return what the content says and asks now; raises `NotFound` before the first load."""
    if content.version is None:
        raise NotFound(_("Nội dung hỗ trợ này chưa được nạp."))
    return content.version


def listed(*, with_history: bool = False) -> Sequence[SupportContent]:
    """Return the contents in the catalogue's order, without their questions (one query).

    What is only kept for the history (lịch sử) is left out unless asked for.
    """
    query = select(SupportContent).options(*BRIEF)
    if not with_history:
        query = query.where(SupportContent.history_only.is_(False))
    return db.session.scalars(query.order_by(SupportContent.position, SupportContent.id)).all()


def find(contents: Sequence[SupportContent], search: str) -> list[SupportContent]:
    """Return those of `contents` that fit the words people type, with or without marks.

    "iso9001", "ISO-9001", "viet gap", "tem truy xuat" and "5s" find what they should: every
    typed word begins a word of the content, or all of them run together begin somewhere in one
    of its names. 28 contents are compared in memory, the same way on both databases.
    """
    wanted, run_together = words(search), squeeze(search)
    if not wanted:
        return list(contents)
    return [content for content in contents if _fits(content, wanted, run_together)]


def grouped(contents: Sequence[SupportContent]) -> list[Group]:
    """Return `contents`, which are in the catalogue's order, under the names of their groups."""
    return [
        Group(code, name, list(members))
        for (code, name), members in groupby(
            contents, key=lambda content: (content.group_code, content.group_name)
        )
    ]


def name_of(content: SupportContent) -> str:
    """Return the content's name as it is now, or its code before the first load."""
    return content.version.name if content.version else content.code


def _names(content: SupportContent) -> list[str]:
    """Return everything the content is called."""
    standards = [
        word for each in content.standards for word in (each["name"], *each.get("synonyms", ()))
    ]
    return [name_of(content), content.code, *content.synonyms, *content.editions, *standards]


def _fits(content: SupportContent, wanted: list[str], run_together: str) -> bool:
    names = [words(name) for name in (*_names(content), content.group_name)]
    if all(any(word.startswith(each) for name in names for word in name) for each in wanted):
        return True
    # From the beginning of a word on: else "iso" would be found in "chỉ số".
    return any(
        "".join(name[start:]).startswith(run_together)
        for name in names
        for start in range(len(name))
    )


def names_by_code() -> dict[str, str]:
    """Return code → name of every content; one query, no texts."""
    query = select(SupportContent.code, ContentVersion.name).join(
        ContentVersion, ContentVersion.id == SupportContent.version_id
    )
    return {str(code): str(name) for code, name in db.session.execute(query)}


def names() -> list[tuple[int, str]]:
    """Return (id, name) of every content, for a filter; one query, no texts."""
    query = (
        select(SupportContent.id, ContentVersion.name)
        .join(ContentVersion, ContentVersion.id == SupportContent.version_id)
        .order_by(SupportContent.position, SupportContent.id)
    )
    return [(key, name) for key, name in db.session.execute(query)]
