"""Damage to imports of the history."""

from tests.oracle_damages.statements import breaks

IMPORTS = {
    "an imported entry that no row wrote": breaks(
        "every imported entry has its row",
        by="UPDATE import_row SET entry_id = NULL"
        " WHERE entry_id = (SELECT MIN(entry_id) FROM import_row)",
    ),
    "a row whose entry is gone": breaks(
        "every written row has its entry",
        by="DELETE FROM ledger_entry WHERE batch_id IS NOT NULL",
        table="ledger_entry",
    ),
    "a batch that says it was taken back and was not": breaks(
        "every imported entry has its row",
        "a batch taken back left no organisation",
        by="UPDATE import_batch SET state = 'rolled_back' WHERE state = 'applied'",
    ),
}
