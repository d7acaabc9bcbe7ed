"""Several people of one organisation; people without e-mail; letters on paper."""

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
