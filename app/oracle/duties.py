"""Several people for one decision: who appraises does not approve, and each deed has its paper."""

from app.oracle.evidence import Evidence, Found, Law
from app.text import fold

ASSIGNED = frozenset(
    {
        "under_appraisal",
        "awaiting_selection",
        "reserve",
        "awaiting_endorsement",
        "awaiting_approval",
        "approved_unissued",
        "rejected_unissued",
        "approved",
        "rejected",
    }
)


def who_appraised_did_not_decide(see: Evidence) -> Found:
    """The appraisals' authors have not decided on the dossier, by the papers."""
    for row in see.rows(
        """
        SELECT DISTINCT d.id, d.application_id, d.decided_by FROM decision d
        JOIN appraisal p ON p.application_id = d.application_id AND p.person_id = d.decided_by
        """
    ):
        yield (
            f"dossier {row.application_id}",
            f"person {row.decided_by} appraised it and made decision {row.id}",
        )


def who_recommended_did_not_decide(see: Evidence) -> Found:
    """Nobody endorsed or decided what they had recommended, by the events."""
    for row in see.rows(
        """
        SELECT DISTINCT d.id, d.subject_id, d.action, d.actor_id FROM event d
        JOIN event r ON r.subject = 'application' AND r.subject_id = d.subject_id
                    AND r.actor_id = d.actor_id AND r.id < d.id
        WHERE d.subject = 'application' AND d.action IN ('endorse', 'approve', 'reject')
          AND r.action IN ('recommend', 'recommend_straight', 'send_to_selection')
        """
    ):
        yield (
            f"dossier {row.subject_id}",
            f"person {row.actor_id} recommended it and did {row.action} (event {row.id})",
        )


def who_appraised_did_not_sign_on_paper(see: Evidence) -> Found:
    """The signer of a decision on paper is not called like one who appraised."""
    for row in see.rows(
        """
        SELECT d.id, d.application_id, d.signer_name, p.name FROM decision d
        JOIN appraisal a ON a.application_id = d.application_id
        JOIN person p ON p.id = a.person_id WHERE d.signer_name <> ''
        """
    ):
        if fold(row.signer_name) == fold(row.name):
            yield (
                f"dossier {row.application_id}",
                f"{row.signer_name} appraised it and signed decision {row.id}",
            )


def a_dossier_in_hand_has_its_officer(see: Evidence) -> Found:
    """From appraisal on, a dossier has an officer."""
    for row in see.rows(
        "SELECT id, status FROM application WHERE status IN :assigned AND officer_id IS NULL",
        assigned=ASSIGNED,
    ):
        yield f"dossier {row.id}", f"it is {row.status} and nobody is assigned"


def the_officer_is_who_was_assigned(see: Evidence) -> Found:
    """The officer of a dossier is the one its last assignment names."""
    for row in see.rows(
        """
        WITH named AS (
            SELECT subject_id, CAST(data ->> 'officer' AS INTEGER) AS officer,
                   ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id DESC) AS place
            FROM event WHERE subject = 'application'
               AND action IN ('assign', 'reassign', 'change_officer')
        )
        SELECT a.id, a.officer_id, named.officer FROM named
        JOIN application a ON a.id = named.subject_id
        WHERE named.place = 1 AND a.officer_id <> COALESCE(named.officer, 0)
        UNION ALL
        SELECT a.id, a.officer_id, NULL FROM application a
        WHERE a.officer_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.subject = 'application' AND e.subject_id = a.id
               AND e.action IN ('assign', 'reassign', 'change_officer'))
        """
    ):
        yield (
            f"dossier {row.id}",
            f"its officer is person {row.officer_id}; the last assignment names {row.officer}",
        )


def every_recommendation_has_its_appraisal(see: Evidence) -> Found:
    """There are as many appraisals by a person as recommendations by them."""
    for row in see.rows(
        """
        SELECT dossier, person, SUM(papers) AS papers, SUM(deeds) AS deeds FROM (
            SELECT application_id AS dossier, person_id AS person, 1 AS papers, 0 AS deeds
            FROM appraisal
            UNION ALL
            SELECT subject_id, actor_id, 0, 1 FROM event WHERE subject = 'application'
               AND action IN ('recommend', 'recommend_straight', 'send_to_selection')
        ) AS counted
        GROUP BY dossier, person HAVING SUM(papers) <> SUM(deeds)
        """
    ):
        yield (
            f"dossier {row.dossier}",
            f"person {row.person} wrote {row.papers} appraisals and recommended {row.deeds} times",
        )


def a_decision_fits_the_status(see: Evidence) -> Found:
    """A decision has the outcome its dossier's status says, issued when the status is final."""
    for row in see.rows(
        """
        SELECT d.id, d.application_id, d.outcome, d.issued_on, a.status FROM decision d
        LEFT JOIN application a ON a.id = d.application_id
        WHERE COALESCE(a.status, '') <> CASE
            WHEN d.outcome = 'approve' AND d.issued_on IS NULL THEN 'approved_unissued'
            WHEN d.outcome = 'approve' THEN 'approved'
            WHEN d.issued_on IS NULL THEN 'rejected_unissued'
            ELSE 'rejected' END
        """
    ):
        issued = "issued" if row.issued_on else "not issued"
        yield (
            f"dossier {row.application_id}",
            f"it is {row.status}; decision {row.id} is {row.outcome}, {issued}",
        )


def a_decided_dossier_has_one_decision(see: Evidence) -> Found:
    """A dossier that was decided has exactly one decision."""
    for row in see.rows(
        """
        SELECT a.id, a.status, COUNT(d.id) AS times FROM application a
        LEFT JOIN decision d ON d.application_id = a.id
        WHERE a.status IN ('approved_unissued', 'rejected_unissued', 'approved', 'rejected')
        GROUP BY a.id, a.status HAVING COUNT(d.id) <> 1
        """
    ):
        yield f"dossier {row.id}", f"it is {row.status} and has {row.times} decisions"


def a_decision_is_by_who_did_it(see: Evidence) -> Found:
    """Who decided, recorded and issued is who the events name."""
    for row in see.rows(
        """
        SELECT d.id, d.application_id, e.id AS event, e.action, e.actor_id FROM decision d
        JOIN event e ON e.subject = 'application' AND e.subject_id = d.application_id
        WHERE (e.action IN ('approve', 'reject') AND COALESCE(d.decided_by, 0) <> e.actor_id)
           OR (e.action IN ('record_approval', 'record_rejection')
               AND COALESCE(d.recorded_by, 0) <> e.actor_id)
           OR (e.action IN ('issue_approval', 'issue_rejection')
               AND (COALESCE(d.issued_by, 0) <> e.actor_id OR d.number <> e.data ->> 'number'))
        """
    ):
        yield (
            f"dossier {row.application_id}",
            f"decision {row.id} is not {row.action} by person {row.actor_id} (event {row.event})",
        )


def an_approval_begins_a_support(see: Evidence) -> Found:
    """An approved dossier has its support, under the decision's number and date."""
    for row in see.rows(
        """
        SELECT a.id, d.number, s.document_number FROM application a
        LEFT JOIN decision d ON d.application_id = a.id
        LEFT JOIN support s ON s.application_id = a.id
        WHERE a.status = 'approved' AND (
            s.id IS NULL OR s.organisation_id <> a.organisation_id
            OR s.content_id <> a.content_id OR s.document_number <> d.number
            OR s.approved_on <> d.issued_on)
        """
    ):
        yield (
            f"dossier {row.id}",
            f"it is approved by {row.number}; its support says {row.document_number}",
        )


def a_support_has_its_approval(see: Evidence) -> Found:
    """Only an approved dossier has a support."""
    for row in see.rows(
        """
        SELECT s.id, s.application_id, a.status FROM support s
        LEFT JOIN application a ON a.id = s.application_id
        WHERE COALESCE(a.status, '') <> 'approved'
        """
    ):
        yield f"support {row.id}", f"its dossier {row.application_id} is {row.status}"


def days_follow_one_another(see: Evidence) -> Found:
    """A decision is not signed before the dossier came, nor issued before it was signed."""
    for row in see.rows(
        """
        SELECT d.id, d.application_id, d.signed_on, d.issued_on FROM decision d
        JOIN application a ON a.id = d.application_id
        WHERE COALESCE(d.signed_on, d.issued_on) < DATE(a.submitted_at)
           OR d.issued_on < d.signed_on
        """
    ):
        yield (
            f"dossier {row.application_id}",
            f"decision {row.id} was signed on {row.signed_on} and issued on {row.issued_on}",
        )


LAWS: tuple[Law, ...] = (
    who_appraised_did_not_decide,
    who_recommended_did_not_decide,
    who_appraised_did_not_sign_on_paper,
    a_dossier_in_hand_has_its_officer,
    the_officer_is_who_was_assigned,
    every_recommendation_has_its_appraisal,
    a_decision_fits_the_status,
    a_decided_dossier_has_one_decision,
    a_decision_is_by_who_did_it,
    an_approval_begins_a_support,
    a_support_has_its_approval,
    days_follow_one_another,
)
