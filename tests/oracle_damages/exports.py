"""Damage to files that were made to be taken away."""

from tests.oracle_damages.statements import breaks

EXPORTS = {
    "an export with another's file": breaks(
        "every taken file is the one that was made",
        by="UPDATE export_job SET file_id = (SELECT MIN(id) FROM stored_file)",
    ),
    "an export kept for years": breaks(
        "no file is kept past its time",
        by="UPDATE export_job SET expires_at = '2020-01-01 00:00:00.000000'",
    ),
}
