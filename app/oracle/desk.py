"""What a received dossier must have: a reference of the sequence, a place in the queue, words."""

import json
import re
from collections import Counter, defaultdict

from stdnum.iso7064 import mod_37_36

from app.oracle.evidence import Evidence, Found, Law

_REFERENCE = re.compile(r"[A-Z]{2,8}-(\d\d)-(\d{5,})-[0-9A-Z]")
_CENTURY = 2000  # references carry two digits of the year


def every_reference_is_right(see: Evidence) -> Found:
    """A reference has its form, and its last character checks the others."""
    for row in see.rows("SELECT id, reference FROM application WHERE reference IS NOT NULL"):
        stem = row.reference.replace("-", "")
        if not (_REFERENCE.fullmatch(row.reference) and mod_37_36.is_valid(stem)):
            yield f"dossier {row.id}", f"its reference {row.reference} does not check"


def the_sequence_of_a_year_has_no_gap(see: Evidence) -> Found:
    """The numbers of a year's references are 1 to its counter, each once.

    A number is given out in the transaction that submits, so none can be lost.
    """
    counters = {row.year: row.last for row in see.rows("SELECT year, last FROM reference_counter")}
    given: dict[int, Counter[int]] = defaultdict(Counter)
    for row in see.rows("SELECT reference FROM application WHERE reference IS NOT NULL"):
        if parts := _REFERENCE.fullmatch(row.reference):
            given[_CENTURY + int(parts[1])][int(parts[2])] += 1
    for year in sorted(counters.keys() | given.keys()):
        last, times = counters.get(year, 0), given[year]
        wrong = [n for n in range(1, last + 1) if times[n] != 1] + [n for n in times if n > last]
        if wrong:
            some = ", ".join(map(str, sorted(wrong)[:5]))
            yield f"year {year}", f"its counter is {last}; missing, twice or beyond it: {some}"


def a_received_dossier_is_whole(see: Evidence) -> Found:
    """A submitted dossier has its reference, moments, dates and commune; a draft has none."""
    for row in see.rows(
        """
        SELECT id, status FROM application
        WHERE (status <> 'draft' AND (reference IS NULL OR submitted_at IS NULL OR due_on IS NULL
                                      OR answer_on IS NULL OR commune_code IS NULL))
           OR (status = 'draft' AND (reference IS NOT NULL OR submitted_at IS NOT NULL))
        """
    ):
        yield f"dossier {row.id}", f"it is {row.status} and its reference or dates do not fit"


def what_was_said_is_kept(see: Evidence) -> Found:
    """A revision was kept at the submission and after each supplement."""
    for row in see.rows(
        """
        WITH said AS (
            SELECT subject_id, COUNT(*) AS times FROM event
            WHERE subject = 'application' AND action IN ('submit', 'supplement')
            GROUP BY subject_id
        ), kept AS (
            SELECT application_id, COUNT(*) AS times, MAX(number) AS last FROM revision
            GROUP BY application_id
        )
        SELECT a.id, said.times, kept.times AS kept FROM application a
        LEFT JOIN said ON said.subject_id = a.id
        LEFT JOIN kept ON kept.application_id = a.id
        WHERE COALESCE(said.times, 0) <> COALESCE(kept.times, 0)
           OR COALESCE(kept.last, 0) <> COALESCE(kept.times, 0)
        """
    ):
        yield f"dossier {row.id}", f"it was sent {row.times} times and {row.kept} revisions kept"


def a_received_dossier_can_be_found(see: Evidence) -> Found:
    """A submitted dossier is found by its reference, written without hyphens."""
    for row in see.rows(
        """
        SELECT a.id, a.reference FROM application a
        WHERE a.reference IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM search_word w WHERE w.application_id = a.id
               AND w.word = LOWER(REPLACE(a.reference, '-', '')))
        """
    ):
        yield f"dossier {row.id}", f"search does not find it by {row.reference}"


def a_received_dossier_has_what_the_queue_asks_for(see: Evidence) -> Found:
    """A submitted dossier has the kind and a folded name of its organisation; a draft has none.

    It has a warning when it is marked with one.
    """
    for row in see.rows(
        """
        SELECT a.id FROM application a
        WHERE (a.organisation_kind = '') <> (a.submitted_at IS NULL)
           OR (a.sort_name = '') <> (a.submitted_at IS NULL)
           OR a.has_warning <> EXISTS (
                SELECT 1 FROM application_mark m WHERE m.application_id = a.id AND m.mark = 'w')
        """
    ):
        yield f"dossier {row.id}", "the queue's filters and order do not fit it"


def the_queue_shows_what_is_open(see: Evidence) -> Found:
    """`is_open` is true from the submission to the end, and only then."""
    for row in see.rows(
        """
        SELECT id, status FROM application WHERE is_open <> (status NOT IN
            ('draft', 'approved', 'declined', 'rejected', 'withdrawn', 'lapsed', 'reserve_ended'))
        """
    ):
        yield f"dossier {row.id}", f"it is {row.status} and the queue says otherwise"


def the_appraisers_are_those_of_the_papers(see: Evidence) -> Found:
    """The appraisers noted on a dossier (who may not approve it) are its appraisals' authors."""
    wrote: dict[int, set[int]] = defaultdict(set)
    for row in see.rows("SELECT application_id, person_id FROM appraisal"):
        wrote[row.application_id].add(row.person_id)
    for row in see.rows("SELECT id, CAST(appraiser_ids AS TEXT) AS appraisers FROM application"):
        noted = json.loads(row.appraisers)
        if noted != sorted(wrote.get(row.id, ())):
            yield (
                f"dossier {row.id}",
                f"its appraisers are noted as {noted}; {sorted(wrote.get(row.id, ()))} appraised",
            )


def a_supplement_is_asked_while_it_is_waited_for(see: Evidence) -> Found:
    """One open supplement request while the dossier waits for it, none otherwise."""
    for row in see.rows(
        """
        SELECT a.id, a.status, COUNT(r.id) AS times FROM application a
        LEFT JOIN supplement_request r ON r.application_id = a.id AND r.closed_at IS NULL
        GROUP BY a.id, a.status
        HAVING COUNT(r.id) <> CASE WHEN a.status = 'supplement_requested' THEN 1 ELSE 0 END
        """
    ):
        yield f"dossier {row.id}", f"it is {row.status} with {row.times} open supplement requests"


LAWS: tuple[Law, ...] = (
    every_reference_is_right,
    the_sequence_of_a_year_has_no_gap,
    a_received_dossier_is_whole,
    what_was_said_is_kept,
    a_received_dossier_can_be_found,
    a_received_dossier_has_what_the_queue_asks_for,
    the_queue_shows_what_is_open,
    the_appraisers_are_those_of_the_papers,
    a_supplement_is_asked_while_it_is_waited_for,
)
