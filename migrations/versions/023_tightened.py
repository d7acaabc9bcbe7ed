"""What history tells besides (money, products, project, certificate); laws the database lacked."""

import sqlalchemy as sa
from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None

WAITING = sa.text("state = 'waiting'")
AMOUNT = "CONSTRAINT ck_ledger_entry_amount CHECK (amount >= 0)"
RULE_KEY = "CONSTRAINT ck_ledger_entry_rule_key CHECK (rule_key <> '')"
SAID = ("project_words", "amount", "products", "certificate_number", "certificate_on")
# Who asked twice waits once: the first stays, the later ones are answered by it.
ASKED_TWICE = """
    UPDATE claim SET state = 'refused', answered_at = created_at,
        reason = 'Trùng với yêu cầu trước đó của cùng một người.'
    WHERE state = 'waiting' AND EXISTS (
        SELECT 1 FROM claim earlier WHERE earlier.state = 'waiting' AND earlier.id < claim.id
        AND earlier.person_id = claim.person_id
        AND earlier.beneficiary_id = claim.beneficiary_id)
"""


def _said():
    return (
        sa.Column("project_words", sa.Text(), nullable=False, server_default=""),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("products", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("certificate_number", sa.Text(), nullable=False, server_default=""),
        sa.Column("certificate_on", sa.Date(), nullable=True),
    )


def _on_sqlite():
    return op.get_bind().dialect.name == "sqlite"


def _ledger_entry():
    # In plain words, which both databases understand: Alembic would make the table anew on SQLite,
    # and its trigger, and the way down of 004 and 005, would be gone. A column's CHECK may speak
    # of another column; on SQLite it goes with its own.
    op.execute("UPDATE ledger_entry SET rule_key = NULL WHERE rule_key = ''")
    for column in (
        "project_words TEXT NOT NULL DEFAULT ''",
        f"amount BIGINT {AMOUNT} {RULE_KEY}",
        "products JSON NOT NULL DEFAULT '[]'",
        "certificate_number TEXT NOT NULL DEFAULT ''",
        "certificate_on DATE",
    ):
        op.execute(f"ALTER TABLE ledger_entry ADD COLUMN {column}")


def upgrade():
    _ledger_entry()
    with op.batch_alter_table("import_row") as row:
        for column in (*_said(), sa.Column("project_id", sa.Integer(), nullable=True)):
            row.add_column(column)
        row.create_check_constraint(op.f("ck_import_row_amount"), "amount >= 0")
    _half_certificates()
    with op.batch_alter_table("product_result") as result:
        result.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        result.create_foreign_key(
            op.f("fk_product_result_batch_id"), "import_batch", ["batch_id"], ["id"]
        )
        result.create_index(op.f("ix_product_result_batch_id"), ["batch_id"])
        result.create_check_constraint(
            op.f("ck_product_result_issued"), "(document_number = '') = (issued_on IS NULL)"
        )
    op.execute("UPDATE programme SET budget = NULL WHERE budget <= 0")
    op.execute(
        "UPDATE programme SET year_from = year_to, year_to = year_from WHERE year_from > year_to"
    )
    with op.batch_alter_table("programme") as programme:
        programme.create_check_constraint(op.f("ck_programme_years"), "year_from <= year_to")
        programme.create_check_constraint(op.f("ck_programme_budget"), "budget > 0")
    _forms()
    _form_id(nullable=False)
    op.create_index(
        op.f("ix_registration_form_organisation_id"), "registration_form", ["organisation_id"]
    )
    op.execute(ASKED_TWICE)
    op.create_index(
        "uq_claim_waiting",
        "claim",
        ["person_id", "beneficiary_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _half_certificates():
    """Keep a number without its date, or a date without its number, with the support itself."""
    halves = sa.text(
        "SELECT id, entry_id, document_number, issued_on FROM product_result "
        "WHERE (document_number = '') <> (issued_on IS NULL) ORDER BY id DESC"
    ).columns(issued_on=sa.Date())
    bind = op.get_bind()
    for half in bind.execute(halves).all():
        bind.execute(
            sa.text(
                "UPDATE ledger_entry SET certificate_number = CASE WHEN :number = '' THEN"
                " certificate_number WHEN certificate_number = '' THEN :number"
                " ELSE :number || '; ' || certificate_number END,"
                " certificate_on = COALESCE(:day, certificate_on) WHERE id = :entry"
            ).bindparams(
                sa.bindparam("number", type_=sa.Text()), sa.bindparam("day", type_=sa.Date())
            ),
            {"number": half.document_number, "day": half.issued_on, "entry": half.entry_id},
        )
        bind.execute(
            sa.text(
                "UPDATE product_result SET document_number = '', issued_on = NULL WHERE id = :id"
            ),
            {"id": half.id},
        )


def _forms():
    """Give every dossier without a phiếu one of its own."""
    bind = op.get_bind()
    bare = sa.text("SELECT id FROM application WHERE form_id IS NULL ORDER BY id")
    for key in bind.scalars(bare).all():
        form = bind.scalar(
            sa.text(
                "INSERT INTO registration_form (organisation_id, call_id, created_by, created_at)"
                " SELECT organisation_id, call_id, created_by, created_at FROM application"
                " WHERE id = :id RETURNING id"
            ),
            {"id": key},
        )
        bind.execute(
            sa.text("UPDATE application SET form_id = :form WHERE id = :id"),
            {"form": form, "id": key},
        )


def _form_id(*, nullable):
    """Change the column; the number of a discarded draft is still never given again."""
    bind, last = op.get_bind(), None
    if _on_sqlite():
        last = bind.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'application'"))
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column("form_id", existing_type=sa.Integer(), nullable=nullable)
    if last is not None:
        bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'application'"))
        bind.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('application', :last)"),
            {"last": last},
        )


def downgrade():
    op.drop_index("uq_claim_waiting", table_name="claim")
    op.drop_index(op.f("ix_registration_form_organisation_id"), table_name="registration_form")
    _form_id(nullable=True)
    with op.batch_alter_table("programme") as programme:
        for name in ("budget", "years"):
            programme.drop_constraint(op.f(f"ck_programme_{name}"), type_="check")
    with op.batch_alter_table("product_result") as result:
        result.drop_constraint(op.f("ck_product_result_issued"), type_="check")
        result.drop_index(op.f("ix_product_result_batch_id"))
        result.drop_constraint(op.f("fk_product_result_batch_id"), type_="foreignkey")
        result.drop_column("batch_id")
    with op.batch_alter_table("import_row") as row:
        row.drop_constraint(op.f("ck_import_row_amount"), type_="check")
        for name in (*SAID, "project_id"):
            row.drop_column(name)
    if not _on_sqlite():
        op.drop_constraint(op.f("ck_ledger_entry_rule_key"), "ledger_entry", type_="check")
    for name in SAID:
        op.execute(f"ALTER TABLE ledger_entry DROP COLUMN {name}")
