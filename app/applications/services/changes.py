"""What the applicant changed with the last supplement: the last two revisions, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import select

from app.applications.differences import Difference, between
from app.applications.models import Application, Revision
from app.applications.services import view
from app.extensions import db
from app.text import _

Data = dict[str, Any]


@dataclass(frozen=True)
class Changes:
    """What was said otherwise before, and since when it is said so."""

    at: datetime
    since: datetime
    lines: tuple[Difference, ...]


def last(application: Application) -> Changes | None:
    """Return what the last supplement changed; None before the first. One query."""
    found = db.session.execute(
        select(Revision.data, Revision.at)
        .where(Revision.application_id == application.id)
        .order_by(Revision.number.desc())
        .limit(2)
    ).all()
    if len(found) < 2:
        return None
    now, before = found
    return Changes(now.at, before.at, tuple(_lines(application, before.data, now.data)))


def _lines(application: Application, before: Data, now: Data) -> Iterator[Difference]:
    found = [
        between(_("Tiêu chuẩn, công cụ đăng ký"), before["standard"], now["standard"]),
        *(
            between(
                question.label,
                str(view.shown(question, before["answers"].get(question.key))),
                str(view.shown(question, now["answers"].get(question.key))),
            )
            for question in application.content_version.questions
        ),
        *(
            between(_("Sản phẩm %(number)s", number=number), _product(was), _product(is_now))
            for number, (was, is_now) in enumerate(
                zip_longest(before["products"], now["products"]), start=1
            )
        ),
        *_files(application, before, now),
        *_supplements(before, now),
    ]
    return (each for each in found if each is not None)


def _product(said: Data | None) -> str:
    if said is None:
        return ""
    stars = _("%(stars)s sao OCOP", stars=said["ocop_stars"]) if said["ocop_stars"] else ""
    return ", ".join(filter(None, (said["name"], said["standard"], said["output"], stars)))


def _files(application: Application, before: Data, now: Data) -> Iterator[Difference | None]:
    """Tell the files that came and went, by the names they were given."""
    names = {each.file.sha256: each.file.original_name for each in application.files}
    had, has = ({each["sha256"] for each in data["files"]} for data in (before, now))
    for digest in sorted(had ^ has, key=lambda digest: names.get(digest, "")):
        name = names.get(digest, digest[:8])
        yield between(_("Tệp"), name if digest in had else "", name if digest in has else "")


def _supplements(before: Data, now: Data) -> Iterator[Difference | None]:
    """Tell what was answered to the items asked for."""
    answered = {each["text"]: each["answer"] for each in before["supplements"]}
    for each in now["supplements"]:
        yield between(each["text"], answered.get(each["text"], ""), each["answer"])
