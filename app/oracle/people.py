"""People: reachable, with the evidence of their consent, and real in production."""

from app.oracle.evidence import Evidence, Found, Law

_DEMONSTRATION = "%@demo.example"


def every_member_can_be_written_to(see: Evidence) -> Found:
    """Who may act for an organisation is a person with an e-mail address, or a phone."""
    for row in see.rows(
        """
        SELECT m.id, m.person_id, m.organisation_id FROM membership m
        LEFT JOIN person p ON p.id = m.person_id
        LEFT JOIN organisation o ON o.id = m.organisation_id
        WHERE p.id IS NULL OR o.id IS NULL
           OR (p.email NOT LIKE '%_@_%') OR (p.email IS NULL AND p.phone_login NOT LIKE '0%')
        """
    ):
        yield (
            f"membership {row.id}",
            f"person {row.person_id} (no e-mail?) or organisation {row.organisation_id} is missing",
        )


def every_agent_has_a_mandate_of_the_organisation(see: Evidence) -> Found:
    """A người nộp thay acts under a mandate of that organisation, to its day and not beyond."""
    for row in see.rows(
        """
        SELECT m.id, m.organisation_id FROM membership m
        LEFT JOIN mandate g ON g.id = m.mandate_id AND g.organisation_id = m.organisation_id
        LEFT JOIN stored_file f ON f.id = g.file_id
        WHERE m.capacity = 'agent' AND (
            f.id IS NULL OR g.ended_at IS NOT NULL OR g.valid_until <> m.valid_until)
        """
    ):
        yield f"membership {row.id}", f"no mandate of organisation {row.organisation_id} bears it"


def an_agents_dossier_names_its_organisations_mandate(see: Evidence) -> Found:
    """What was submitted by an agent was submitted under a mandate of its own organisation."""
    for row in see.rows(
        """
        SELECT a.id FROM application a JOIN mandate g ON g.id = a.mandate_id
        WHERE g.organisation_id <> a.organisation_id OR a.submitted_at IS NULL
        """
    ):
        yield f"application {row.id}", "its mandate is another organisation's, or it is a draft"


def who_entered_a_dossier_judges_nothing_of_it(see: Evidence) -> Found:
    """The officer who entered a dossier from paper (nhập hộ) is not the one it is assigned to."""
    for row in see.rows("SELECT id FROM application WHERE officer_id = entered_by"):
        yield f"application {row.id}", "it is assigned to the officer who entered it"


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
    every_agent_has_a_mandate_of_the_organisation,
    an_agents_dossier_names_its_organisations_mandate,
    who_entered_a_dossier_judges_nothing_of_it,
    who_registered_has_consented,
    nobody_demonstrates_in_production,
)
