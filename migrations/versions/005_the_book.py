"""The book of supports: exceptions, projects of entries, results of products."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

# Which programme an entry belongs to: its dossier's, else the first of its scope. A plan of one
# year shares the scope of the programme it carries out, and stands after it.
PROGRAMME_OF_DOSSIER = """
    UPDATE ledger_entry SET programme_id = (
        SELECT c.programme_id FROM application a JOIN "call" c ON c.id = a.call_id
        WHERE a.id = ledger_entry.application_id)
    WHERE application_id IS NOT NULL
"""
PROJECT_OF_DOSSIER = """
    UPDATE ledger_entry SET project_id = (
        SELECT cc.project_id FROM application a
        JOIN call_content cc ON cc.call_id = a.call_id AND cc.content_id = a.content_id
        WHERE a.id = ledger_entry.application_id)
    WHERE application_id IS NOT NULL
"""
PROGRAMME_OF_SCOPE = """
    UPDATE ledger_entry SET programme_id = (
        SELECT MIN(p.id) FROM programme p WHERE p.scope = ledger_entry.scope)
    WHERE programme_id IS NULL
"""
GIVEN = sa.text("state IN ('used','set_aside')")
OPEN = sa.text("state = 'proposed'")


def upgrade():
    # In plain words, which both databases understand: Alembic would make the table anew on
    # SQLite, and its trigger would be gone.
    for name, table in (("programme_id", "programme"), ("project_id", "project")):
        op.execute(
            f"ALTER TABLE ledger_entry ADD COLUMN {name} INTEGER "
            f"CONSTRAINT fk_ledger_entry_{name} REFERENCES {table} (id)"
        )
    for statement in (PROGRAMME_OF_DOSSIER, PROJECT_OF_DOSSIER, PROGRAMME_OF_SCOPE):
        op.execute(statement)
    op.create_index(
        "ix_ledger_entry_given",
        "ledger_entry",
        ["given_year", "id"],
        sqlite_where=GIVEN,
        postgresql_where=GIVEN,
    )
    for column in ("given_year", "programme_id", "project_id", "content_id"):
        op.create_index(
            f"ix_ledger_entry_by_{column}", "ledger_entry", [column, "beneficiary_id", "state"]
        )
    op.create_index("ix_ledger_entry_state", "ledger_entry", ["state", "id"])
    for name in ("document_number", "note"):
        op.add_column(
            "history_review", sa.Column(name, sa.Text(), nullable=False, server_default="")
        )
    op.add_column(
        "programme", sa.Column("lookback", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "programme",
        sa.Column("lookback_document", sa.Text(), nullable=False, server_default=""),
    )
    op.add_column("programme", sa.Column("budget", sa.BigInteger(), nullable=True))
    op.add_column("programme", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("support_content", sa.Column("rule_document_on", sa.Date(), nullable=True))
    with op.batch_alter_table("support_content") as batch_op:
        batch_op.drop_constraint(op.f("ck_support_content_rule"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_support_content_rule"), "rule IN ('content','standard','year','none')"
        )
    _exception_request()
    _product_result()


def _exception_request():
    op.create_table(
        "exception_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed','approved','refused','withdrawn')",
            name=op.f("ck_exception_request_state"),
        ),
        sa.CheckConstraint(
            "(state IN ('approved','refused')) = (decided_by IS NOT NULL) "
            "AND (decided_by IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_exception_request_decided"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> proposed_by",
            name=op.f("ck_exception_request_two_people"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR decision_reason <> ''",
            name=op.f("ck_exception_request_refused"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_exception_request_withdrawn"),
        ),
        sa.CheckConstraint(
            "reason <> '' AND document_number <> ''", name=op.f("ck_exception_request_document")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_exception_request_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_exception_request_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_exception_request_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_exception_request_proposed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exception_request")),
    )
    op.create_index("ix_exception_request_entry", "exception_request", ["entry_id", "id"])
    op.create_index("ix_exception_request_state", "exception_request", ["state", "id"])
    op.create_index(
        "uq_exception_request_open",
        "exception_request",
        ["entry_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def _product_result():
    op.create_table(
        "product_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("is_ocop", sa.Boolean(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('chung_nhan','cong_bo','tccs','truy_xuat')",
            name=op.f("ck_product_result_kind"),
        ),
        sa.CheckConstraint("product <> ''", name=op.f("ck_product_result_product")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["ledger_entry.id"], name=op.f("fk_product_result_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_result")),
    )
    op.create_index(op.f("ix_product_result_entry_id"), "product_result", ["entry_id"])


def downgrade():
    op.drop_table("product_result")
    op.drop_table("exception_request")
    op.execute("UPDATE support_content SET rule = 'content' WHERE rule = 'year'")
    with op.batch_alter_table("support_content") as batch_op:
        batch_op.drop_constraint(op.f("ck_support_content_rule"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_support_content_rule"), "rule IN ('content','standard','none')"
        )
    op.drop_column("support_content", "rule_document_on")
    for name in ("note", "budget", "lookback_document", "lookback"):
        op.drop_column("programme", name)
    for name in ("note", "document_number"):
        op.drop_column("history_review", name)
    op.drop_index("ix_ledger_entry_state", table_name="ledger_entry")
    for column in ("content_id", "project_id", "programme_id", "given_year"):
        op.drop_index(f"ix_ledger_entry_by_{column}", table_name="ledger_entry")
    op.drop_index("ix_ledger_entry_given", table_name="ledger_entry")
    for name in ("project_id", "programme_id"):
        if op.get_bind().dialect.name == "postgresql":
            op.drop_constraint(f"fk_ledger_entry_{name}", "ledger_entry", type_="foreignkey")
        op.drop_column("ledger_entry", name)
