"""signatures."""

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
