"""queue."""

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
