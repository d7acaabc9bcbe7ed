"""Needs (đăng ký nhu cầu) and partners."""

import sqlalchemy as sa
from alembic import op

revision = "010"
down_revision = "009"
branch_labels = None
depends_on = None


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade():
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('lien_minh_htx','hiep_hoi_dn','so_nganh','ubnd_xa')",
            name=op.f("ck_partner_kind"),
        ),
        _id("partner"),
        sa.UniqueConstraint("name", name=op.f("uq_partner_name")),
    )
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("said_name", sa.Text(), nullable=False),
        sa.Column("said_code", sa.Text(), nullable=False),
        sa.Column("commune_code", sa.Text(), nullable=False),
        sa.Column("wanted_year", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wanted_year BETWEEN 2012 AND 2100", name=op.f("ck_need_wanted_year")),
        _fk("need", "organisation_id", "organisation.id"),
        _fk("need", "partner_id", "partner.id"),
        _fk("need", "commune_code", "commune.code"),
        _fk("need", "created_by", "person.id"),
        _id("need"),
    )
    op.create_index("ix_need_organisation", "need", ["organisation_id", "id"])
    op.create_index("ix_need_partner", "need", ["partner_id", "id"])
    op.create_table(
        "need_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('unconfirmed','open','invited','applied','withdrawn','declined')",
            name=op.f("ck_need_item_status"),
        ),
        sa.CheckConstraint(
            "status <> 'invited' OR call_id IS NOT NULL", name=op.f("ck_need_item_call")
        ),
        sa.CheckConstraint(
            "(status = 'applied') = (application_id IS NOT NULL)",
            name=op.f("ck_need_item_application"),
        ),
        _fk("need_item", "need_id", "need.id"),
        _fk("need_item", "content_id", "support_content.id"),
        _fk("need_item", "call_id", "call.id"),
        _id("need_item"),
        sa.UniqueConstraint("need_id", "content_id", name=op.f("uq_need_item_need_id")),
    )
    op.create_index("ix_need_item_content", "need_item", ["content_id", "status", "id"])
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("partner_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_person_partner_id"), "partner", ["partner_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_person_partner_id"), ["partner_id"], unique=False)


def downgrade():
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_partner_id"))
        batch_op.drop_constraint(batch_op.f("fk_person_partner_id"), type_="foreignkey")
        batch_op.drop_column("partner_id")
    op.drop_table("need_item")
    op.drop_table("need")
    op.drop_table("partner")
