"""The register of outgoing numbers; the province's silence setting.

A number stands in the register of its year once, whichever way the clerk wrote it: on a draft, at
the issue of one decision, at that of a list.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "027"
down_revision = "024"
branch_labels = None
depends_on = None

SORT_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
# Of a bare number: the symbol and the body of the kinds that are numbered.
SYMBOLS = {
    "bien_ban_hop": "bb-chi_cuc",
    "bien_ban_khao_sat": "bb-chi_cuc",
    "de_nghi_bo_sung": "cv-department",
    "khong_tiep_nhan": "tb-department",
    "quyet_dinh": "qd-department",
    "thoa_thuan": "btt-chi_cuc",
    "thong_bao_dung": "tb-department",
    "thong_bao_ket_qua": "tb-department",
    "thong_bao_khong_ho_tro": "tb-department",
    "thong_bao": "tb-department",
    "to_trinh": "ttr-chi_cuc",
    "to_trinh_khong_ho_tro": "ttr-chi_cuc",
    "xin_loi": "cv-department",
    "xin_y_kien": "cv-department",
}
# A document issued for many is about its bundle; one that was issued alone, about its dossier.
GIVEN = """
    SELECT i.kind, i.number, i.issued_on AS dated_on, i.issued_by AS given_by,
           i.issued_at AS given_at, CASE WHEN b.id IS NULL THEN 'application' ELSE 'bundle' END
               AS subject,
           COALESCE(b.id, (SELECT MIN(d.application_id) FROM decision d
                           WHERE d.document_id = i.id)) AS subject_id
    FROM issued_document i LEFT JOIN bundle b ON b.document_id = i.id ORDER BY i.id
"""
WRITTEN = """
    SELECT kind, number, dated_on, numbered_by AS given_by, numbered_at AS given_at, subject,
           subject_id
    FROM paper WHERE number <> '' AND state <> 'withdrawn' ORDER BY id
"""


def upgrade():
    op.execute(
        "ALTER TABLE province ADD COLUMN silence_days INTEGER"
        " CONSTRAINT ck_province_silence CHECK (silence_days > 0)"
    )
    op.create_table(
        "given_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number_key", SORT_TEXT, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number <> '' AND number_key <> ''", name=op.f("ck_given_number_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_number")),
        sa.UniqueConstraint("year", "number_key", name=op.f("uq_given_number_year_number_key")),
    )
    _numbers_of_before()


def _numbers_of_before():
    """Enter what was given before; of a number given twice the document that was issued first."""
    connection = op.get_bind()
    given = sa.table(
        "given_number",
        *map(sa.column, ("year", "number_key", "number", "subject", "subject_id", "given_by")),
        sa.column("issued", sa.Boolean()),
        sa.column("dated_on", sa.Date()),
        sa.column("given_at", sa.DateTime(timezone=True)),
    )
    known = set()
    for query in (GIVEN, WRITTEN):
        for row in connection.execute(
            sa.text(query).columns(dated_on=sa.Date(), given_at=sa.DateTime(timezone=True))
        ).all():
            place = (row.dated_on.year, _key(row.number, row.kind))
            if place in known or row.subject_id is None:
                continue
            known.add(place)
            connection.execute(
                given.insert().values(
                    year=place[0],
                    number_key=place[1],
                    number=row.number,
                    dated_on=row.dated_on,
                    subject=row.subject,
                    subject_id=row.subject_id,
                    issued=query is GIVEN,
                    given_by=row.given_by,
                    given_at=row.given_at,
                )
            )


def _key(number, kind):
    apart = unicodedata.normalize("NFKD", number.replace("đ", "d").replace("Đ", "D"))
    bare = "".join(each for each in apart if not unicodedata.combining(each))
    key = "".join(bare.casefold().split()).lstrip("0")
    return key if "/" in key else f"{key}/{SYMBOLS.get(kind, kind)}"


def downgrade():
    op.drop_table("given_number")
    op.execute("ALTER TABLE province DROP COLUMN silence_days")
