"""The letters of a digest are found by it: whether it failed is asked for each of them."""

import sqlalchemy as sa
from alembic import op

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(
        "ix_letter_digest_id",
        "letter",
        ["digest_id"],
        sqlite_where=sa.text("digest_id IS NOT NULL"),
        postgresql_where=sa.text("digest_id IS NOT NULL"),
    )


def downgrade():
    op.drop_index("ix_letter_digest_id", table_name="letter")
