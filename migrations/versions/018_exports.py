"""exports."""

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
