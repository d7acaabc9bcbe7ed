"""Contents built on screen; the calendar; the province's profile."""

import sqlalchemy as sa
from alembic import op

revision = "007"
down_revision = "006"
branch_labels = None
depends_on = None

KINDS = "'short_text','long_text','number','money','date','choice','choices','yes_no'"


def _question_kinds(kinds):
    """Change the CHECK. SQLite makes the table anew for it and forgets its triggers (001)."""
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_question_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_question_kind"), f"kind IN ({kinds})")
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER question_no_{deed.lower()} BEFORE {deed} ON question "
                "BEGIN SELECT RAISE(ABORT, 'question is append-only'); END"
            )


def upgrade():
    op.create_table(
        "province",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("chi_cuc", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=True),
        sa.Column("on_screen", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_province_one")),
        sa.CheckConstraint(
            "name <> '' AND department <> '' AND prefix <> ''", name=op.f("ck_province_named")
        ),
        sa.ForeignKeyConstraint(["mark_id"], ["stored_file.id"], name=op.f("fk_province_mark_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_province")),
    )
    for table, column in NEW:
        op.add_column(table, column())
    _question_kinds(f"{KINDS},'table'")


def _json(name, nullable=False):
    return sa.Column(name, sa.JSON(), nullable=nullable, server_default=None if nullable else "[]")


def _text(name):
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _no(name):
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


NEW = (
    ("support_content", lambda: _json("exclude_with")),
    ("support_content", lambda: _json("on_screen")),
    ("support_content", lambda: _json("draft", nullable=True)),
    (
        "support_content",
        lambda: sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
    ),
    ("content_version", lambda: _text("guidance")),
    ("content_version", lambda: _json("checklist")),
    ("content_version", lambda: _text("note")),
    ("content_version", lambda: _text("published_by")),
    ("question", lambda: _json("columns")),
    ("question", lambda: _json("show_when", nullable=True)),
    ("commune", lambda: _no("is_retired")),
    ("commune", lambda: _no("on_screen")),
)


def downgrade():
    _question_kinds(KINDS)
    for table, column in reversed(NEW):
        op.drop_column(table, column().name)
    op.drop_table("province")
