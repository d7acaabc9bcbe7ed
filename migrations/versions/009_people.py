"""Several people of one organisation; people without e-mail; letters on paper."""

import sqlalchemy as sa
from alembic import op

revision = "009"
down_revision = "008"
branch_labels = None
depends_on = None

SORT_TEXT = sa.String().with_variant(sa.String(collation="C"), "postgresql")
PURPOSES = ("reset", "invitation")
MORE_PURPOSES = (*PURPOSES, "email", "phone_code", "first_password")
STATES = ("waiting", "sending", "sent", "failed")
MORE_STATES = (*STATES, "to_print", "handed_over")
# Added natively: batch mode would make the tables anew and lose what only 001 knows of them.
REFERENCES = (
    ("application", "entered_by", "person"),
    ("application", "mandate_id", "mandate"),
    ("consent", "paper_id", "stored_file"),
)


def _among(column, values):
    return f"{column} IN ({','.join(repr(value) for value in values)})"


def upgrade():
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("submits", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number <> ''", name=op.f("ck_mandate_number")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_mandate_file_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_mandate_given_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mandate_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index("ix_mandate_organisation_id", "mandate", ["organisation_id"])
    op.create_table(
        "member_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            _among("capacity", ("preparer", "signatory", "agent")),
            name=op.f("ck_member_invitation_capacity"),
        ),
        sa.CheckConstraint(
            "(capacity = 'agent') = (mandate_id IS NOT NULL)",
            name=op.f("ck_member_invitation_mandate"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_member_invitation_invited_by")
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"], ["mandate.id"], name=op.f("fk_member_invitation_mandate_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_member_invitation_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_invitation")),
        sa.UniqueConstraint("hash", name=op.f("uq_member_invitation_hash")),
    )
    op.create_index(
        "ix_member_invitation_organisation_id", "member_invitation", ["organisation_id"]
    )
    op.create_table(
        "paper_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=False),
        sa.Column("notice_text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_consent_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_consent_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_paper_consent_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_consent")),
    )
    op.create_index("ix_paper_consent_organisation_id", "paper_consent", ["organisation_id"])

    with op.batch_alter_table("person") as person:
        person.alter_column("email", existing_type=SORT_TEXT, nullable=True)
        person.add_column(sa.Column("phone_login", SORT_TEXT, nullable=True))
        person.create_unique_constraint(op.f("uq_person_phone_login"), ["phone_login"])
        person.create_check_constraint(
            op.f("ck_person_login"), "email IS NOT NULL OR phone_login IS NOT NULL"
        )
    op.execute(
        "UPDATE membership SET capacity = 'preparer', valid_until = NULL WHERE capacity = 'agent'"
    )
    op.execute("UPDATE membership SET valid_until = NULL WHERE valid_until IS NOT NULL")
    with op.batch_alter_table("membership") as membership:
        membership.add_column(sa.Column("mandate_id", sa.Integer(), nullable=True))
        membership.create_foreign_key(
            op.f("fk_membership_mandate_id"), "mandate", ["mandate_id"], ["id"]
        )
        membership.create_check_constraint(
            op.f("ck_membership_agent_until"), "(capacity = 'agent') = (valid_until IS NOT NULL)"
        )
        membership.create_check_constraint(
            op.f("ck_membership_agent_mandate"), "(capacity = 'agent') = (mandate_id IS NOT NULL)"
        )
    with op.batch_alter_table("token") as token:
        token.add_column(sa.Column("email", sa.Text(), nullable=False, server_default=""))
        token.drop_constraint(op.f("ck_token_purpose"), type_="check")
        token.create_check_constraint(op.f("ck_token_purpose"), _among("purpose", MORE_PURPOSES))
    with op.batch_alter_table("letter") as letter:
        letter.add_column(sa.Column("channel", sa.Text(), nullable=False, server_default="email"))
        letter.add_column(
            sa.Column("recipient", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
        letter.add_column(sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
        letter.add_column(sa.Column("handed_how", sa.Text(), nullable=False, server_default=""))
        letter.drop_constraint(op.f("ck_letter_state"), type_="check")
        letter.create_check_constraint(op.f("ck_letter_state"), _among("state", MORE_STATES))
        letter.create_check_constraint(
            op.f("ck_letter_channel"),
            "channel IN ('email','paper')"
            " AND (channel = 'paper') = (state IN ('to_print','handed_over'))",
        )
        letter.create_check_constraint(
            op.f("ck_letter_paper"), "channel = 'email' OR (to_address = '' AND NOT sensitive)"
        )
        letter.create_check_constraint(
            op.f("ck_letter_handed_over"),
            "(state = 'handed_over') = (handed_at IS NOT NULL AND handed_how <> '')",
        )
    for table, column, target in REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER"
            f" CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        )


def downgrade():
    for table, column, _target in reversed(REFERENCES):
        if table != "application":
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
            continue
        # Made anew: after 011 the reference is one of the table's, which SQLite drops in no other
        # way. The others would lose their triggers by it.
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": True}) as batch:
            batch.drop_column(column)
    op.execute("DELETE FROM letter WHERE channel = 'paper'")
    with op.batch_alter_table("letter") as letter:
        for name in ("handed_over", "paper", "channel", "state"):
            letter.drop_constraint(op.f(f"ck_letter_{name}"), type_="check")
        letter.create_check_constraint(op.f("ck_letter_state"), _among("state", STATES))
        for name in ("handed_how", "handed_at", "recipient", "channel"):
            letter.drop_column(name)
    op.execute("DELETE FROM token WHERE purpose IN ('email','phone_code','first_password')")
    with op.batch_alter_table("token") as token:
        token.drop_constraint(op.f("ck_token_purpose"), type_="check")
        token.create_check_constraint(op.f("ck_token_purpose"), _among("purpose", PURPOSES))
        token.drop_column("email")
    # Whoever acted by a mandate, or has no address, cannot be kept in the older shape.
    op.execute("DELETE FROM membership WHERE capacity = 'agent'")
    with op.batch_alter_table("membership") as membership:
        membership.drop_constraint(op.f("ck_membership_agent_mandate"), type_="check")
        membership.drop_constraint(op.f("ck_membership_agent_until"), type_="check")
        membership.drop_constraint(op.f("fk_membership_mandate_id"), type_="foreignkey")
        membership.drop_column("mandate_id")
    op.execute("UPDATE person SET email = 'phone-' || id || '@invalid.example' WHERE email IS NULL")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("ck_person_login"), type_="check")
        person.drop_constraint(op.f("uq_person_phone_login"), type_="unique")
        person.drop_column("phone_login")
        person.alter_column("email", existing_type=SORT_TEXT, nullable=False)
    op.drop_table("paper_consent")
    op.drop_table("member_invitation")
    op.drop_table("mandate")
