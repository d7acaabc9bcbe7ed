"""Programmes, projects and calls set up on screen."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

# An approval counts from the director's decision on, whether or not the clerk has issued it.
COUNT_APPROVALS = """
    UPDATE call_content SET approved = (
        SELECT COUNT(*) FROM application a
        WHERE a.call_id = call_content.call_id AND a.content_id = call_content.content_id
          AND a.status IN ('approved_unissued', 'approved'))
"""
# What was loaded from a file was public at once.
WHEN_PUBLISHED = """
    UPDATE call SET published_at = COALESCE((
        SELECT MIN(e.at) FROM event e WHERE e.subject = 'call' AND e.subject_id = call.id),
        opens_at)
    WHERE state <> 'draft'
"""


def upgrade():
    with op.batch_alter_table("programme") as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("project_word", sa.Text(), nullable=False, server_default="dự án")
        )
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_foreign_key(
            batch_op.f("fk_programme_parent_id"), "programme", ["parent_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_programme_parent_id"), ["parent_id"], unique=False)
    op.add_column("project", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.add_column("project", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    for name in ("published_at", "closed_at", "told_at"):
        op.add_column("call", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in ("reserve_days", "unsigned_days"):
        op.add_column("call", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column(
        "call", sa.Column("council", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for name in ("communes", "priorities"):
        op.add_column("call", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("call", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.execute(WHEN_PUBLISHED)
    op.execute("UPDATE call SET told_at = published_at")  # no news was promised then
    op.execute("UPDATE call SET closed_at = closes_at WHERE state = 'closed'")
    with op.batch_alter_table("call") as batch_op:
        batch_op.drop_constraint(op.f("ck_call_state"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_call_state"), "state IN ('draft','published','closed','archived')"
        )
        batch_op.create_check_constraint(
            op.f("ck_call_published"), "(state = 'draft') = (published_at IS NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_call_closed"), "(state IN ('closed','archived')) = (closed_at IS NOT NULL)"
        )
        batch_op.create_check_constraint(
            op.f("ck_call_lives"),
            "(reserve_days IS NULL OR reserve_days > 0) "
            "AND (unsigned_days IS NULL OR unsigned_days > 0)",
        )

    op.add_column("call_content", sa.Column("ceiling", sa.BigInteger(), nullable=True))
    op.add_column(
        "call_content", sa.Column("approved", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(COUNT_APPROVALS)
    with op.batch_alter_table("call_content") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_call_content_ceiling"), "ceiling IS NULL OR ceiling > 0"
        )
        batch_op.create_check_constraint(
            op.f("ck_call_content_approved"),
            "approved >= 0 AND (quota IS NULL OR approved <= quota)",
        )

    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criterion_weight")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_criterion_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    op.create_index(op.f("ix_criterion_call_id"), "criterion", ["call_id"])
    op.create_table(
        "public_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(programme_id IS NULL) <> (call_id IS NULL)", name=op.f("ck_public_document_of_one")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_public_document_programme_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_public_document_call_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_public_document_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_document")),
    )
    op.create_index(op.f("ix_public_document_programme_id"), "public_document", ["programme_id"])
    op.create_index(op.f("ix_public_document_call_id"), "public_document", ["call_id"])
    op.create_table(
        "news_subscription",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_news_subscription_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["content_id"], ["support_content.id"], name=op.f("fk_news_subscription_content_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "content_id", name=op.f("pk_news_subscription")),
    )
    op.create_index(op.f("ix_news_subscription_content_id"), "news_subscription", ["content_id"])


def downgrade():
    op.drop_table("news_subscription")
    op.drop_table("public_document")
    op.drop_table("criterion")
    with op.batch_alter_table("call_content") as batch_op:
        batch_op.drop_constraint(op.f("ck_call_content_approved"), type_="check")
        batch_op.drop_constraint(op.f("ck_call_content_ceiling"), type_="check")
        batch_op.drop_column("approved")
        batch_op.drop_column("ceiling")
    op.execute("UPDATE call SET state = 'closed' WHERE state = 'archived'")
    with op.batch_alter_table("call") as batch_op:
        for name in ("lives", "closed", "published", "state"):
            batch_op.drop_constraint(op.f(f"ck_call_{name}"), type_="check")
        batch_op.create_check_constraint(
            op.f("ck_call_state"), "state IN ('draft','published','closed')"
        )
        for name in (
            "version", "priorities", "communes", "council", "unsigned_days", "reserve_days",
            "told_at", "closed_at", "published_at",
        ):  # fmt: skip
            batch_op.drop_column(name)
    with op.batch_alter_table("project") as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("note")
    with op.batch_alter_table("programme") as batch_op:
        batch_op.drop_index(batch_op.f("ix_programme_parent_id"))
        batch_op.drop_constraint(batch_op.f("fk_programme_parent_id"), type_="foreignkey")
        for name in ("version", "project_word", "parent_id"):
            batch_op.drop_column(name)
