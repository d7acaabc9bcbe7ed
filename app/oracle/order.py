"""The desk's own order: numbers of arrival, stand-ins, and days that are moved by a letter only."""

from app.oracle.evidence import Evidence, Found, Law


def a_number_of_arrival_is_given_once_a_year(see: Evidence) -> Found:
    """No two dossiers have the same số đến in the year of its ngày đến."""
    for row in see.rows(
        """
        SELECT SUBSTR(CAST(arrived_on AS TEXT), 1, 4) AS year, arrival_number, COUNT(*) AS times
        FROM application WHERE arrival_number <> ''
        GROUP BY SUBSTR(CAST(arrived_on AS TEXT), 1, 4), arrival_number HAVING COUNT(*) > 1
        """
    ):
        yield f"year {row.year}", f"số đến {row.arrival_number} is given to {row.times} dossiers"


def an_arrival_is_noted_under_its_year(see: Evidence) -> Found:
    """The year by which numbers are told apart is that of the day."""
    for row in see.rows(
        """
        SELECT id, arrival_year FROM application WHERE arrived_on IS NOT NULL
           AND CAST(arrival_year AS TEXT) <> SUBSTR(CAST(arrived_on AS TEXT), 1, 4)
        """
    ):
        yield f"dossier {row.id}", f"its arrival is noted under {row.arrival_year}"


def nobody_confirmed_their_own_absence(see: Evidence) -> Found:
    """Work passes to a stand-in only by a leader's word, never by the absent person's own."""
    for row in see.rows(
        """
        SELECT id, person_id FROM absence
        WHERE state = 'confirmed' AND (confirmed_by IS NULL OR confirmed_by = person_id)
        """
    ):
        yield f"absence {row.id}", f"person {row.person_id} confirmed it themself"


def what_was_done_for_another_was_allowed(see: Evidence) -> Found:
    """Whoever acted in another's place stood in for an absent person then."""
    for row in see.rows(
        """
        SELECT e.id, e.subject_id, e.actor_id FROM event e
        WHERE e.subject = 'application' AND e.data ->> 'in_place_of' IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.stand_in_id = e.actor_id
                          AND a.confirmed_at IS NOT NULL AND a.confirmed_at <= e.at)
        """
    ):
        yield (
            f"dossier {row.subject_id}",
            f"person {row.actor_id} acted for another (event {row.id}) and stands in for nobody",
        )


def every_letter_of_apology_was_signed(see: Evidence) -> Found:
    """A sent extension has the event of the person who signed it, and its day is theirs."""
    for row in see.rows(
        """
        SELECT x.id, x.application_id, x.signed_by FROM extension x
        WHERE x.state = 'sent' AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.subject = 'application'
               AND e.subject_id = x.application_id AND e.action = 'extend'
               AND e.actor_id = x.signed_by
               AND e.data ->> 'answer_on' = CAST(x.answer_on AS TEXT))
        """
    ):
        yield (
            f"dossier {row.application_id}",
            f"no event says that person {row.signed_by} signed extension {row.id}",
        )


LAWS: tuple[Law, ...] = (
    a_number_of_arrival_is_given_once_a_year,
    an_arrival_is_noted_under_its_year,
    nobody_confirmed_their_own_absence,
    what_was_done_for_another_was_allowed,
    every_letter_of_apology_was_signed,
)
