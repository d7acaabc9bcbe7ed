"""What the queue is filtered and sorted by, frozen into each dossier; views kept under a name."""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None

SORT_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
INDEXES = {
    "ix_application_of_call": ["call_id", "is_open", "due_on", "id"],
    "ix_application_project": ["project_id", "is_open", "due_on", "id"],
    "ix_application_kind": ["organisation_kind", "is_open", "due_on", "id"],
    "ix_application_submitted": ["is_open", "submitted_at", "id"],
    "ix_application_reference": ["is_open", "reference", "id"],
    "ix_application_name": ["is_open", "sort_name", "id"],
}
CHUNK = 2_000


def upgrade():
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.alter_column(
            "reference", existing_type=sa.Text(), type_=SORT_TEXT, existing_nullable=True
        )
        batch.add_column(
            sa.Column("organisation_kind", sa.Text(), server_default="", nullable=False)
        )
        batch.add_column(sa.Column("project_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("has_warning", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("sort_name", SORT_TEXT, server_default="", nullable=False))
        batch.create_foreign_key(
            op.f("fk_application_project_id"), "project", ["project_id"], ["id"]
        )
    op.create_table(
        "application_mark",
        sa.Column("mark", SORT_TEXT, nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_mark_application_id")
        ),
        sa.PrimaryKeyConstraint("mark", "application_id", name=op.f("pk_application_mark")),
    )
    op.create_index(
        "ix_application_mark_application", "application_mark", ["application_id", "mark"]
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", SORT_TEXT, nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_saved_view_name")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id_name")),
    )
    op.create_index("ix_saved_view_shared", "saved_view", ["shared", "id"])
    op.create_table(
        "default_view",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("view_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_default_view_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["view_id"], ["saved_view.id"], name=op.f("fk_default_view_view_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_default_view")),
    )
    op.create_index("ix_default_view_view_id", "default_view", ["view_id"])
    _fill(op.get_bind())
    for name, columns in INDEXES.items():
        op.create_index(name, "application", columns)


def _fill(connection):
    """Give every submitted dossier what one submitted now is given, but for one warning.

    Whether another organisation may be the same one is judged by the program, not by a
    migration: it is written for dossiers submitted from now on, and shown on every dossier's page.
    """
    run = connection.exec_driver_sql
    run(
        "UPDATE application SET project_id = (SELECT c.project_id FROM call_content c WHERE "
        "c.call_id = application.call_id AND c.content_id = application.content_id), "
        "organisation_kind = (SELECT o.kind FROM organisation o "
        "WHERE o.id = application.organisation_id) WHERE status <> 'draft'"
    )
    names = sa.text("UPDATE application SET sort_name = :name "
                    "WHERE organisation_id = :id AND status <> 'draft'")  # fmt: skip
    for organisation in run("SELECT id, name FROM organisation").all():
        connection.execute(names, {"name": _folded(organisation.name), "id": organisation.id})
    marks = [*_groups(run), *_warnings(run)]
    statement = sa.text("INSERT INTO application_mark (mark, application_id) VALUES (:mark, :id)")
    for start in range(0, len(marks), CHUNK):
        several = [{"mark": mark, "id": key} for mark, key in marks[start : start + CHUNK]]
        connection.execute(statement, several)
    run(
        "UPDATE application SET has_warning = true WHERE id IN "
        "(SELECT application_id FROM application_mark WHERE mark = 'w')"
    )


def _folded(name):
    bare = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", kept).strip().casefold()[:120]


def _groups(run):
    for row in run("SELECT id, profile FROM application WHERE status <> 'draft'").all():
        profile = json.loads(row.profile) if isinstance(row.profile, str) else row.profile
        for group in sorted(set((profile or {}).get("priorities") or ())):
            yield f"p:{group}", row.id


def _warnings(run):
    """Supports of another scope, and of contents that overlap, as the ledger has them now."""
    same = run(
        "SELECT DISTINCT a.id FROM application a JOIN organisation o ON o.id = a.organisation_id "
        "JOIN ledger_entry e ON e.beneficiary_id = o.beneficiary_id "
        "AND e.content_id = a.content_id AND e.scope <> a.scope AND e.state IN "
        "('used', 'set_aside') WHERE a.status <> 'draft'"
    ).all()
    found = {("w:scope", row.id) for row in same}
    overlapping = {
        row.id: json.loads(row.warn_with) if isinstance(row.warn_with, str) else row.warn_with
        for row in run("SELECT id, warn_with FROM support_content").all()
    }
    for row in run(
        "SELECT DISTINCT a.id, a.content_id, c.code FROM application a "
        "JOIN organisation o ON o.id = a.organisation_id "
        "JOIN ledger_entry e ON e.beneficiary_id = o.beneficiary_id "
        "JOIN support_content c ON c.id = e.content_id "
        "WHERE a.status <> 'draft' AND e.state IN ('held', 'used', 'set_aside') "
        "AND (e.application_id IS NULL OR e.application_id <> a.id)"
    ).all():
        if row.code in (overlapping[row.content_id] or ()):
            found.add(("w:overlap", row.id))
    return sorted(found | {("w", key) for _mark, key in found})


def downgrade():
    for name in INDEXES:
        op.drop_index(name, "application")
    for table in ("default_view", "saved_view", "application_mark"):
        op.drop_table(table)
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("fk_application_project_id"), type_="foreignkey")
        for column in ("sort_name", "has_warning", "project_id", "organisation_kind"):
            batch.drop_column(column)
        batch.alter_column(
            "reference", existing_type=SORT_TEXT, type_=sa.Text(), existing_nullable=True
        )
