"""One registration form (phiếu đăng ký) for several contents; more kinds of files."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "registration_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_registration_form_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_registration_form_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_registration_form_created_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_form")),
        sqlite_autoincrement=True,
    )
    # Written out: batch mode would make the table anew, and a discarded draft's number with it.
    op.execute(
        "ALTER TABLE application ADD COLUMN form_id INTEGER"
        " CONSTRAINT fk_application_form_id REFERENCES registration_form (id)"
    )
    op.create_index("ix_application_form", "application", ["form_id", "id"])
    # Every dossier so far was a phiếu of its own, numbered like the dossier.
    op.execute(
        "INSERT INTO registration_form (id, organisation_id, call_id, created_by, created_at)"
        " SELECT id, organisation_id, call_id, created_by, created_at FROM application"
    )
    op.execute("UPDATE application SET form_id = id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('registration_form', 'id'),"
            " COALESCE((SELECT MAX(id) FROM registration_form), 0) + 1, false)"
        )
    op.add_column(
        "required_document",
        sa.Column("accepts", sa.JSON(), nullable=False, server_default='["pdf", "image"]'),
    )


def downgrade():
    op.drop_column("required_document", "accepts")
    op.drop_index("ix_application_form", table_name="application")
    with op.batch_alter_table(  # made anew: see 009
        "application", table_kwargs={"sqlite_autoincrement": True}
    ) as batch:
        batch.drop_column("form_id")
    op.drop_table("registration_form")
