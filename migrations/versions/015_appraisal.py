"""appraisal."""

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
