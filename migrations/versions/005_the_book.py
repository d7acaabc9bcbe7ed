"""The book of supports: exceptions, projects of entries, results of products."""

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
