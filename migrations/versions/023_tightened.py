"""tightened."""

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
