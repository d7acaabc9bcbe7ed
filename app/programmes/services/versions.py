"""Making the next version of a content: immutable once written, the old ones stay."""

from typing import Any

from sqlalchemy import func, select

from app import clock
from app.extensions import db
from app.programmes import texts as words
from app.programmes.models import ContentVersion, Question, RequiredDocument, SupportContent


def add(
    content: SupportContent, texts: dict[str, Any], *, note: str = "", by: str = ""
) -> ContentVersion:
    """Write the version that says `texts` and make it the current one.

    `by` is who published it on screen; "" when a file did. Dossiers keep the version they were
    begun with.
    """
    db.session.flush()  # the content's id
    last = select(func.max(ContentVersion.number)).where(ContentVersion.content_id == content.id)
    content.version = ContentVersion(
        content_id=content.id,
        number=1 + (db.session.scalar(last) or 0),
        digest=words.digest(texts),
        note=note,
        published_by=by,
        created_at=clock.now(),
        **{name: texts[name] for name in words.PLAIN},
        questions=[Question(position=at, **each) for at, each in enumerate(texts["questions"])],
        documents=[
            RequiredDocument(position=at, **each) for at, each in enumerate(texts["documents"])
        ],
    )
    db.session.flush()
    return content.version
