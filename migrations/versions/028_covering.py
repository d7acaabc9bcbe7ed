"""Lists are walked in their index alone: each holds all that a list is narrowed by."""

from alembic import op

revision = "028"
down_revision = "027"
branch_labels = None
depends_on = None

NARROWED_BY = [
    "is_open", "status", "due_on", "id", "content_id", "commune_code", "officer_id",
    "organisation_kind", "project_id", "call_id", "has_warning", "organisation_id",
]  # fmt: skip
INDEXES = {
    "ix_application_queue": ["is_open", "due_on", "id"],
    "ix_application_status": ["status", "due_on", "id"],
    "ix_application_officer": ["officer_id", "is_open", "due_on", "id"],
    "ix_application_content": ["content_id", "is_open", "due_on", "id"],
    "ix_application_commune": ["commune_code", "is_open", "due_on", "id"],
    "ix_application_of_call": ["call_id", "is_open", "due_on", "id"],
    "ix_application_project": ["project_id", "is_open", "due_on", "id"],
    "ix_application_kind": ["organisation_kind", "is_open", "due_on", "id"],
    "ix_application_submitted": ["is_open", "submitted_at", "id"],
    "ix_application_reference": ["is_open", "reference", "id"],
    "ix_application_name": ["is_open", "sort_name", "id"],
}


def upgrade():
    for name, columns in INDEXES.items():
        op.drop_index(name, "application")
        more = [column for column in NARROWED_BY if column not in columns]
        op.create_index(name, "application", [*columns, *more])


def downgrade():
    for name, columns in INDEXES.items():
        op.drop_index(name, "application")
        op.create_index(name, "application", columns)
