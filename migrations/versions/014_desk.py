"""desk."""

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
