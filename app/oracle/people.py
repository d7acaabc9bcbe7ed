"""People: reachable, with the evidence of their consent, and real in production."""

from app.oracle.evidence import Evidence, Found, Law

_DEMONSTRATION = "%@demo.example"


def every_member_can_be_written_to(see: Evidence) -> Found:
    """Who may act for an organisation is a person with an e-mail address."""
    for row in see.rows(
        """
        SELECT m.id, m.person_id, m.organisation_id FROM membership m
        LEFT JOIN person p ON p.id = m.person_id
        LEFT JOIN organisation o ON o.id = m.organisation_id
        WHERE p.id IS NULL OR o.id IS NULL OR p.email NOT LIKE '%_@_%'
        """
    ):
        yield (
            f"membership {row.id}",
            f"person {row.person_id} (no e-mail?) or organisation {row.organisation_id} is missing",
        )


def who_registered_has_consented(see: Evidence) -> Found:
    """Whoever registered themself has consented to the data notice (NĐ 356/2025/NĐ-CP)."""
    for row in see.rows(
        """
        SELECT DISTINCT e.subject_id FROM event e
        LEFT JOIN consent c ON c.person_id = e.subject_id AND c.notice_text <> ''
        WHERE e.subject = 'person' AND e.action = 'registered' AND c.id IS NULL
        """
    ):
        yield f"person {row.subject_id}", "no consent to the data notice is kept"


def nobody_demonstrates_in_production(see: Evidence) -> Found:
    """A production service has no demonstration account: their password is printed."""
    if see.environment != "production":
        return
    for row in see.rows("SELECT id FROM person WHERE email LIKE :demo", demo=_DEMONSTRATION):
        yield f"person {row.id}", "this is a demonstration account, with a password all can read"


LAWS: tuple[Law, ...] = (
    every_member_can_be_written_to,
    who_registered_has_consented,
    nobody_demonstrates_in_production,
)
