"""Damage to official papers."""

from tests.oracle_damages.statements import breaks

_ONE = "WHERE id = (SELECT MIN(id) FROM paper)"
_ENDED = "ended_at = '2026-01-01 00:00:00.000000'"

PAPERS = {
    "a paper superseded by nothing": breaks(
        "one version of a paper counts",
        by=f"UPDATE paper SET state = 'superseded', {_ENDED} {_ONE}",
    ),
    "a paper without its code": breaks(
        "every paper has what its kind asks for", by=f"UPDATE paper SET code = NULL {_ONE}"
    ),
    "a number nobody gave": breaks(
        "every paper has what its kind asks for",
        "every number is the one the clerk gave",
        by=(
            "UPDATE paper SET number = '1/TB', dated_on = '2026-01-01', numbered_by = 1,"
            f" numbered_at = '2026-01-01 00:00:00.000000' {_ONE}"
        ),
    ),
}
