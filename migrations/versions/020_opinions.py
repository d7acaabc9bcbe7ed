"""Opinions asked of other bodies (xin ý kiến), and the address book of those bodies."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(name, nullable=False):
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade():
    op.create_table(
        "agency",
        _number("id"),
        _words("name"),
        _words("email"),
        _words("phone"),
        _words("address"),
        _moment("closed_at", nullable=True),
        _number("version"),
        sa.CheckConstraint("name <> ''", name=op.f("ck_agency_name")),
        _id("agency"),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )
    op.create_table(
        "opinion",
        _number("id"),
        _number("application_id"),
        _number("agency_id", nullable=True),
        _words("name"),
        _words("email"),
        _words("address"),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("deadline_on", sa.Date(), nullable=False),
        _number("asked_by"),
        _moment("asked_at"),
        _words("state"),
        _words("token_hash", nullable=True),
        _moment("expires_at", nullable=True),
        _moment("reminded_at", nullable=True),
        _moment("answered_at", nullable=True),
        _words("answer_via"),
        _words("answer_number"),
        sa.Column("answer_on", sa.Date(), nullable=True),
        _words("answer_text"),
        _words("answerer"),
        _number("file_id", nullable=True),
        _number("recorded_by", nullable=True),
        _words("close_reason"),
        sa.CheckConstraint("state IN ('asked','answered','closed')", name=op.f("ck_opinion_state")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_opinion_name")),
        sa.CheckConstraint(
            "(state = 'answered') = (answered_at IS NOT NULL)"
            " AND (answered_at IS NULL) = (answer_via = '')",
            name=op.f("ck_opinion_answered"),
        ),
        sa.CheckConstraint("answer_via IN ('','officer','link')", name=op.f("ck_opinion_via")),
        sa.CheckConstraint(
            "(answer_via = 'officer') = (recorded_by IS NOT NULL)",
            name=op.f("ck_opinion_recorded"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (close_reason <> '')", name=op.f("ck_opinion_closed")
        ),
        sa.CheckConstraint(
            "(email = '') = (token_hash IS NULL) AND (email = '') = (expires_at IS NULL)",
            name=op.f("ck_opinion_link"),
        ),
        _fk("opinion", "application_id", "application.id"),
        _fk("opinion", "agency_id", "agency.id"),
        _fk("opinion", "asked_by", "person.id"),
        _fk("opinion", "file_id", "stored_file.id"),
        _fk("opinion", "recorded_by", "person.id"),
        _id("opinion"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_opinion_token_hash")),
    )
    op.create_index("ix_opinion_application", "opinion", ["application_id", "id"])
    op.create_index("ix_opinion_deadline", "opinion", ["state", "deadline_on", "id"])


def downgrade():
    op.drop_table("opinion")
    op.drop_table("agency")
