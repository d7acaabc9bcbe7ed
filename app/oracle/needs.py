"""Needs: what became of them is what the calls, the dossiers and the events say."""

from app.oracle.evidence import Evidence, Found, Law


def a_need_that_was_begun_has_its_own_dossier(see: Evidence) -> Found:
    """The dossier an item led to, while it is there, is its organisation's, for its content.

    A draft may be thrown away: then its beginning is still among the events.
    """
    for row in see.rows(
        """
        SELECT i.id, i.application_id FROM need_item i
        JOIN need n ON n.id = i.need_id
        LEFT JOIN application a ON a.id = i.application_id
        WHERE i.status = 'applied' AND (
            (a.id IS NOT NULL AND (a.content_id <> i.content_id
                OR a.organisation_id <> n.organisation_id))
            OR (a.id IS NULL AND NOT EXISTS (
                SELECT 1 FROM event e WHERE e.subject = 'application'
                AND e.subject_id = i.application_id AND e.action = 'start')))
        """
    ):
        yield f"need item {row.id}", f"dossier {row.application_id} is not one of this need"


def an_invitation_is_to_a_call_that_has_the_content(see: Evidence) -> Found:
    """Whoever was invited, was invited to a call that offers what they wanted."""
    for row in see.rows(
        """
        SELECT i.id, i.call_id FROM need_item i
        LEFT JOIN call_content c ON c.call_id = i.call_id AND c.content_id = i.content_id
        WHERE i.status = 'invited' AND c.id IS NULL
        """
    ):
        yield f"need item {row.id}", f"call {row.call_id} does not offer its content"


def a_partners_word_counts_only_when_confirmed(see: Evidence) -> Found:
    """What a partner said is demand only after somebody confirmed it, which is an event."""
    for row in see.rows(
        """
        SELECT i.id, i.status FROM need_item i JOIN need n ON n.id = i.need_id
        WHERE n.partner_id IS NOT NULL AND i.status IN ('open', 'invited', 'applied')
        AND NOT EXISTS (
            SELECT 1 FROM event e WHERE e.subject = 'need_item'
            AND e.subject_id = i.id AND e.action = 'confirm')
        """
    ):
        yield (
            f"need item {row.id}",
            f"nobody confirmed what a partner said, and it is {row.status}",
        )


LAWS: tuple[Law, ...] = (
    a_need_that_was_begun_has_its_own_dossier,
    an_invitation_is_to_a_call_that_has_the_content,
    a_partners_word_counts_only_when_confirmed,
)
