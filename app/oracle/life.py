"""A dossier's status is what its events say, and its events are moves of the table."""

from app.applications.workflow import BACK, MOVES, Action, Status
from app.oracle.evidence import Evidence, Found, Law

_START, _DISCARD = "start", "discard"


def _legal() -> frozenset[tuple[str, str | None, str]]:
    """Return every (action, before, after) that may ever be written."""
    # A supplement leads back to one of the statuses it can be asked for in.
    back = MOVES[Action.REQUEST_SUPPLEMENT].sources
    moves = {
        (action.value, source.value, Status(target).value)
        for action, move in MOVES.items()
        for source in move.sources
        for target in (back if move.target == BACK else {move.target})
    }
    begun = (_START, None, Status.DRAFT.value)
    return frozenset({*moves, begun, (_DISCARD, Status.DRAFT.value, "discarded")})


def every_dossier_begins_with_its_start(see: Evidence) -> Found:
    """Every dossier has an event that began it."""
    for row in see.rows(
        """
        SELECT a.id FROM application a
        WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.subject = 'application'
                          AND e.subject_id = a.id AND e.action = 'start')
        """
    ):
        yield f"dossier {row.id}", "no event says that it was begun"


def the_history_is_unbroken(see: Evidence) -> Found:
    """The first move begins a draft; every later one leaves from where the last one led."""
    for row in see.rows(
        """
        WITH chain AS (
            SELECT id, subject_id, action, before, after,
                   LAG(after) OVER (PARTITION BY subject_id ORDER BY id) AS previous,
                   ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id) AS place
            FROM event
            WHERE subject = 'application' AND (before IS NOT NULL OR after IS NOT NULL)
        )
        SELECT id, subject_id, action, before, previous, place FROM chain
        WHERE (place = 1 AND action <> 'start')
           OR (place > 1 AND (before IS NULL OR previous IS NULL OR before <> previous))
        """
    ):
        words = f"event {row.id} ({row.action}) leaves from {row.before}, not from {row.previous}"
        if row.place == 1:
            words = f"its history begins with {row.action} (event {row.id})"
        yield f"dossier {row.subject_id}", words


def every_move_is_in_the_table(see: Evidence) -> Found:
    """Every (action, before, after) of a dossier is a move of the workflow's table."""
    legal = _legal()
    for seen in see.rows(
        """
        SELECT action, before, after FROM event
        WHERE subject = 'application' AND (before IS NOT NULL OR after IS NOT NULL)
        GROUP BY action, before, after
        """
    ):
        if (seen.action, seen.before, seen.after) in legal:
            continue
        for row in see.rows(
            """
            SELECT id, subject_id FROM event
            WHERE subject = 'application' AND action = :action
              AND COALESCE(before, '') = :before AND COALESCE(after, '') = :after
            """,
            action=seen.action,
            before=seen.before or "",
            after=seen.after or "",
        ):
            yield (
                f"dossier {row.subject_id}",
                f"event {row.id}: {seen.action} from {seen.before} to {seen.after} is no move",
            )


def a_supplement_returns_where_it_was_asked(see: Evidence) -> Found:
    """A supplement leads back to the status its request left from."""
    for row in see.rows(
        """
        WITH chain AS (
            SELECT id, subject_id, action, after,
                   LAG(before) OVER (PARTITION BY subject_id ORDER BY id) AS asked_in
            FROM event WHERE subject = 'application' AND after IS NOT NULL
        )
        SELECT id, subject_id, after, asked_in FROM chain
        WHERE action = 'supplement' AND after <> asked_in
        """
    ):
        yield (
            f"dossier {row.subject_id}",
            f"event {row.id} leads back to {row.after}; it was asked in {row.asked_in}",
        )


def the_status_is_the_replay(see: Evidence) -> Found:
    """A dossier's status is where its last move led."""
    for row in see.rows(
        """
        WITH led AS (
            SELECT subject_id, after,
                   ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id DESC) AS place
            FROM event WHERE subject = 'application' AND after IS NOT NULL
        )
        SELECT a.id, a.status, led.after FROM application a
        JOIN led ON led.subject_id = a.id AND led.place = 1
        WHERE a.status <> led.after
        """
    ):
        yield f"dossier {row.id}", f"its status is {row.status}, its events lead to {row.after}"


def the_way_back_is_the_replay(see: Evidence) -> Found:
    """While a supplement is waited for, the way back is the status the request left from."""
    for row in see.rows(
        """
        WITH led AS (
            SELECT subject_id, before,
                   ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id DESC) AS place
            FROM event WHERE subject = 'application' AND after IS NOT NULL
        )
        SELECT a.id, a.status_before, led.before FROM application a
        JOIN led ON led.subject_id = a.id AND led.place = 1
        WHERE COALESCE(a.status_before, '') <>
              CASE WHEN a.status = 'supplement_requested' THEN COALESCE(led.before, '')
                   ELSE '' END
        """
    ):
        yield (
            f"dossier {row.id}",
            f"its way back is {row.status_before}, its last move left from {row.before}",
        )


def what_was_discarded_is_gone(see: Evidence) -> Found:
    """A draft that was thrown away has no row left."""
    for row in see.rows(
        """
        SELECT a.id FROM application a
        WHERE EXISTS (SELECT 1 FROM event e WHERE e.subject = 'application'
                      AND e.subject_id = a.id AND e.action = 'discard')
        """
    ):
        yield f"dossier {row.id}", "it was discarded and is still, or again, there"


def no_dossier_vanishes(see: Evidence) -> Found:
    """A dossier that was begun exists, unless it was thrown away as a draft."""
    for row in see.rows(
        """
        SELECT DISTINCT e.subject_id FROM event e
        LEFT JOIN application a ON a.id = e.subject_id
        WHERE e.subject = 'application' AND a.id IS NULL
          AND NOT EXISTS (SELECT 1 FROM event d WHERE d.subject = 'application'
                          AND d.subject_id = e.subject_id AND d.action = 'discard')
        """
    ):
        yield f"dossier {row.subject_id}", "it has events and no row, and was never discarded"


def a_form_leads_to_one_event(see: Evidence) -> Found:
    """A form that was sent has led to one event only."""
    for row in see.rows(
        """
        SELECT form_key, COUNT(*) AS times FROM event WHERE form_key IS NOT NULL
        GROUP BY form_key HAVING COUNT(*) > 1
        """
    ):
        yield f"form {row.form_key}", f"it led to {row.times} events"


def every_receipt_has_its_event(see: Evidence) -> Found:
    """What was acknowledged to someone really happened."""
    for row in see.rows(
        """
        SELECT r.form_key, r.location FROM receipt r
        LEFT JOIN event e ON e.form_key = r.form_key WHERE e.id IS NULL
        """
    ):
        yield f"form {row.form_key}", f"its receipt {row.location} has no event"


LAWS: tuple[Law, ...] = (
    every_dossier_begins_with_its_start,
    the_history_is_unbroken,
    every_move_is_in_the_table,
    a_supplement_returns_where_it_was_asked,
    the_status_is_the_replay,
    the_way_back_is_the_replay,
    what_was_discarded_is_gone,
    no_dossier_vanishes,
    a_form_leads_to_one_event,
    every_receipt_has_its_event,
)
