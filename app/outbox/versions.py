"""The office's own words of letters: written, compared, brought back, or given up for the default.

What is saved is used for letters written from then on; a letter that was written stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import ndiff

from sqlalchemy import func, select

from app import access, clock
from app.access import Actor, Permission
from app.audit import services as audit
from app.errors import Conflict, Invalid, NotFound
from app.extensions import db
from app.outbox import rendering, wording
from app.outbox.letters import LETTERS, SORTS, LetterKind
from app.outbox.models import LetterVersion
from app.outbox.rendering import IN_FORCE
from app.text import _

RETIRED = "retired"
KEPT = 50  # versions shown of a letter


@dataclass(frozen=True)
class Line:
    """A letter, and the office's own words of it when they are used."""

    kind: LetterKind
    own: LetterVersion | None


def overview() -> list[tuple[str, list[Line]]]:
    """Return every letter under its heading, in the order of the headings."""
    own = {
        each.letter: each
        for each in db.session.scalars(select(LetterVersion).where(LetterVersion.state == IN_FORCE))
    }
    return [
        (label, [Line(k, own.get(k.name)) for k in LETTERS.values() if k.sort == sort])
        for sort, label in SORTS.items()
        if any(kind.sort == sort for kind in LETTERS.values())
    ]


def words(kind: LetterKind) -> tuple[str, str]:
    """Return (subject, body) that are used now, in fields."""
    own = rendering.in_force(kind.name)
    return (own.subject, own.body) if own else rendering.start(kind.name)


def versions(kind: LetterKind) -> Sequence[LetterVersion]:
    """Return the office's own words of a letter, newest first; at most fifty."""
    return db.session.scalars(
        select(LetterVersion)
        .where(LetterVersion.letter == kind.name)
        .order_by(LetterVersion.version.desc())
        .limit(KEPT)
    ).all()


def of_letter(letter: str, version: int) -> LetterVersion:
    """Return one version of a letter; raises `NotFound`."""
    found = db.session.scalar(
        select(LetterVersion).where(
            LetterVersion.letter == letter, LetterVersion.version == version
        )
    )
    if found is None:
        raise NotFound
    return found


def latest(kind: LetterKind) -> int:
    """Return how often the words were changed, 0 before the first: what a form has seen.

    Giving them up for the default is a change too, and makes no version.
    """
    made, retired = db.session.execute(
        select(func.count(), func.count(LetterVersion.retired_at)).where(
            LetterVersion.letter == kind.name
        )
    ).one()
    return int(made + retired)


def _next(kind: LetterKind) -> int:
    newest = select(func.max(LetterVersion.version)).where(LetterVersion.letter == kind.name)
    return (db.session.scalar(newest) or 0) + 1


def check(kind: LetterKind, subject: str, body: str) -> None:
    """Raise 422 for words that cannot be used, with the line and what is wrong with it."""
    found = wording.faults(kind, subject, body, rendering.start(kind.name)[1])
    for field, said in found.items():
        raise Invalid(" ".join(said), field)


def save(
    kind: LetterKind, subject: str, body: str, reason: str, by: Actor, *, seen: int
) -> LetterVersion:
    """Use these words from now on. Raises 403, 409 when others were faster, 422."""
    access.check(Permission.SET_UP_LETTERS, by)
    body = body.replace("\r\n", "\n").strip() + "\n"
    check(kind, subject, body)
    if not reason.strip():
        raise Invalid(_("Vui lòng điền mục này."), "reason")
    if latest(kind) != seen:
        raise Conflict(_("Người khác vừa sửa thư này. Vui lòng xem lại bản mới rồi lưu lại."))
    if (subject, body) == words(kind):
        raise Invalid(_("Nội dung chưa thay đổi so với bản đang dùng."), "body")
    _retire(kind)
    version = LetterVersion(
        letter=kind.name,
        version=_next(kind),
        state=IN_FORCE,
        subject=subject,
        body=body,
        reason=reason,
        written_by=by.person_id,
        writer_name=by.name,
        at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    said = {"letter": kind.name, "version": version.version, "reason": reason}
    audit.record("letter_version", version.id, "write", by, after=IN_FORCE, data=said)
    return version


def bring_back(version: LetterVersion, by: Actor) -> LetterVersion:
    """Use the words of an earlier version again, as a new version. Raises 403, 409, 422."""
    kind = LETTERS[version.letter]
    if version.state == IN_FORCE:
        raise Conflict(_("Bản này đang được dùng."))
    reason = _("Dùng lại bản %(n)s", n=version.version)
    return save(kind, version.subject, version.body, reason, by, seen=latest(kind))


def back_to_default(kind: LetterKind, by: Actor) -> None:
    """Use the words that come with the system again. Raises 403, 409 when they are used."""
    access.check(Permission.SET_UP_LETTERS, by)
    retired = _retire(kind)
    if retired is None:
        raise Conflict(_("Thư này đang dùng mẫu mặc định."))
    audit.record("letter_version", retired.id, "retire", by, before=IN_FORCE, after=RETIRED)


def compared(kind: LetterKind, version: LetterVersion) -> list[tuple[str, str]]:
    """Return (sign, line) of what the version says beside what is used now: "-", "+" or " "."""
    subject, body = words(kind)
    now = [subject, "", *body.split("\n")]
    then = [version.subject, "", *version.body.split("\n")]
    return [(line[0], line[2:]) for line in ndiff(then, now) if line[0] != "?"]


def _retire(kind: LetterKind) -> LetterVersion | None:
    used = db.session.scalar(
        select(LetterVersion)
        .where(LetterVersion.letter == kind.name, LetterVersion.state == IN_FORCE)
        .with_for_update()
    )
    if used is not None:
        used.state, used.retired_at = RETIRED, clock.now()
        db.session.flush()
    return used
