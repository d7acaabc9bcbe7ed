"""Contents built on screen; the calendar; the province's profile."""

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
