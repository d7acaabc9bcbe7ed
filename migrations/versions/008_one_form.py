"""One registration form for several contents; more kinds of files."""

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
