"""Exports: work asked for off the request, and the calendar feeds of due dates (ICS)."""

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def _index(name, table, columns, condition, unique=False):
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def upgrade():
    op.create_table(
        "export_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("lease_by", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting','working','done','failed','expired')",
            name=op.f("ck_export_job_state"),
        ),
        sa.CheckConstraint(
            "(state = 'done') = (file_id IS NOT NULL)", name=op.f("ck_export_job_file")
        ),
        sa.CheckConstraint(
            "state <> 'done' OR expires_at IS NOT NULL", name=op.f("ck_export_job_expires")
        ),
        sa.CheckConstraint(
            "(state = 'working') = (lease_by IS NOT NULL)"
            " AND (lease_by IS NULL) = (lease_until IS NULL)",
            name=op.f("ck_export_job_lease"),
        ),
        sa.CheckConstraint("(state = 'failed') = (fault <> '')", name=op.f("ck_export_job_fault")),
        sa.CheckConstraint(
            "(state IN ('done','failed','expired')) = (ended_at IS NOT NULL)",
            name=op.f("ck_export_job_ended"),
        ),
        sa.CheckConstraint(
            "done >= 0 AND total >= 0 AND attempts >= 0", name=op.f("ck_export_job_progress")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_export_job_asked_by")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_export_job_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_job")),
        sa.UniqueConstraint("file_id", name=op.f("uq_export_job_file_id")),
    )
    op.create_index("ix_export_job_asked_by", "export_job", ["asked_by", "id"])
    op.create_index("ix_export_job_state", "export_job", ["state", "id"])
    _index(
        "uq_export_job_once", "export_job", ["once_key"],
        "state IN ('waiting','working')", unique=True,
    )  # fmt: skip
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("with_names", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("hash", name=op.f("uq_calendar_feed_hash")),
    )
    _index(
        "uq_calendar_feed_person", "calendar_feed", ["person_id"], "ended_at IS NULL", unique=True
    )


def downgrade():
    op.drop_table("calendar_feed")
    op.drop_table("export_job")
