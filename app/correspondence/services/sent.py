"""Thư đã gửi: the letters about a dossier, and a failed one sent once more."""

from dataclasses import dataclass

from sqlalchemy import Select, select, union

from app import access
from app.access import Actor, Permission
from app.applications.emails import COPY, DOSSIER
from app.applications.models import Application
from app.errors import NotFound
from app.outbox import bounces, preferences
from app.outbox import services as outbox
from app.outbox.letters import LETTERS
from app.outbox.models import (
    DIGESTED,
    FAILED,
    GATHERED,
    HANDED_OVER,
    PAPER,
    SENDING,
    SENT,
    TO_PRINT,
    UNWANTED,
    WAITING,
    Letter,
)
from app.text import Look, _

LOOKS = {
    WAITING: Look(_("Chờ gửi"), "progress"),
    SENDING: Look(_("Đang gửi"), "progress"),
    SENT: Look(_("Đã gửi"), "good"),
    FAILED: Look(_("Chưa gửi được"), "refused"),
    TO_PRINT: Look(_("Chờ in"), "waiting"),
    HANDED_OVER: Look(_("Đã giao bản giấy"), "good"),
    GATHERED: Look(_("Chờ gửi trong thư gộp"), "waiting"),
    DIGESTED: Look(_("Đã gửi trong thư gộp"), "good"),
    UNWANTED: Look(_("Người nhận đã ngừng nhận loại thư này"), "neutral"),
}


@dataclass(frozen=True)
class Line:
    """A letter as the desk reads it; the text of one with a secret is never shown."""

    letter: Letter

    @property
    def look(self) -> Look:
        return LOOKS[self.state]

    @property
    def state(self) -> str:
        """Where it stands: what went into a digest has left only when the digest has."""
        digest = self.letter.digest
        if digest is None or digest.state == SENT:
            return self.letter.state
        return FAILED if digest.state == FAILED else GATHERED

    @property
    def to(self) -> str:
        if self.letter.channel == PAPER:
            return _("bản giấy")
        return bounces.masked(self.letter.to)

    @property
    def text(self) -> str:
        return "" if self.letter.sensitive else preferences.hidden(self.letter.text)

    @property
    def failed(self) -> bool:
        return self.letter.failed

    @property
    def error(self) -> str:
        """What the mail server said when it failed."""
        return (self.letter.digest or self.letter).last_error if self.failed else ""

    @property
    def why(self) -> str:
        """Why it failed, in words."""
        return bounces.words(self.error) if self.failed else ""


def of_dossier(application: Application, by: Actor) -> list[Line]:
    """Return the newest hundred letters about the dossier. Raises 403."""
    access.check(Permission.VIEW_DOSSIER, by, application)
    return [Line(letter) for letter in outbox.about_thing(DOSSIER, application.id)]


def send_again(application: Application, letter_id: int, by: Actor) -> Letter:
    """Send a failed letter once more: the organisation's own to its address as it is now.

    An agent's copy, and what went to the staff or to another body, goes where it went.
    Raises 403, 404 for a letter about something else, 409.
    """
    access.check(Permission.RESEND_LETTER, by, application)
    letter = outbox.get(letter_id)
    if (letter.about, letter.about_id) != (DOSSIER, application.id):
        raise NotFound
    kind = LETTERS.get(letter.name)
    own = kind is not None and kind.to_unit and not letter.once_key.endswith(COPY)
    outbox.put_back(letter, by, to=application.organisation.contact_email if own else "")
    return letter


def unsent() -> Select[int | None]:
    """Select the dossiers with a letter that did not arrive, by itself or in a digest."""
    letters, digests = Letter.__table__, Letter.__table__.alias()
    letter, digest = letters.c, digests.c
    alone = select(letter.about_id).where(letter.state == FAILED, letter.about == DOSSIER)
    within = (
        select(letter.about_id)
        .select_from(letters.join(digests, digest.id == letter.digest_id))
        .where(digest.state == FAILED, letter.about == DOSSIER)
    )
    return select(union(alone, within).subquery().c.about_id)
