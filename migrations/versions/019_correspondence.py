"""correspondence."""

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
