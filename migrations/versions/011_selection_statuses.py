"""Selection and reserve in the life of a dossier; số đến, and the place in a ranking."""

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None

BEFORE = (
    "draft", "submitted", "accepted", "under_appraisal", "supplement_requested",
    "awaiting_endorsement", "awaiting_approval", "approved_unissued", "rejected_unissued",
    "approved", "declined", "rejected", "withdrawn", "lapsed",
)  # fmt: skip
AFTER = (*BEFORE[:5], "awaiting_selection", "reserve", *BEFORE[5:], "reserve_ended")
ENDED = ("approved", "declined", "lapsed", "rejected", "withdrawn")
IN_HAND = (
    "under_appraisal", "awaiting_endorsement", "awaiting_approval", "approved_unissued",
    "rejected_unissued", "approved", "rejected",
)  # fmt: skip


def _list(statuses):
    return ",".join(f"'{status}'" for status in statuses)


def _checks(batch, statuses, ended, in_hand):
    for name in ("status", "is_open", "officer"):
        batch.drop_constraint(op.f(f"ck_application_{name}"), type_="check")
    batch.create_check_constraint(op.f("ck_application_status"), f"status IN ({_list(statuses)})")
    batch.create_check_constraint(
        op.f("ck_application_is_open"),
        f"is_open = (status <> 'draft' AND status NOT IN ({_list(ended)}))",
    )
    batch.create_check_constraint(
        op.f("ck_application_officer"),
        f"status NOT IN ({_list(in_hand)}) OR officer_id IS NOT NULL",
    )


def upgrade():
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.add_column(sa.Column("arrival_number", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("arrived_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reserve_until", sa.Date(), nullable=True))
        batch.add_column(sa.Column("rank", sa.Integer(), nullable=True))
        _checks(
            batch,
            AFTER,
            sorted((*ENDED, "reserve_ended")),
            (IN_HAND[0], "awaiting_selection", "reserve", *IN_HAND[1:]),
        )
        batch.create_check_constraint(
            op.f("ck_application_reserve"), "status = 'reserve' OR reserve_until IS NULL"
        )


def downgrade():
    with op.batch_alter_table("application", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_constraint(op.f("ck_application_reserve"), type_="check")
        _checks(batch, BEFORE, ENDED, IN_HAND)
        for column in ("rank", "reserve_until", "arrived_on", "arrival_number"):
            batch.drop_column(column)
