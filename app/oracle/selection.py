"""Selection: ranks and outcomes fit the scores, and nobody in conflict scored."""

from collections import defaultdict
from fractions import Fraction
from math import floor

from app.oracle.evidence import Evidence, Found, Law

# Which moves a dossier made when a session concluded so about it.
_MOVES = {
    "shortlisted": frozenset({"shortlist", "shortlist_straight"}),
    "reserve": frozenset({"put_on_reserve"}),
    "rejected": frozenset({"propose_rejection", "propose_rejection_straight"}),
    "returned": frozenset({"return_from_selection"}),
}


def a_score_is_the_mean_of_what_was_scored(see: Evidence) -> Found:
    """The score a session concluded with is the weighted mean of its sheets, half up."""
    sheets: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in see.rows(
        """
        SELECT s.listed_id, s.id, m.points * c.weight AS weighted
        FROM selection_sheet s JOIN selection_mark m ON m.sheet_id = s.id
        JOIN criterion c ON c.id = m.criterion_id
        JOIN selection_member p ON p.id = s.member_id AND p.votes
        """
    ):
        sheets[row.listed_id][row.id] += row.weighted
    for row in see.rows("SELECT id, application_id, score FROM selection_dossier"):
        if row.score is None:
            continue
        said = sheets[row.id].values()
        real = floor(Fraction(sum(said), 100 * len(said)) + Fraction(1, 2)) if said else None
        if row.score != real:
            yield f"dossier {row.application_id}", f"its score is {row.score} and its sheets {real}"


def ranks_follow_the_scores(see: Evidence) -> Found:
    """The ranks of a content in a session are 1, 2, 3… and no better score stands behind."""
    ranked: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for row in see.rows(
        """
        SELECT d.session_id, a.content_id, d.rank, COALESCE(d.score, -1) AS score
        FROM selection_dossier d JOIN application a ON a.id = d.application_id
        WHERE d.rank IS NOT NULL ORDER BY d.rank
        """
    ):
        ranked[row.session_id, row.content_id].append((row.rank, row.score))
    for (session_id, content_id), rows in ranked.items():
        ranks, scores = [rank for rank, _score in rows], [score for _rank, score in rows]
        if ranks != list(range(1, len(rows) + 1)) or scores != sorted(scores, reverse=True):
            yield f"session {session_id}", f"the ranks of content {content_id} are {rows}"


def nobody_in_conflict_scored(see: Evidence) -> Found:
    """Who has a conflict of interest with a dossier has said nothing of it."""
    for row in see.rows(
        """
        SELECT s.id, s.member_id, d.application_id FROM selection_sheet s
        JOIN selection_dossier d ON d.id = s.listed_id
        JOIN selection_member m ON m.id = s.member_id
        WHERE NOT m.votes OR EXISTS (
            SELECT 1 FROM selection_conflict c
            WHERE c.member_id = s.member_id AND c.listed_id = s.listed_id)
        """
    ):
        yield f"sheet {row.id}", f"member {row.member_id} scored dossier {row.application_id}"


def no_more_are_shortlisted_than_there_were_places(see: Evidence) -> Found:
    """A session has shortlisted no more of a content than it had places."""
    for row in see.rows(
        """
        SELECT c.session_id, c.content_id, c.places, COUNT(*) AS times FROM selection_content c
        JOIN selection_dossier d ON d.session_id = c.session_id AND d.outcome = 'shortlisted'
        JOIN application a ON a.id = d.application_id AND a.content_id = c.content_id
        GROUP BY c.session_id, c.content_id, c.places HAVING COUNT(*) > c.places
        """
    ):
        yield (
            f"session {row.session_id}",
            f"{row.times} of content {row.content_id} are shortlisted; {row.places} places",
        )


def what_a_session_concluded_was_done(see: Evidence) -> Found:
    """Each outcome has the move of its dossier, made by that session."""
    made: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in see.rows(
        """
        SELECT e.subject_id, e.action, d.session_id FROM event e
        JOIN selection_dossier d ON d.application_id = e.subject_id
        WHERE e.subject = 'application'
          AND CAST(e.data AS TEXT) LIKE '%"session": ' || CAST(d.session_id AS TEXT) || '%'
        """
    ):
        made[row.session_id, row.subject_id].add(row.action)
    for row in see.rows(
        "SELECT session_id, application_id, outcome FROM selection_dossier "
        "WHERE outcome IS NOT NULL"
    ):
        if not made[row.session_id, row.application_id] & _MOVES[row.outcome]:
            yield (
                f"dossier {row.application_id}",
                f"session {row.session_id} concluded {row.outcome}, and it never moved so",
            )


def a_cancelled_support_is_cancelled_everywhere(see: Evidence) -> Found:
    """A support cancelled before its agreement: its dossier says so and its slot is free."""
    for row in see.rows(
        """
        SELECT a.id, a.cancelled, s.cancelled_for, l.state FROM application a
        LEFT JOIN support s ON s.application_id = a.id
        LEFT JOIN ledger_entry l ON l.application_id = a.id
        WHERE a.cancelled <> COALESCE(s.cancelled_for, '')
           OR (a.cancelled <> '' AND COALESCE(l.state, '') <> 'released')
        """
    ):
        yield (
            f"dossier {row.id}",
            f"it says '{row.cancelled}', its support '{row.cancelled_for}', the ledger {row.state}",
        )


LAWS: tuple[Law, ...] = (
    a_score_is_the_mean_of_what_was_scored,
    ranks_follow_the_scores,
    nobody_in_conflict_scored,
    no_more_are_shortlisted_than_there_were_places,
    what_a_session_concluded_was_done,
    a_cancelled_support_is_cancelled_everywhere,
)
