"""opinions."""

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
