"""Questions and answers about a dossier, and how its organisation found it went."""

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade():
    op.create_table(
        "thread",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("unread_inside", sa.Integer(), nullable=False),
        sa.Column("unread_outside", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(waiting_since IS NULL) = (due_on IS NULL)", name=op.f("ck_thread_waiting")
        ),
        sa.CheckConstraint(
            "unread_inside >= 0 AND unread_outside >= 0", name=op.f("ck_thread_unread")
        ),
        _fk("thread", "application_id", "application.id"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_thread")),
    )
    op.create_index(
        "ix_thread_waiting",
        "thread",
        ["due_on", "application_id"],
        sqlite_where=sa.text("due_on IS NOT NULL"),
        postgresql_where=sa.text("due_on IS NOT NULL"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_message_text")),
        _fk("message", "application_id", "application.id"),
        _fk("message", "person_id", "person.id"),
        _fk("message", "file_id", "stored_file.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index("ix_message_application", "message", ["application_id", "id"])
    op.create_table(
        "satisfaction",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_satisfaction_score")),
        _fk("satisfaction", "application_id", "application.id"),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_satisfaction")),
    )


def downgrade():
    op.drop_table("satisfaction")
    op.drop_table("message")
    op.drop_table("thread")
