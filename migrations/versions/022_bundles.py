"""bundles."""

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
