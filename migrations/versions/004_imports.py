"""Imports of the history: batches, their rows, what was decided."""

revision = "004"
down_revision = "003"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
