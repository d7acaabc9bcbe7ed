"""Programmes, projects and calls set up on screen."""

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
