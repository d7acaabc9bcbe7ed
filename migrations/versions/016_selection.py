"""Selection: sessions, members, scores, the reserve; amounts approved; supports that end unsigned."""

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

ROLES = ("clerk", "officer", "lead", "director", "auditor", "admin")
_MOMENT = sa.DateTime(timezone=True)


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


def _roles(roles):
    listed = ",".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("person_role") as batch:
        batch.drop_constraint(op.f("ck_person_role_role"), type_="check")
        batch.create_check_constraint(op.f("ck_person_role_role"), f"role IN ({listed})")


def upgrade():
    _roles((*ROLES, "council"))
    with op.batch_alter_table("call") as batch:
        batch.add_column(
            sa.Column("council_word", sa.Text(), nullable=False, server_default="hoi_dong")
        )
        batch.create_check_constraint(
            op.f("ck_call_council_word"), "council_word IN ('hoi_dong','to')"
        )
    with op.batch_alter_table("project") as batch:
        batch.add_column(
            sa.Column("committed", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch.create_check_constraint(
            op.f("ck_project_committed"),
            "committed >= 0 AND (budget IS NULL OR committed <= budget)",
        )
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("approved_amount", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("cancelled", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint(
            op.f("ck_application_approved_amount"),
            "approved_amount IS NULL OR (approved_amount > 0 "
            "AND status IN ('approved_unissued','approved'))",
        )
        batch.create_check_constraint(
            op.f("ck_application_cancelled"),
            "cancelled = '' OR (cancelled IN ('withdrawn','unsigned') AND status = 'approved')",
        )
    with op.batch_alter_table("support") as batch:
        batch.add_column(sa.Column("contract_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("cancelled_at", _MOMENT, nullable=True))
        batch.add_column(sa.Column("cancelled_for", sa.Text(), nullable=False, server_default=""))
        batch.drop_constraint(op.f("ck_support_status"), type_="check")
        batch.create_check_constraint(
            op.f("ck_support_status"), "status IN ('awaiting_contract','cancelled')"
        )
        batch.create_check_constraint(
            op.f("ck_support_cancelled"),
            "(status = 'cancelled') = (cancelled_at IS NOT NULL) "
            "AND (status = 'cancelled') = (cancelled_for IN ('withdrawn','unsigned')) "
            "AND cancelled_for IN ('','withdrawn','unsigned')",
        )
        batch.create_index(op.f("ix_support_contract"), ["status", "contract_by"])
    _sessions()
    _said()


def _sessions():
    table = "selection_session"
    op.create_table(
        table,
        _int("id"),
        _int("call_id"),
        _int("number"),
        _text("word"),
        _text("founded_number"),
        sa.Column("founded_on", sa.Date(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        _text("place"),
        _int("scale"),
        _int("pass_mark", nullable=True),
        _text("quorum"),
        _text("state"),
        _int("version"),
        _int("created_by"),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("concluded_at", _MOMENT, nullable=True),
        _text("reason"),
        _check(table, "state", "state IN ('preparing','scoring','closed','concluded','dropped')"),
        _check(table, "scale", "scale BETWEEN 1 AND 100"),
        _check(table, "pass_mark", "pass_mark IS NULL OR pass_mark BETWEEN 0 AND scale * 100"),
        _check(table, "quorum", "quorum IN ('1/2','2/3','3/4','1/1')"),
        _check(
            table,
            "opened",
            "state NOT IN ('scoring','closed','concluded') OR opened_at IS NOT NULL",
        ),
        _check(table, "closed", "state NOT IN ('closed','concluded') OR closed_at IS NOT NULL"),
        _check(table, "concluded", "(state = 'concluded') = (concluded_at IS NOT NULL)"),
        _fk(table, "call_id", "call.id"),
        _fk(table, "created_by", "person.id"),
        _id(table),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_selection_session_call_id_number")),
    )
    op.create_index("ix_selection_session_state", table, ["state", "id"])
    op.create_table(
        "selection_content",
        _int("id"),
        _int("session_id"),
        _int("content_id"),
        _int("places", nullable=True),
        _fk("selection_content", "session_id", "selection_session.id"),
        _fk("selection_content", "content_id", "support_content.id"),
        _id("selection_content"),
        sa.UniqueConstraint(
            "session_id", "content_id", name=op.f("uq_selection_content_session_id_content_id")
        ),
    )
    op.create_index(op.f("ix_selection_content_content_id"), "selection_content", ["content_id"])
    op.create_table(
        "selection_member",
        _int("id"),
        _int("session_id"),
        _int("person_id"),
        _text("capacity"),
        sa.Column("votes", sa.Boolean(), nullable=False),
        _text("position"),
        _check("selection_member", "capacity", "capacity IN ('chair','secretary','member')"),
        _fk("selection_member", "session_id", "selection_session.id"),
        _fk("selection_member", "person_id", "person.id"),
        _id("selection_member"),
        sa.UniqueConstraint(
            "session_id", "person_id", name=op.f("uq_selection_member_session_id_person_id")
        ),
    )
    for capacity in ("chair", "secretary"):
        only = sa.text(f"capacity = '{capacity}'")
        op.create_index(
            f"uq_selection_member_{capacity}",
            "selection_member",
            ["session_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_index("ix_selection_member_person", "selection_member", ["person_id", "session_id"])


def _said():
    table = "selection_dossier"
    op.create_table(
        table,
        _int("id"),
        _int("session_id"),
        _int("application_id"),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=True),
        _text("wanted_reason"),
        _int("wanted_by", nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        _int("score", nullable=True),
        _int("rank", nullable=True),
        _text("reason"),
        sa.Column("promoted_at", _MOMENT, nullable=True),
        _check(
            table,
            "outcome",
            "outcome IS NULL OR outcome IN ('shortlisted','reserve','rejected','returned')",
        ),
        _check(table, "live", "outcome IS NULL OR NOT live"),
        _check(table, "wanted", "wanted IS NULL OR wanted_reason <> ''"),
        _check(table, "reason", "outcome NOT IN ('rejected','returned') OR reason <> ''"),
        _fk(table, "session_id", "selection_session.id"),
        _fk(table, "application_id", "application.id"),
        _fk(table, "wanted_by", "person.id"),
        _id(table),
        sa.UniqueConstraint(
            "session_id",
            "application_id",
            name=op.f("uq_selection_dossier_session_id_application_id"),
        ),
    )
    op.create_index(
        "uq_selection_dossier_live",
        table,
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_index("ix_selection_dossier_application", table, ["application_id", "id"])
    op.create_table(
        "selection_sheet",
        _int("id"),
        _int("member_id"),
        _int("listed_id"),
        _text("remark"),
        _int("version"),
        sa.Column("saved_at", _MOMENT, nullable=False),
        _fk("selection_sheet", "member_id", "selection_member.id"),
        _fk("selection_sheet", "listed_id", "selection_dossier.id"),
        _id("selection_sheet"),
        sa.UniqueConstraint(
            "member_id", "listed_id", name=op.f("uq_selection_sheet_member_id_listed_id")
        ),
    )
    op.create_index("ix_selection_sheet_listed", "selection_sheet", ["listed_id", "member_id"])
    op.create_table(
        "selection_mark",
        _int("sheet_id"),
        _int("criterion_id"),
        _int("points"),
        _check("selection_mark", "points", "points BETWEEN 0 AND 10000"),
        _fk("selection_mark", "sheet_id", "selection_sheet.id"),
        _fk("selection_mark", "criterion_id", "criterion.id"),
        sa.PrimaryKeyConstraint("sheet_id", "criterion_id", name=op.f("pk_selection_mark")),
    )
    op.create_table(
        "selection_conflict",
        _int("member_id"),
        _int("listed_id"),
        sa.Column("declared", sa.Boolean(), nullable=False),
        _text("reason"),
        sa.Column("at", _MOMENT, nullable=False),
        _check("selection_conflict", "reason", "reason <> ''"),
        _fk("selection_conflict", "member_id", "selection_member.id"),
        _fk("selection_conflict", "listed_id", "selection_dossier.id"),
        sa.PrimaryKeyConstraint("member_id", "listed_id", name=op.f("pk_selection_conflict")),
    )
    op.create_index(op.f("ix_selection_conflict_listed_id"), "selection_conflict", ["listed_id"])


def downgrade():
    for table in (
        "selection_conflict",
        "selection_mark",
        "selection_sheet",
        "selection_dossier",
        "selection_member",
        "selection_content",
        "selection_session",
    ):
        op.drop_table(table)
    with op.batch_alter_table("support") as batch:
        batch.drop_index(op.f("ix_support_contract"))
        for name in ("cancelled", "status"):
            batch.drop_constraint(op.f(f"ck_support_{name}"), type_="check")
        batch.create_check_constraint(op.f("ck_support_status"), "status IN ('awaiting_contract')")
        for column in ("cancelled_for", "cancelled_at", "contract_by"):
            batch.drop_column(column)
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        for name in ("cancelled", "approved_amount"):
            batch.drop_constraint(op.f(f"ck_application_{name}"), type_="check")
            batch.drop_column(name)
    with op.batch_alter_table("project") as batch:
        batch.drop_constraint(op.f("ck_project_committed"), type_="check")
        batch.drop_column("committed")
    with op.batch_alter_table("call") as batch:
        batch.drop_constraint(op.f("ck_call_council_word"), type_="check")
        batch.drop_column("council_word")
    _roles(ROLES)
