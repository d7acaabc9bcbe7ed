"""Needs (đăng ký nhu cầu) and partners."""

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
