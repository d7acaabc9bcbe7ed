"""Bundles for signature; documents as the clerk's register has them, each number once a year."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
SORT_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table, name, condition):
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _int(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _text(name):
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade():
    table = "issued_document"
    op.create_table(
        table,
        _int("id"),
        _text("kind"),
        _int("year"),
        _text("number"),
        sa.Column("number_key", SORT_TEXT, nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        _int("file_id"),
        _int("issued_by", nullable=True),
        sa.Column("issued_at", _MOMENT, nullable=False),
        _check(table, "kind", "kind IN ('quyet_dinh','thong_bao')"),
        _check(table, "number", "number <> '' AND number_key <> ''"),
        _check(table, "year", "year BETWEEN 2000 AND 2100"),
        _fk(table, "file_id", "stored_file.id"),
        _fk(table, "issued_by", "person.id"),
        _id(table),
        sa.UniqueConstraint(
            "kind", "year", "number_key", name=op.f("uq_issued_document_kind_year_number_key")
        ),
    )
    with op.batch_alter_table("decision") as batch:
        batch.add_column(_int("document_id", nullable=True))
        batch.create_foreign_key(
            op.f("fk_decision_document_id"), "issued_document", ["document_id"], ["id"]
        )
        batch.create_index(op.f("ix_decision_document_id"), ["document_id"])
    _documents_of_before()
    _bundles()


def _documents_of_before():
    """What was issued one by one under one number in a year is one document."""
    connection = op.get_bind()
    decision = sa.table(
        "decision",
        *map(sa.column, ("id", "outcome", "number", "issued_file_id", "issued_by", "document_id")),
        sa.column("issued_on", sa.Date()),
        sa.column("issued_at", _MOMENT),
    )
    document = sa.table(
        "issued_document",
        *map(sa.column, ("id", "kind", "year", "number", "number_key", "file_id", "issued_by")),
        sa.column("issued_on", sa.Date()),
        sa.column("issued_at", _MOMENT),
    )
    rows = connection.execute(
        sa.select(decision).where(decision.c.issued_on.is_not(None)).order_by(decision.c.id)
    ).all()
    known = {}
    for row in rows:
        kind = "quyet_dinh" if row.outcome == "approve" else "thong_bao"
        plain = row.number.replace("đ", "d").replace("Đ", "D")
        apart = unicodedata.normalize("NFKD", plain)
        bare = "".join(each for each in apart if not unicodedata.combining(each))
        key = "".join(bare.casefold().split())
        place = (kind, row.issued_on.year, key)
        if place not in known:
            known[place] = len(known) + 1
            connection.execute(
                document.insert().values(
                    id=known[place],
                    kind=kind,
                    year=row.issued_on.year,
                    number=row.number,
                    number_key=key,
                    issued_on=row.issued_on,
                    file_id=row.issued_file_id,
                    issued_by=row.issued_by,
                    issued_at=row.issued_at,
                )
            )
        connection.execute(
            decision.update().where(decision.c.id == row.id).values(document_id=known[place])
        )
    if known and connection.dialect.name == "postgresql":
        connection.execute(
            sa.text(f"SELECT setval('issued_document_id_seq', {len(known)})")  # noqa: S608  (a count)
        )


def _bundles():
    table = "bundle"
    op.create_table(
        table,
        _int("id"),
        _int("call_id"),
        _text("outcome"),
        sa.Column("on_screen", sa.Boolean(), nullable=False),
        _text("state"),
        _int("version"),
        _int("created_by"),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("out_at", _MOMENT, nullable=True),
        _text("signer_name"),
        _text("signer_capacity"),
        sa.Column("signed_on", sa.Date(), nullable=True),
        _int("signed_by", nullable=True),
        _int("document_id", nullable=True),
        _text("reason"),
        _check(table, "state", "state IN ('draft','out','signed','issued','cancelled')"),
        _check(table, "outcome", "outcome IN ('approve','reject')"),
        _check(table, "cancelled", "(state = 'cancelled') = (reason <> '')"),
        _check(table, "out", "state <> 'out' OR out_at IS NOT NULL"),
        _check(
            table,
            "signed",
            "on_screen OR state NOT IN ('signed','issued')"
            " OR (signer_name <> '' AND signed_on IS NOT NULL AND signed_by IS NOT NULL)",
        ),
        _check(table, "issued", "state <> 'issued' OR document_id IS NOT NULL"),
        _fk(table, "call_id", "call.id"),
        _fk(table, "created_by", "person.id"),
        _fk(table, "signed_by", "person.id"),
        _fk(table, "document_id", "issued_document.id"),
        _id(table),
    )
    op.create_index("ix_bundle_state", table, ["state", "id"])
    op.create_index("ix_bundle_document_id", table, ["document_id"], unique=True)
    table = "bundle_row"
    op.create_table(
        table,
        _int("id"),
        _int("bundle_id"),
        _int("application_id"),
        _text("state"),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        _text("reason"),
        _text("problem"),
        _int("seen_version"),
        _check(table, "state", "state IN ('listed','struck','signed','issued','refused')"),
        _check(table, "reason", "state NOT IN ('struck','refused') OR reason <> ''"),
        _check(table, "live", "NOT live OR state IN ('listed','signed')"),
        _check(table, "amount", "amount IS NULL OR amount > 0"),
        _fk(table, "bundle_id", "bundle.id"),
        _fk(table, "application_id", "application.id"),
        _id(table),
        sa.UniqueConstraint(
            "bundle_id", "application_id", name=op.f("uq_bundle_row_bundle_id_application_id")
        ),
    )
    op.create_index(
        "uq_bundle_row_live",
        table,
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_index("ix_bundle_row_application", table, ["application_id", "id"])


def downgrade():
    op.drop_table("bundle_row")
    op.drop_table("bundle")
    op.drop_index(op.f("ix_decision_document_id"), "decision")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("fk_decision_document_id"), type_="foreignkey")
        batch.drop_column("document_id")
    op.drop_table("issued_document")
