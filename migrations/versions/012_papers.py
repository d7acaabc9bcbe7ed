"""Official papers: their frozen data, numbers and codes; the office's own Word templates."""

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _one(name, table, columns, condition):
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def upgrade():
    op.create_table(
        "paper_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=True),
        sa.Column("uploader_name", sa.Text(), nullable=False),
        _moment("at"),
        _moment("retired_at", nullable=True),
        sa.CheckConstraint("state IN ('in_force','retired')", name=op.f("ck_paper_template_state")),
        sa.CheckConstraint(
            "(state = 'retired') = (retired_at IS NOT NULL)", name=op.f("ck_paper_template_retired")
        ),
        _fk("paper_template", "file_id", "stored_file.id"),
        _id("paper_template"),
        sa.UniqueConstraint("kind", "version", name=op.f("uq_paper_template_kind_version")),
    )
    _one("uq_paper_template_in_force", "paper_template", ["kind"], "state = 'in_force'")
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("frame", sa.JSON(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("numbered_by", sa.Integer(), nullable=True),
        _moment("numbered_at", nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("maker_name", sa.Text(), nullable=False),
        _moment("made_at"),
        _moment("ended_at", nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("template_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft','current','superseded','withdrawn')", name=op.f("ck_paper_state")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_paper_version")),
        sa.CheckConstraint(
            "(number = '') = (numbered_at IS NULL) AND (number = '') = (numbered_by IS NULL)"
            " AND (number = '' OR dated_on IS NOT NULL) AND (number = '' OR state <> 'draft')",
            name=op.f("ck_paper_number"),
        ),
        sa.CheckConstraint("code IS NULL OR state <> 'draft'", name=op.f("ck_paper_code")),
        sa.CheckConstraint(
            "(state IN ('superseded','withdrawn')) = (ended_at IS NOT NULL)",
            name=op.f("ck_paper_ended"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (ended_reason <> '')", name=op.f("ck_paper_withdrawn")
        ),
        _fk("paper", "file_id", "stored_file.id"),
        _fk("paper", "template_id", "paper_template.id"),
        _id("paper"),
        sa.UniqueConstraint("code", name=op.f("uq_paper_code")),
        sa.UniqueConstraint(
            "kind",
            "subject",
            "subject_id",
            "version",
            name=op.f("uq_paper_kind_subject_subject_id_version"),
        ),
    )
    for state in ("current", "draft"):
        _one(
            f"uq_paper_{state}",
            "paper",
            ["kind", "subject", "subject_id"],
            f"state = '{state}'",
        )
    op.create_index("ix_paper_subject", "paper", ["subject", "subject_id", "id"])
    op.create_index("ix_paper_reference", "paper", ["reference"])


def downgrade():
    op.drop_table("paper")
    op.drop_table("paper_template")
