"""Damage to needs."""

from tests.oracle_damages.statements import breaks

NEEDS = {
    "a need whose dossier is another content's": breaks(
        "a need that was begun has its own dossier",
        by="UPDATE need_item SET status = 'applied', application_id = %(approved)d"
        " WHERE id = %(need_open)d",
    ),
    "a need whose dossier never was": breaks(
        "a need that was begun has its own dossier",
        by="UPDATE need_item SET status = 'applied', application_id = 987654"
        " WHERE id = %(need_open)d",
    ),
    "an invitation to a call without the content": breaks(
        "an invitation is to a call that has the content",
        by="UPDATE need_item SET content_id = (SELECT MAX(id) FROM support_content WHERE id NOT IN"
        " (SELECT content_id FROM call_content)) WHERE id = %(need_invited)d",
    ),
    "a partner's word that nobody confirmed": breaks(
        "a partners word counts only when confirmed",
        by="UPDATE need_item SET status = 'open' WHERE id = %(need_said)d",
    ),
}
