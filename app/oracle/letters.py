"""Letters follow deeds: each required one was posted once, and none tells of a deed not done."""

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, exists, literal, select

from app.applications.emails import COPY
from app.applications.workflow import MOVES, Action
from app.extensions import Base
from app.oracle.evidence import Evidence, Found, Law
from app.outbox import digest
from app.outbox.letters import LETTERS
from app.outbox.models import DIGESTED, GATHERED, UNWANTED

_LETTERS = {action.value: move.letter for action, move in MOVES.items() if move.letter}
_LETTERS["extend"] = "extended"  # no move: only the day of the result changes
_REMINDER = "application_supplement_reminder"  # sent by the calendar, not by a move


def _required() -> Select[str, str]:
    """Select (once_key, name) of every letter that the moves made so far ask for."""
    event = Base.metadata.tables["event"]
    named = case(_LETTERS, value=event.c.action)
    return select(
        (named + ":event:" + cast(event.c.id, Text)).label("once_key"),
        (literal("application_") + named).label("name"),
    ).where(
        event.c.subject == "application",
        event.c.action.in_(list(_LETTERS)),
        ~_told_with_another(),
    )


def _told_with_another() -> ColumnElement[bool]:
    """Say whether a submission is told by the letter of the last dossier of its phiếu."""
    event, one = Base.metadata.tables["event"], Base.metadata.tables["application"]
    last = one.alias()
    return and_(
        event.c.action == Action.SUBMIT.value,
        exists().where(
            one.c.id == event.c.subject_id, last.c.form_id == one.c.form_id, last.c.id > one.c.id
        ),
    )


def _posted() -> Select[str, str]:
    letter = Base.metadata.tables["letter"]
    return select(letter.c.once_key, letter.c.name).where(
        letter.c.name.startswith("application_", autoescape=True),
        letter.c.name != _REMINDER,
        ~letter.c.once_key.endswith(COPY, autoescape=True),  # an agent's, beside the first
    )


def every_move_has_its_letter(see: Evidence) -> Found:
    """Each move whose table names a letter has posted it."""
    for row in see.select(_required().except_(_posted())):
        yield f"letter {row.once_key}", f"{row.name} was never posted"


def every_letter_has_its_move(see: Evidence) -> Found:
    """No letter tells of a move that was not made."""
    for row in see.select(_posted().except_(_required())):
        yield f"letter {row.once_key}", f"{row.name} tells of a move that no event knows"


def every_answered_claim_has_its_letter(see: Evidence) -> Found:
    """Who asked to act for an organisation was told the answer, once there is one."""
    for row in see.rows(
        """
        SELECT c.id, c.state FROM claim c
        LEFT JOIN letter l ON l.once_key = :key || CAST(c.id AS TEXT)
        WHERE (c.state = 'waiting') = (l.id IS NOT NULL)
        """,
        key="claim_answered:",
    ):
        yield f"claim {row.id}", f"it is {row.state}, and its letter does not agree"


def once_keys_are_used_once(see: Evidence) -> Found:
    """A deed has posted its letter once."""
    for row in see.rows(
        "SELECT once_key, COUNT(*) AS times FROM letter GROUP BY once_key HAVING COUNT(*) > 1"
    ):
        yield f"letter {row.once_key}", f"posted {row.times} times"


def a_question_waits_until_it_is_answered(see: Evidence) -> Found:
    """A thread waits for the office exactly while its last message is the organisation's."""
    for row in see.rows(
        """
        SELECT t.application_id FROM thread t
        JOIN message m ON m.id = (
            SELECT MAX(last.id) FROM message last WHERE last.application_id = t.application_id
        )
        WHERE (t.due_on IS NULL) <> m.inside
        """
    ):
        yield f"dossier {row.application_id}", "its questions and what waits do not agree"


def what_must_be_sent_never_waits(see: Evidence) -> Found:
    """What the law or the procedure wants sent is in no digest, and nobody can refuse it."""
    letter = Base.metadata.tables["letter"]
    must = [kind.name for kind in LETTERS.values() if not kind.waits]
    held_back = letter.c.state.in_((GATHERED, DIGESTED, UNWANTED))
    for row in see.select(
        select(letter.c.once_key, letter.c.name, letter.c.state).where(
            letter.c.name.in_(must), held_back
        )
    ):
        yield f"letter {row.once_key}", f"{row.name} must be sent at once and is {row.state}"


def a_digest_goes_where_its_letters_go(see: Evidence) -> Found:
    """What was gathered left in a digest to its own address."""
    for row in see.rows(
        """
        SELECT l.once_key, d.name FROM letter l JOIN letter d ON d.id = l.digest_id
        WHERE d.name <> :digest OR LOWER(d.to_address) <> LOWER(l.to_address)
        """,
        digest=digest.NAME,
    ):
        yield f"letter {row.once_key}", f"it left in a {row.name} to another address"


LAWS: tuple[Law, ...] = (
    every_move_has_its_letter,
    every_letter_has_its_move,
    every_answered_claim_has_its_letter,
    once_keys_are_used_once,
    a_question_waits_until_it_is_answered,
    what_must_be_sent_never_waits,
    a_digest_goes_where_its_letters_go,
)
