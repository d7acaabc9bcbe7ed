"""Imports of the history: batches, their rows, what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None

# A row of the ledger may be deleted while the batch that wrote it is being rolled back, never else.
UNDOING = "SELECT 1 FROM import_batch WHERE id = OLD.batch_id AND state = 'rolling_back'"


def _refuse_deletes(unless=None):
    """Make the ledger's own refusal, with or without the one way round it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER ledger_entry_no_delete")
        when = f"WHEN NOT EXISTS ({unless}) " if unless else ""
        op.execute(
            f"CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry {when}"
            "BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END"
        )
        return
    way = f"IF TG_OP = 'DELETE' AND EXISTS ({unless}) THEN RETURN OLD; END IF; " if unless else ""
    if unless:  # TRUNCATE has no OLD row: PL/pgSQL must not even look at it
        way = f"IF TG_OP = 'DELETE' THEN {way}END IF; "
    op.execute(
        "CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {way}RAISE EXCEPTION 'ledger_entry is append-only'; END $$"
    )


def upgrade():
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("worker_by", sa.Integer(), nullable=True),
        sa.Column("lease_by", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_by", sa.Integer(), nullable=True),
        sa.Column("rolled_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rolled_back_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('uploaded','judging','judged','applying','partly','applied','rolling_back',"
            "'rolled_back','discarded')",
            name=op.f("ck_import_batch_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('partly','applied','rolling_back','rolled_back') "
            "OR applied_at IS NOT NULL",
            name=op.f("ck_import_batch_applied"),
        ),
        sa.CheckConstraint(
            "(state = 'rolled_back') = (rolled_back_at IS NOT NULL)",
            name=op.f("ck_import_batch_undone"),
        ),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_import_batch_progress")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_batch_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_import_batch_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_import_batch_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_sha256", "import_batch", ["sha256"])
    op.create_index("ix_import_batch_state", "import_batch", ["state", "id"])

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("raw", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("code_state", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("content_text", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=True),
        sa.Column("standard", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("given_year", sa.Integer(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("group_key", sa.Integer(), nullable=False),
        sa.Column("root_code", sa.Text(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=True),
        sa.Column("beneficiary_id", sa.Integer(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("other_scope", sa.Boolean(), nullable=False),
        sa.Column("organisation_decision", sa.Text(), nullable=False),
        sa.Column("support_decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "judgement IN ('new','known','likely_known','duplicate_support','error')",
            name=op.f("ck_import_row_judgement"),
        ),
        sa.CheckConstraint(
            "outcome IN ('use','set_aside','skip','open')", name=op.f("ck_import_row_outcome")
        ),
        sa.CheckConstraint(
            "code_state IN ('none','good','wrong')", name=op.f("ck_import_row_code_state")
        ),
        sa.CheckConstraint(
            "organisation_decision IN ('','link','new')",
            name=op.f("ck_import_row_organisation_decision"),
        ),
        sa.CheckConstraint(
            "support_decision IN ('','set_aside','skip')",
            name=op.f("ck_import_row_support_decision"),
        ),
        sa.CheckConstraint("made IN ('','organisation','both')", name=op.f("ck_import_row_made")),
        sa.CheckConstraint(
            "proposal IN ('','set_aside','skip')", name=op.f("ck_import_row_proposal")
        ),
        sa.CheckConstraint(
            "entry_id IS NULL OR (outcome IN ('use','set_aside') AND organisation_id IS NOT NULL)",
            name=op.f("ck_import_row_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_row_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["support_content.id"], name=op.f("fk_import_row_content_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_import_row_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_import_row_batch_id_position")),
    )
    op.create_index("ix_import_row_judgement", "import_row", ["batch_id", "judgement", "position"])
    op.create_index("ix_import_row_outcome", "import_row", ["batch_id", "outcome", "position"])
    op.create_index("ix_import_row_group", "import_row", ["batch_id", "group_key"])
    op.create_index("ix_import_row_beneficiary", "import_row", ["batch_id", "beneficiary_id"])
    op.create_index("ix_import_row_root", "import_row", ["batch_id", "root_code"])

    op.create_table(
        "column_memory",
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("signature", name=op.f("pk_column_memory")),
    )

    if op.get_bind().dialect.name == "sqlite":
        # Alembic would make the table anew and lose its trigger; SQLite itself can add the column.
        op.execute(
            "ALTER TABLE ledger_entry ADD COLUMN batch_id INTEGER "
            "CONSTRAINT fk_ledger_entry_batch_id REFERENCES import_batch (id)"
        )
    else:
        op.add_column("ledger_entry", sa.Column("batch_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f("fk_ledger_entry_batch_id"), "ledger_entry", "import_batch", ["batch_id"], ["id"]
        )
    op.create_index("ix_ledger_entry_batch_id", "ledger_entry", ["batch_id"])
    _refuse_deletes(unless=UNDOING)


def downgrade():
    _refuse_deletes()
    op.drop_index("ix_ledger_entry_batch_id", "ledger_entry")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE ledger_entry DROP COLUMN batch_id")  # as above: in place
    else:
        op.drop_column("ledger_entry", "batch_id")
    op.drop_table("column_memory")
    op.drop_index("ix_import_row_root", "import_row")
    op.drop_index("ix_import_row_beneficiary", "import_row")
    op.drop_index("ix_import_row_group", "import_row")
    op.drop_index("ix_import_row_outcome", "import_row")
    op.drop_index("ix_import_row_judgement", "import_row")
    op.drop_table("import_row")
    op.drop_index("ix_import_batch_state", "import_batch")
    op.drop_index("ix_import_batch_sha256", "import_batch")
    op.drop_table("import_batch")
