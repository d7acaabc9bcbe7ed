"""Sheets add up and end their drafts, nobody acts against a declaration, opinions have letters."""

import json

from app.applications.workflow import MOVES, Action
from app.oracle.evidence import Evidence, Found, Law

_DEEDS = frozenset(
    action.value for action in MOVES if action not in {Action.SUBMIT, Action.SUPPLEMENT}
)


def a_total_is_the_sum_of_its_scores(see: Evidence) -> Found:
    """The total of a sheet is its scores by their weights, in hundredths of a point."""
    for row in see.rows(
        "SELECT id, application_id, total, CAST(scores AS TEXT) AS scores FROM appraisal"
    ):
        scores = json.loads(row.scores)
        summed = sum(each["weight"] * each["score"] for each in scores) if scores else None
        if summed != row.total:
            yield (
                f"dossier {row.application_id}",
                f"appraisal {row.id} says {row.total} in all; its scores make {summed}",
            )


def a_draft_sheet_is_of_a_dossier_being_appraised(see: Evidence) -> Found:
    """What was sent up leaves no draft: one stands only before the next sheet."""
    for row in see.rows(
        """
        SELECT d.id, d.application_id, a.status FROM appraisal_draft d
        LEFT JOIN application a ON a.id = d.application_id
        WHERE COALESCE(a.status, '') NOT IN
            ('under_appraisal', 'supplement_requested', 'withdrawn', 'lapsed')
        """
    ):
        yield f"dossier {row.application_id}", f"it is {row.status} with draft sheet {row.id}"


def who_declared_an_interest_did_not_act(see: Evidence) -> Found:
    """While a declaration stands, its person makes no move of the dossiers it is about."""
    for row in see.rows(
        """
        SELECT e.id, e.subject_id, e.action, e.actor_id FROM interest i
        JOIN organisation declared ON declared.id = i.organisation_id
        JOIN organisation o ON o.beneficiary_id = declared.beneficiary_id
        JOIN application a ON a.organisation_id = o.id
                          AND (i.application_id IS NULL OR i.application_id = a.id)
        JOIN event e ON e.subject = 'application' AND e.subject_id = a.id
                    AND e.actor_id = i.person_id
        WHERE e.action IN :deeds AND e.at > i.declared_at
          AND (i.withdrawn_at IS NULL OR e.at < i.withdrawn_at)
        """,
        deeds=_DEEDS,
    ):
        yield (
            f"dossier {row.subject_id}",
            f"person {row.actor_id} declared an interest and did {row.action} (event {row.id})",
        )


def every_opinion_was_asked_by_letter(see: Evidence) -> Found:
    """What was asked left in one letter, by e-mail or on paper."""
    for row in see.rows(
        """
        SELECT o.id, o.application_id, o.name FROM opinion o
        WHERE NOT EXISTS (SELECT 1 FROM letter l
                          WHERE l.once_key = 'opinion_asked:' || CAST(o.id AS TEXT)
                            AND l.to_address = o.email)
        """
    ):
        yield f"dossier {row.application_id}", f"opinion {row.id} of {row.name} has no letter"


LAWS: tuple[Law, ...] = (
    a_total_is_the_sum_of_its_scores,
    a_draft_sheet_is_of_a_dossier_being_appraised,
    who_declared_an_interest_did_not_act,
    every_opinion_was_asked_by_letter,
)
