"""Acts on organisations: rename, join, split, with what is needed to undo them."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("beneficiary", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joined_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_beneficiary_joined_into_id"), "beneficiary", ["joined_into_id"], ["id"]
        )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ceased_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_parent_id"), "organisation", ["parent_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_organisation_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "succession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("inherits", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("successor_id <> predecessor_id", name=op.f("ck_succession_two")),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_succession_successor_id")
        ),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name=op.f("fk_succession_predecessor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
        sa.UniqueConstraint(
            "successor_id", "predecessor_id", name=op.f("uq_succession_successor_id")
        ),
    )
    op.create_index(op.f("ix_succession_predecessor_id"), "succession", ["predecessor_id"])

    op.create_table(
        "organisation_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('identifier','rename','branch','successor','join','split')",
            name=op.f("ck_organisation_act_kind"),
        ),
        sa.CheckConstraint(
            "document_number <> '' AND reason <> ''", name=op.f("ck_organisation_act_document")
        ),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undo_reason = '')",
            name=op.f("ck_organisation_act_undone"),
        ),
        sa.CheckConstraint(
            "other_id IS NULL OR other_id <> organisation_id", name=op.f("ck_organisation_act_two")
        ),
        sa.CheckConstraint(
            "(kind IN ('identifier','rename')) = (other_id IS NULL)",
            name=op.f("ck_organisation_act_other"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["person.id"], name=op.f("fk_organisation_act_done_by")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_organisation_act_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_act_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["organisation.id"], name=op.f("fk_organisation_act_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["person.id"], name=op.f("fk_organisation_act_undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_act")),
    )
    op.create_index(
        "ix_organisation_act_organisation", "organisation_act", ["organisation_id", "id"]
    )
    op.create_index("ix_organisation_act_other", "organisation_act", ["other_id", "id"])


def downgrade():
    op.drop_table("organisation_act")
    op.drop_table("succession")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_parent_id"))
        batch_op.drop_constraint(batch_op.f("fk_organisation_parent_id"), type_="foreignkey")
        batch_op.drop_column("ceased_on")
        batch_op.drop_column("parent_id")
    with op.batch_alter_table("beneficiary", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_beneficiary_joined_into_id"), type_="foreignkey")
        batch_op.drop_column("joined_into_id")
