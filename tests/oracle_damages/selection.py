"""Damage to sessions, their scores, and supports that ended before they began."""

from tests.oracle_damages.statements import breaks

OF = "application_id = %({})d"

SELECTION = {
    "a score that nobody gave": breaks(
        "a score is the mean of what was scored",
        by="UPDATE selection_dossier SET score = score + 1 WHERE " + OF.format("shortlisted"),
    ),
    "two ranks exchanged": breaks(
        "ranks follow the scores",
        by="UPDATE selection_dossier SET rank = 3 - rank WHERE rank IN (1, 2)",
    ),
    "a member who scored in a conflict": breaks(
        "nobody in conflict scored",
        by=(
            "INSERT INTO selection_conflict (member_id, listed_id, declared, reason, at)"
            " SELECT s.member_id, s.listed_id, d.live, 'DEMO', s.saved_at FROM selection_sheet s"
            " JOIN selection_dossier d ON d.id = s.listed_id LIMIT 1"
        ),
    ),
    "more shortlisted than places": breaks(
        "no more are shortlisted than there were places",
        by="UPDATE selection_content SET places = 0",
    ),
    "a conclusion that was never carried out": breaks(
        "what a session concluded was done",
        by=(
            "UPDATE selection_dossier SET outcome = 'rejected', reason = 'DEMO' WHERE "
            + OF.format("reserved")
        ),
    ),
    "a cancelled support whose dossier does not know": breaks(
        "a cancelled support is cancelled everywhere",
        "every approval is counted",
        "what was freed was decided",
        by="UPDATE application SET cancelled = '' WHERE id = %(shortlisted)d",
    ),
}
