"""The whole appraisal sheet and its draft, visits on the spot, declared interests.

What was appraised before keeps its words: each ticked item becomes "đạt", each other one stays
without a result.
"""

import sqlalchemy as sa
from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

DEEDS = ("UPDATE", "DELETE")
# The general items as they read when the sheet only had ticks.
LABELS = {
    "eligible": "Đúng đối tượng, địa bàn theo kế hoạch",
    "complete": "Thành phần hồ sơ đầy đủ, hợp lệ",
    "not_supported": "Chưa được hỗ trợ nội dung này",
    "feasible": "Mục tiêu, phạm vi áp dụng khả thi",
    "contribution": "Có nguồn lực đối ứng phù hợp",
}
_TABLE = sa.table("appraisal", sa.column("id", sa.Integer), sa.column("checklist", sa.JSON))


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(name):
    return sa.Column(name, sa.Text(), nullable=False)


def _one(name, table, columns, condition):
    op.create_index(
        name,
        table,
        columns,
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def _protect(table):
    if op.get_bind().dialect.name == "sqlite":
        for deed in DEEDS:
            op.execute(
                f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for deed in DEEDS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def _unprotect(table):
    if op.get_bind().dialect.name == "sqlite":
        for deed in DEEDS:
            op.execute(f"DROP TRIGGER {table}_no_{deed.lower()}")
        return
    for deed in (*DEEDS, "TRUNCATE"):
        op.execute(f"DROP TRIGGER {table}_no_{deed.lower()} ON {table}")
    op.execute(f"DROP FUNCTION {table}_refuse()")


def _rewrite(told):
    connection = op.get_bind()
    for row in connection.execute(sa.select(_TABLE.c.id, _TABLE.c.checklist)).all():
        connection.execute(
            _TABLE.update().where(_TABLE.c.id == row.id).values(checklist=told(row.checklist))
        )


def _as_rows(ticks):
    return [
        {"key": key, "label": LABELS.get(key, key), "result": "pass" if ticked else "", "note": ""}
        for key, ticked in ticks.items()
    ]


def _as_ticks(rows):
    return {row["key"]: row["result"] == "pass" for row in rows}


def upgrade():
    with op.batch_alter_table("appraisal") as batch_op:
        batch_op.add_column(sa.Column("scores", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(_number("total", nullable=True))
        batch_op.add_column(sa.Column("proposed_amount", sa.BigInteger(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_appraisal_total"), "total IS NULL OR total BETWEEN 0 AND 10000"
        )
        batch_op.create_check_constraint(
            op.f("ck_appraisal_proposed_amount"),
            "proposed_amount IS NULL OR (proposed_amount > 0 AND recommendation = 'approve')",
        )
    _rewrite(_as_rows)
    _protect("appraisal")
    op.create_table(
        "appraisal_draft",
        _number("id"),
        _number("application_id"),
        _number("person_id"),
        sa.Column("said", sa.JSON(), nullable=False),
        _number("version"),
        _moment("updated_at"),
        _fk("appraisal_draft", "application_id", "application.id"),
        _fk("appraisal_draft", "person_id", "person.id"),
        _id("appraisal_draft"),
        sa.UniqueConstraint("application_id", name=op.f("uq_appraisal_draft_application_id")),
    )
    op.create_table(
        "field_visit",
        _number("id"),
        _number("application_id"),
        _words("state"),
        sa.Column("visit_on", sa.Date(), nullable=False),
        _words("starts"),
        _words("place"),
        sa.Column("team", sa.JSON(), nullable=False),
        _number("planned_by"),
        _moment("planned_at"),
        sa.Column("said", sa.JSON(), nullable=False),
        _number("version"),
        _number("recorded_by", nullable=True),
        _moment("recorded_at", nullable=True),
        _words("reason"),
        _number("signed_file_id", nullable=True),
        sa.CheckConstraint(
            "state IN ('planned','recorded','cancelled')", name=op.f("ck_field_visit_state")
        ),
        sa.CheckConstraint(
            "(state = 'recorded') = (recorded_at IS NOT NULL)"
            " AND (recorded_at IS NULL) = (recorded_by IS NULL)",
            name=op.f("ck_field_visit_recorded"),
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (reason <> '')", name=op.f("ck_field_visit_cancelled")
        ),
        sa.CheckConstraint(
            "signed_file_id IS NULL OR state = 'recorded'", name=op.f("ck_field_visit_signed")
        ),
        _fk("field_visit", "application_id", "application.id"),
        _fk("field_visit", "planned_by", "person.id"),
        _fk("field_visit", "recorded_by", "person.id"),
        _fk("field_visit", "signed_file_id", "stored_file.id"),
        _id("field_visit"),
    )
    op.create_index("ix_field_visit_application", "field_visit", ["application_id", "id"])
    op.create_table(
        "visit_photos",
        _number("id"),
        _number("visit_id"),
        _number("file_id"),
        _number("count"),
        _number("added_by"),
        _moment("at"),
        sa.CheckConstraint("count > 0", name=op.f("ck_visit_photos_count")),
        _fk("visit_photos", "visit_id", "field_visit.id"),
        _fk("visit_photos", "file_id", "stored_file.id"),
        _fk("visit_photos", "added_by", "person.id"),
        _id("visit_photos"),
    )
    op.create_index("ix_visit_photos_visit", "visit_photos", ["visit_id", "id"])
    op.create_table(
        "interest",
        _number("id"),
        _number("person_id"),
        _number("organisation_id"),
        _number("application_id", nullable=True),
        _words("reason"),
        _moment("declared_at"),
        _moment("withdrawn_at", nullable=True),
        _number("withdrawn_by", nullable=True),
        _words("withdrawn_reason"),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_interest_reason")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason = '')",
            name=op.f("ck_interest_withdrawn"),
        ),
        sa.CheckConstraint("withdrawn_by <> person_id", name=op.f("ck_interest_by_another")),
        _fk("interest", "person_id", "person.id"),
        _fk("interest", "organisation_id", "organisation.id"),
        _fk("interest", "application_id", "application.id"),
        _fk("interest", "withdrawn_by", "person.id"),
        _id("interest"),
    )
    op.create_index("ix_interest_organisation", "interest", ["organisation_id"])
    _one(
        "uq_interest_dossier",
        "interest",
        ["person_id", "application_id"],
        "withdrawn_at IS NULL AND application_id IS NOT NULL",
    )
    _one(
        "uq_interest_organisation",
        "interest",
        ["person_id", "organisation_id"],
        "withdrawn_at IS NULL AND application_id IS NULL",
    )


def downgrade():
    for table in ("interest", "visit_photos", "field_visit", "appraisal_draft"):
        op.drop_table(table)
    _unprotect("appraisal")
    _rewrite(_as_ticks)
    with op.batch_alter_table("appraisal") as batch_op:
        batch_op.drop_constraint(op.f("ck_appraisal_proposed_amount"), type_="check")
        batch_op.drop_constraint(op.f("ck_appraisal_total"), type_="check")
        batch_op.drop_column("proposed_amount")
        batch_op.drop_column("total")
        batch_op.drop_column("scores")
