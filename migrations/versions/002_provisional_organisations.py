"""Organisations known before they register: imported, entered for them, named by a partner."""

import sqlalchemy as sa
from alembic import op

from app.organisations.likeness import Description
from app.organisations.services.words import written

revision = "002"
down_revision = "001"
branch_labels = None
depends_on = None

CHUNK = 1000


def upgrade():
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.add_column(
            sa.Column("origin", sa.Text(), nullable=False, server_default="registered")
        )
        for name in ("is_provisional", "is_standin"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.add_column(sa.Column("batch_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("joined_into_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_organisation_joined_into_id"), "organisation", ["joined_into_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_origin"),
            "origin IN ('registered','imported','assisted','partner')",
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_standin"), "NOT (is_standin AND is_provisional)"
        )
        batch_op.create_check_constraint(
            op.f("ck_organisation_joined_into"), "joined_into_id <> id"
        )
        batch_op.create_index("ix_organisation_batch", ["batch_id"], unique=False)
        batch_op.create_index(op.f("ix_organisation_joined_into_id"), ["joined_into_id"])
    with op.batch_alter_table("claim") as batch_op:
        batch_op.add_column(sa.Column("basis", sa.Text(), nullable=False, server_default="code"))
        batch_op.add_column(sa.Column("confirmation", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("standin_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_claim_standin_id"), "organisation", ["standin_id"], ["id"]
        )
        batch_op.create_check_constraint(op.f("ck_claim_basis"), "basis IN ('code','likeness')")
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_former_name_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_organisation_id"), "former_name", ["organisation_id"])
    op.create_table(
        "organisation_word",
        sa.Column(
            "word", sa.String().with_variant(sa.String(collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_word_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("word", "organisation_id", name=op.f("pk_organisation_word")),
    )
    op.create_index("ix_organisation_word_organisation", "organisation_word", ["organisation_id"])
    _unknown_commune()
    _words()


def _unknown_commune():
    # A downgrade leaves it where organisations refer to it.
    op.execute(
        "INSERT INTO commune (code, name, position) SELECT '00000', 'Chưa xác định', 0 "
        "WHERE NOT EXISTS (SELECT 1 FROM commune WHERE code = '00000')"
    )


def _words():
    """Write the keys by which the organisations that are there already are found."""
    words = sa.table("organisation_word", sa.column("word"), sa.column("organisation_id"))
    rows = []
    for row in op.get_bind().execute(
        sa.text(
            "SELECT o.id, o.name, o.representative, o.phone, o.email, i.value FROM organisation o "
            "LEFT JOIN identifier i ON i.organisation_id = o.id AND i.valid_to IS NULL"
        )
    ):
        said = Description(
            row.name,
            code=row.value or "",
            representative=row.representative,
            phone=row.phone,
            email=row.email,
        )
        rows += [(word, row.id) for word in written(said)]
    # An organisation with two valid codes has two rows above.
    found = [{"word": word, "organisation_id": key} for word, key in sorted(set(rows))]
    for start in range(0, len(found), CHUNK):
        op.bulk_insert(words, found[start : start + CHUNK])


def downgrade():
    op.drop_table("organisation_word")
    op.drop_table("former_name")
    with op.batch_alter_table("claim") as batch_op:
        batch_op.drop_constraint(op.f("ck_claim_basis"), type_="check")
        batch_op.drop_constraint(op.f("fk_claim_standin_id"), type_="foreignkey")
        for name in ("standin_id", "confirmation", "basis"):
            batch_op.drop_column(name)
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.drop_index(op.f("ix_organisation_joined_into_id"))
        batch_op.drop_index("ix_organisation_batch")
        for name in ("joined_into", "standin", "origin"):
            batch_op.drop_constraint(op.f(f"ck_organisation_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_organisation_joined_into_id"), type_="foreignkey")
        for name in ("joined_into_id", "batch_id", "is_standin", "is_provisional", "origin"):
            batch_op.drop_column(name)
    op.execute(
        "DELETE FROM commune WHERE code = '00000' AND NOT EXISTS "
        "(SELECT 1 FROM organisation WHERE commune_code = '00000')"
    )
