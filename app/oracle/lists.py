"""Lists and the documents they are issued by: a decision says what its document says."""

from app.oracle.evidence import Evidence, Found, Law


def every_issued_decision_has_its_document(see: Evidence) -> Found:
    """A decision is issued by a document of its number and day, and by none before it is issued."""
    for row in see.rows(
        """
        SELECT d.application_id AS dossier, d.number FROM decision d
        LEFT JOIN issued_document i ON i.id = d.document_id
        WHERE (d.issued_on IS NOT NULL
               AND (i.id IS NULL OR i.number <> d.number OR i.issued_on <> d.issued_on
                    OR i.kind <> CASE d.outcome WHEN 'approve' THEN 'quyet_dinh'
                                                ELSE 'thong_bao' END))
           OR (d.issued_on IS NULL AND d.document_id IS NOT NULL)
        """
    ):
        yield f"dossier {row.dossier}", f"its decision {row.number} and the document do not agree"


def a_bundle_says_what_became_of_its_dossiers(see: Evidence) -> Found:
    """A signed row waits for its issue, an issued one has its decision in the bundle's document."""
    for row in see.rows(
        """
        SELECT r.bundle_id, r.application_id AS dossier, r.state FROM bundle_row r
        JOIN bundle b ON b.id = r.bundle_id JOIN application a ON a.id = r.application_id
        WHERE (r.live AND r.state = 'signed'
               AND a.status NOT IN ('approved_unissued', 'rejected_unissued'))
           OR (r.live AND b.state IN ('issued', 'cancelled'))
           OR (r.state = 'issued' AND NOT EXISTS (
                SELECT 1 FROM decision d WHERE d.application_id = r.application_id
                   AND d.document_id = b.document_id))
        """
    ):
        yield f"dossier {row.dossier}", f"bundle {row.bundle_id} says {row.state}, and it is not"


def every_number_given_stands_in_the_register(see: Evidence) -> Found:
    """What was issued has its number and day in the register of outgoing documents."""
    for row in see.rows(
        """
        SELECT i.id, i.number FROM issued_document i
        WHERE NOT EXISTS (SELECT 1 FROM given_number g WHERE g.issued
                          AND g.number = i.number AND g.dated_on = i.issued_on)
        """
    ):
        yield f"document {row.id}", f"its number {row.number} is not in the register"


LAWS: tuple[Law, ...] = (
    every_issued_decision_has_its_document,
    a_bundle_says_what_became_of_its_dossiers,
    every_number_given_stands_in_the_register,
)
