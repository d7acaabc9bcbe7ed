"""Letters: what each is about, words of the office's own, how each address wants them."""

import sqlalchemy as sa
from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

BEFORE = "state IN ('waiting','sending','sent','failed','to_print','handed_over')"
AFTER = (
    "state IN ('waiting','sending','sent','failed','to_print','handed_over','gathered',"
    "'digested','unwanted')"
)
DIGEST = "(state = 'digested') = (digest_id IS NOT NULL)"
GATHERED = "NOT (sensitive AND state IN ('gathered','digested'))"


def upgrade():
    with op.batch_alter_table("letter") as batch:
        batch.add_column(sa.Column("about", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("digest_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_letter_state"), type_="check")
        batch.create_check_constraint(op.f("ck_letter_state"), AFTER)
        batch.create_check_constraint(op.f("ck_letter_digest"), DIGEST)
        batch.create_check_constraint(op.f("ck_letter_gathered"), GATHERED)
        batch.create_check_constraint(op.f("ck_letter_about"), "(about = '') = (about_id IS NULL)")
        batch.create_foreign_key(op.f("fk_letter_digest_id"), "letter", ["digest_id"], ["id"])
    op.create_index("ix_letter_about", "letter", ["about", "about_id", "id"])
    op.create_table(
        "letter_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        sa.Column("writer_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('in_force','retired')", name=op.f("ck_letter_version_state")),
        sa.CheckConstraint(
            "(state = 'retired') = (retired_at IS NOT NULL)",
            name=op.f("ck_letter_version_retired"),
        ),
        sa.CheckConstraint(
            "subject <> '' AND body <> '' AND reason <> ''", name=op.f("ck_letter_version_said")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_version")),
        sa.UniqueConstraint("letter", "version", name=op.f("uq_letter_version_letter_version")),
    )
    op.create_index(
        "uq_letter_version_in_force",
        "letter_version",
        ["letter"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_table(
        "letter_preference",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sort", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way IN ('each','daily','none')", name=op.f("ck_letter_preference_way")),
        sa.CheckConstraint(
            "way <> 'none' OR sort = 'news'", name=op.f("ck_letter_preference_none")
        ),
        sa.PrimaryKeyConstraint("address", "sort", name=op.f("pk_letter_preference")),
    )


def downgrade():
    op.drop_table("letter_preference")
    op.drop_table("letter_version")
    # What waited for a digest leaves by itself; what went with one has left.
    op.execute("UPDATE letter SET state = 'waiting' WHERE state = 'gathered'")
    op.execute(
        "UPDATE letter SET state = 'sent', sent_at = created_at, digest_id = NULL"
        " WHERE state = 'digested'"
    )
    op.execute("DELETE FROM letter WHERE state = 'unwanted'")
    op.drop_index("ix_letter_about", table_name="letter")
    with op.batch_alter_table("letter") as batch:
        batch.drop_constraint(op.f("fk_letter_digest_id"), type_="foreignkey")
        for name in ("about", "gathered", "digest", "state"):
            batch.drop_constraint(op.f(f"ck_letter_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_letter_state"), BEFORE)
        batch.drop_column("digest_id")
        batch.drop_column("about_id")
        batch.drop_column("about")
