"""Imports of the history: what a batch says it wrote is in the ledger, and nothing else is."""

from app.oracle.evidence import Evidence, Found, Law


def every_imported_entry_has_its_row(see: Evidence) -> Found:
    """An entry of a batch was written by one row of it, while the batch is in the ledger.

    The rows are counted first: joined row by row without an index, 5,000 took two minutes.
    """
    for row in see.rows(
        """
        SELECT l.id, l.batch_id, b.state, COALESCE(r.times, 0) AS times FROM ledger_entry l
        LEFT JOIN import_batch b ON b.id = l.batch_id
        LEFT JOIN (
            SELECT batch_id, entry_id, COUNT(*) AS times FROM import_row
            WHERE entry_id IS NOT NULL GROUP BY batch_id, entry_id
        ) r ON r.entry_id = l.id AND r.batch_id = l.batch_id
        WHERE l.batch_id IS NOT NULL
        AND (COALESCE(r.times, 0) <> 1 OR b.state NOT IN ('partly', 'applied'))
        """
    ):
        yield (
            f"entry {row.id}",
            f"{row.times} rows of batch {row.batch_id} wrote it, which is {row.state}",
        )


def every_written_row_has_its_entry(see: Evidence) -> Found:
    """While a batch is in the ledger, each row that wrote an entry still has it."""
    for row in see.rows(
        """
        SELECT r.id, r.batch_id, r.entry_id FROM import_row r
        JOIN import_batch b ON b.id = r.batch_id
        LEFT JOIN ledger_entry l ON l.id = r.entry_id AND l.batch_id = r.batch_id
        WHERE r.entry_id IS NOT NULL AND b.state IN ('partly', 'applied') AND l.id IS NULL
        """
    ):
        yield (
            f"row {row.id}",
            f"entry {row.entry_id} that batch {row.batch_id} wrote is not in the ledger",
        )


def a_batch_taken_back_left_no_organisation(see: Evidence) -> Found:
    """An organisation that an import made is there only while the batch is in the ledger."""
    for row in see.rows(
        """
        SELECT o.id, o.batch_id, b.state FROM organisation o
        LEFT JOIN import_batch b ON b.id = o.batch_id
        WHERE o.batch_id IS NOT NULL AND COALESCE(b.state, '') NOT IN ('partly', 'applied')
        """
    ):
        yield f"organisation {row.id}", f"batch {row.batch_id} made it, which is {row.state}"


LAWS: tuple[Law, ...] = (
    every_imported_entry_has_its_row,
    every_written_row_has_its_entry,
    a_batch_taken_back_left_no_organisation,
)
