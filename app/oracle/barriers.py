"""The barriers in the database itself: they hold against raw SQL, so they must be there."""

from sqlalchemy import inspect

from app.oracle.evidence import Evidence, Found, Law

# Name → table, columns, and the words its condition must hold.
INDEXES = {
    "uq_ledger_entry_once": (
        "ledger_entry",
        ["scope", "beneficiary_id", "rule_key"],
        ("'held'", "'used'"),
    ),
    "uq_identifier_valid": ("identifier", ["scheme", "value"], ("valid_to IS NULL",)),
    "uq_application_draft": (
        "application",
        ["organisation_id", "call_id", "content_id"],
        ("'draft'",),
    ),
}

# Tables whose rows nobody may change or remove, whoever asks.
APPEND_ONLY = (
    "event", "content_version", "question", "required_document", "revision", "consent", "appraisal",
)  # fmt: skip
TRIGGERS = frozenset(
    {(table, f"{table}_no_{deed}") for table in APPEND_ONLY for deed in ("update", "delete")}
    | {("ledger_entry", "ledger_entry_no_delete")}
)


def the_unique_indexes_stand(see: Evidence) -> Found:
    """The partial UNIQUE indexes are there, on their columns, under their condition."""
    inspector = inspect(see.connection)
    for name, (table, columns, condition) in INDEXES.items():
        found = next((item for item in inspector.get_indexes(table) if item["name"] == name), None)
        if found is None:
            yield f"index {name}", f"{table} has no such index"
            continue
        where = str(found.get("dialect_options", {}).get(f"{see.dialect}_where", ""))
        right = found["unique"] and found["column_names"] == columns
        if not right or not all(word in where for word in condition):
            yield f"index {name}", f"it is not UNIQUE on {', '.join(columns)} under its condition"


def the_append_only_triggers_stand(see: Evidence) -> Found:
    """The triggers that refuse every change of the record are there and switched on."""
    expected = TRIGGERS
    if see.dialect == "postgresql":
        tables = {table for table, _name in TRIGGERS}
        expected |= {(table, f"{table}_no_truncate") for table in tables}
    for table, name in sorted(expected - _triggers(see)):
        yield f"trigger {name}", f"{table} can be changed: the trigger is missing or switched off"


def _triggers(see: Evidence) -> set[tuple[str, str]]:
    if see.dialect == "sqlite":
        found = see.rows(
            """
            SELECT tbl_name AS place, name FROM sqlite_master
            WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'
            """
        )
    else:
        found = see.rows(
            """
            SELECT c.relname AS place, t.tgname AS name FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
              AND p.prosrc LIKE '%RAISE EXCEPTION%'
            """
        )
    return {(row.place, row.name) for row in found}


LAWS: tuple[Law, ...] = (the_unique_indexes_stand, the_append_only_triggers_stand)
