"""The worker: claim and commit before the network, send, then record, fenced by the lease.

A worker killed between sending and recording leaves a leased row; when the lease runs out
the letter is sent once more under the same Message-ID. Nothing is ever lost.

A worker whose database was away meanwhile (on SQLite another may write for longer than the busy
timeout) lives on: at its next look it records what had left, and takes up the rest, at once.
"""

import smtplib
from datetime import timedelta

import structlog
from sqlalchemy import case, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from app import clock, leases, transactions
from app.extensions import db, mail
from app.outbox import preferences
from app.outbox.addresses import url
from app.outbox.letters import LETTERS, NEWS
from app.outbox.message import LetterMessage
from app.outbox.models import FAILED, SENDING, SENT, WAITING, Letter

ONE_CLICK = "/ngung"  # after the path of the page
log = structlog.get_logger()

# Longer than a whole batch can take at a server that lets each letter wait.
LEASE = timedelta(minutes=15)
BATCH = 20
# Minutes to wait after each failed attempt: about two days in all, then staff are shown it.
PATIENCE = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440)


class Sender:
    """One letter worker, for as long as it lives; what it leased is in its own hands alone."""

    def __init__(self) -> None:
        self.name = leases.worker_name()
        self._unrecorded: list[int] = []  # letters that left; the database does not know yet

    def send_due(self) -> int:
        """Send every letter that is due now and return how many left."""
        sent = 0
        self._record()
        while batch := _claim(self.name):
            sent += self._send(batch)
        return sent

    def _send(self, ids: list[int]) -> int:
        sent = 0
        try:
            with mail.connect() as connection:
                for letter_id in ids:
                    try:
                        connection.send(_message(letter_id))
                    except SQLAlchemyError:
                        raise  # the database is away: the letters stay for the next look
                    except Exception as error:  # one that cannot be written holds up no other
                        _record_failure(letter_id, self.name, error)
                    else:
                        self._unrecorded.append(letter_id)
                        self._record()
                        sent += 1
        except (smtplib.SMTPException, OSError) as error:  # the server cannot be reached at all
            self._record()  # or went at the end: what had left before is not to leave again
            for letter_id in ids:
                _record_failure(letter_id, self.name, error)
        return sent

    def _record(self) -> None:
        while self._unrecorded:
            _record_sent(self._unrecorded[0], self.name)
            del self._unrecorded[0]


def send_due() -> int:
    """Send every letter that is due now, as a worker that ends then; return how many left."""
    return Sender().send_due()


def _claim(worker: str) -> list[int]:
    """Lease to this worker a batch of due letters: also a dead one's, and what it left itself."""
    with transactions.writing():
        moment = clock.now()
        due = (
            select(Letter.id)
            .where(
                or_(
                    (Letter.state == WAITING) & (Letter.next_at <= moment),
                    (Letter.state == SENDING) & (Letter.lease_until < moment),
                    (Letter.state == SENDING) & (Letter.lease_by == worker),
                )
            )
            .order_by(Letter.next_at, Letter.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        ids = list(db.session.scalars(due))
        if ids:
            db.session.execute(
                update(Letter)
                .where(Letter.id.in_(ids))
                .values(
                    state=SENDING,
                    lease_by=worker,
                    lease_until=moment + LEASE,
                    # What it left itself was not tried.
                    attempts=case(
                        (Letter.lease_by == worker, Letter.attempts), else_=Letter.attempts + 1
                    ),
                )
            )
        return ids


def _message(letter_id: int) -> LetterMessage:
    with transactions.reading():
        letter = db.session.get_one(Letter, letter_id)
        return LetterMessage(
            letter.subject,
            letter.to,
            letter.text,
            letter.html,
            letter.message_id,
            unsubscribe=_unsubscribe(letter),
        )


def _unsubscribe(letter: Letter) -> str:
    """Return where one press ends letters like this one; "" for what cannot be refused."""
    kind = LETTERS.get(letter.name)
    if kind is None or kind.sort != NEWS:
        return ""
    return url(preferences.page(letter.message_id) + ONE_CLICK)


def _record_sent(letter_id: int, worker: str) -> None:
    with transactions.writing():
        letter = _leased(letter_id, worker)
        if letter is None:
            return
        letter.state, letter.sent_at, letter.last_error = SENT, clock.now(), ""
        letter.lease_by = letter.lease_until = None
        if letter.sensitive:
            letter.text = letter.html = ""


def _record_failure(letter_id: int, worker: str, error: Exception) -> None:
    with transactions.writing():
        letter = _leased(letter_id, worker)
        if letter is None:
            return
        letter.lease_by = letter.lease_until = None
        letter.last_error = str(error)[:500]
        if _permanent(error) or letter.attempts > len(PATIENCE):
            letter.state = FAILED
            if letter.sensitive:
                letter.text = letter.html = ""
        else:
            letter.state = WAITING
            letter.next_at = clock.now() + timedelta(minutes=PATIENCE[letter.attempts - 1])
        log.warning("letter_not_sent", letter=letter.id, state=letter.state, error=str(error))


def _leased(letter_id: int, worker: str) -> Letter | None:
    """The letter, if it is still this worker's; another may have taken over a late one."""
    return db.session.scalar(
        select(Letter).where(Letter.id == letter_id, Letter.lease_by == worker).with_for_update()
    )


def _permanent(error: Exception) -> bool:
    """5xx about this letter, or a letter that cannot be written: trying again cannot help."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reason in error.recipients.values())
    if isinstance(error, (smtplib.SMTPDataError, smtplib.SMTPSenderRefused)):
        return error.smtp_code >= 500
    return not isinstance(error, (smtplib.SMTPException, OSError))
