"""The phiếu đăng ký: what stands on one, and that it was submitted whole."""

from app.oracle.evidence import Evidence, Found, Law


def every_dossier_stands_on_its_phieu(see: Evidence) -> Found:
    """A dossier's phiếu is of its organisation and its call."""
    for row in see.rows(
        """
        SELECT a.id, a.form_id FROM application a
        JOIN registration_form f ON f.id = a.form_id
        WHERE f.organisation_id <> a.organisation_id OR f.call_id <> a.call_id
        """
    ):
        yield f"dossier {row.id}", f"phiếu {row.form_id} is of another organisation or call"


def a_phieu_is_submitted_whole(see: Evidence) -> Found:
    """All dossiers of a phiếu were submitted at one moment, or all are drafts."""
    for row in see.rows(
        """
        SELECT form_id, COUNT(*) AS dossiers, COUNT(submitted_at) AS submitted
        FROM application GROUP BY form_id
        HAVING COUNT(submitted_at) NOT IN (0, COUNT(*))
            OR MIN(submitted_at) <> MAX(submitted_at)
        """
    ):
        yield f"phiếu {row.form_id}", f"{row.submitted} of {row.dossiers} were submitted with it"


LAWS: tuple[Law, ...] = (every_dossier_stands_on_its_phieu, a_phieu_is_submitted_whole)
