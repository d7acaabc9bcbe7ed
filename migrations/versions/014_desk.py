"""The desk: số đến once a year, bút phê, phối hợp, xử lý thay, the silence alarm, drafted E14."""

from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def _id(table):
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _fk(table, column, target):
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _number(name, nullable=False):
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _moment(name, nullable=False):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _index(name, table, columns, condition, unique=False):
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


@contextmanager
def _application():
    """Change the table; on SQLite, the number of a discarded draft is still never given again."""
    bind, last = op.get_bind(), None
    if bind.dialect.name == "sqlite":
        last = bind.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'application'"))
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        yield batch
    if last is not None:
        bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'application'"))
        bind.execute(
            sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('application', :last)"),
            {"last": last},
        )


def upgrade():
    # Whatever was noted of an arrival before now had neither rule: only whole ones are kept.
    op.execute(
        "UPDATE application SET arrival_number = '', arrived_on = NULL"
        " WHERE (arrival_number = '') <> (arrived_on IS NULL)"
    )
    op.add_column("application", sa.Column("arrival_year", sa.Integer(), nullable=True))
    year = (
        "CAST(strftime('%Y', arrived_on) AS INTEGER)"
        if op.get_bind().dialect.name == "sqlite"
        else "CAST(EXTRACT(YEAR FROM arrived_on) AS INTEGER)"
    )
    given = sa.table("application", sa.column("arrival_year"), sa.column("arrived_on"))
    op.execute(
        given.update()
        .where(given.c.arrived_on.is_not(None))
        .values(arrival_year=sa.literal_column(year))
    )
    with _application() as batch:
        batch.create_check_constraint(
            op.f("ck_application_arrival"),
            "(arrival_number = '') = (arrived_on IS NULL)"
            " AND (arrival_number = '') = (arrival_year IS NULL)",
        )
    _index(
        "uq_application_arrival",
        "application",
        ["arrival_year", "arrival_number"],
        "arrival_number <> ''",
        unique=True,
    )
    op.create_index("ix_application_work", "application", ["officer_id", "status", "due_on", "id"])
    _index("ix_application_silent", "application", ["updated_at", "id"], "is_open")

    op.add_column("call", sa.Column("silence_days", sa.Integer(), nullable=True))
    with op.batch_alter_table("call") as batch:
        batch.create_check_constraint(
            op.f("ck_call_silence"), "silence_days IS NULL OR silence_days > 0"
        )

    op.create_table(
        "absence",
        _number("id"),
        _number("person_id"),
        _number("stand_in_id"),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        _number("asked_by"),
        _moment("asked_at"),
        _number("confirmed_by", nullable=True),
        _moment("confirmed_at", nullable=True),
        _moment("ended_at", nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_absence_days")),
        sa.CheckConstraint("person_id <> stand_in_id", name=op.f("ck_absence_stand_in")),
        sa.CheckConstraint("state IN ('asked','confirmed','ended')", name=op.f("ck_absence_state")),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
            " AND (state <> 'confirmed' OR confirmed_at IS NOT NULL)"
            " AND (state <> 'asked' OR confirmed_at IS NULL)",
            name=op.f("ck_absence_confirmed"),
        ),
        sa.CheckConstraint(
            "confirmed_by IS NULL OR confirmed_by <> person_id",
            name=op.f("ck_absence_confirmed_by"),
        ),
        sa.CheckConstraint(
            "(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_absence_ended")
        ),
        _fk("absence", "person_id", "person.id"),
        _fk("absence", "stand_in_id", "person.id"),
        _id("absence"),
    )
    _index("ix_absence_stand_in", "absence", ["stand_in_id", "last_on"], "state = 'confirmed'")
    op.create_index("ix_absence_person_id", "absence", ["person_id"])

    op.create_table(
        "instruction",
        _number("id"),
        _number("application_id"),
        _number("person_id"),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("at"),
        sa.CheckConstraint("text <> ''", name=op.f("ck_instruction_text")),
        _fk("instruction", "application_id", "application.id"),
        _fk("instruction", "person_id", "person.id"),
        _id("instruction"),
    )
    op.create_index("ix_instruction_application", "instruction", ["application_id", "id"])

    op.create_table(
        "coordination",
        _number("application_id"),
        _number("person_id"),
        _moment("at"),
        _fk("coordination", "application_id", "application.id"),
        _fk("coordination", "person_id", "person.id"),
        sa.PrimaryKeyConstraint("application_id", "person_id", name=op.f("pk_coordination")),
    )
    op.create_index("ix_coordination_person_id", "coordination", ["person_id"])

    op.create_table(
        "silence_notice",
        _number("application_id"),
        _number("version"),
        sa.Column("stage", sa.Text(), nullable=False),
        _number("person_id"),
        _moment("at"),
        sa.CheckConstraint("stage IN ('first','lead')", name=op.f("ck_silence_notice_stage")),
        _fk("silence_notice", "application_id", "application.id"),
        _fk("silence_notice", "person_id", "person.id"),
        sa.PrimaryKeyConstraint(
            "application_id", "version", "stage", "person_id", name=op.f("pk_silence_notice")
        ),
    )

    op.create_table(
        "extension",
        _number("id"),
        _number("application_id"),
        _number("version"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer_before", sa.Date(), nullable=False),
        sa.Column("answer_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("drafted_at"),
        _number("signed_by", nullable=True),
        _moment("signed_at", nullable=True),
        _moment("dropped_at", nullable=True),
        sa.CheckConstraint("state IN ('draft','sent','dropped')", name=op.f("ck_extension_state")),
        sa.CheckConstraint("answer_before < answer_on", name=op.f("ck_extension_later")),
        sa.CheckConstraint(
            "(state = 'sent') = (signed_by IS NOT NULL)"
            " AND (signed_by IS NULL) = (signed_at IS NULL)",
            name=op.f("ck_extension_signed"),
        ),
        sa.CheckConstraint(
            "(state = 'dropped') = (dropped_at IS NOT NULL)", name=op.f("ck_extension_dropped")
        ),
        _fk("extension", "application_id", "application.id"),
        _fk("extension", "signed_by", "person.id"),
        _id("extension"),
        sa.UniqueConstraint("application_id", "version", name=op.f("uq_extension_application_id")),
    )
    _index("uq_extension_draft", "extension", ["application_id"], "state = 'draft'", unique=True)


def downgrade():
    for table in ("extension", "silence_notice", "coordination", "instruction", "absence"):
        op.drop_table(table)
    with op.batch_alter_table("call") as batch:
        batch.drop_constraint(op.f("ck_call_silence"), type_="check")
        batch.drop_column("silence_days")
    op.drop_index("ix_application_silent", "application")
    op.drop_index("ix_application_work", "application")
    op.drop_index("uq_application_arrival", "application")
    with _application() as batch:
        batch.drop_constraint(op.f("ck_application_arrival"), type_="check")
        batch.drop_column("arrival_year")
