"""Accounts of citizens, the cases and drafts that belong to them, and who has looked at a case"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.alter_column("person", "email", existing_type=sa.Text(), nullable=True)
    op.add_column("person", sa.Column("registered_at", moment, nullable=True))
    op.create_table(
        "account_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("proved_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_address_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_address")),
        sa.UniqueConstraint("address_index", name=op.f("uq_account_address_address_index")),
        sa.UniqueConstraint("person_id", "channel", name=op.f("uq_account_address_person_id_channel")),
    )
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("address_index", sa.LargeBinary(), nullable=False),
        sa.Column("code_index", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("proved_at", moment, nullable=True),
        sa.Column("used_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_code_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_code_address_index_created_at"), "sign_in_code", ["address_index", "created_at"])
    op.create_index(op.f("ix_sign_in_code_expires_at"), "sign_in_code", ["expires_at"])
    op.create_table(
        "case_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("hour", moment, nullable=False),
        sa.Column("looked_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_case_look_instance_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_look_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_look")),
        sa.UniqueConstraint(
            "instance_id", "person_id", "kind", "hour", "reason", name=op.f("uq_case_look_instance_id_person_id_kind_hour_reason")
        ),
    )
    op.create_index(op.f("ix_case_look_instance_id_looked_at"), "case_look", ["instance_id", "looked_at"])
    for table in ("application", "application_draft"):
        op.add_column(table, sa.Column("person_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(f"fk_{table}_person_id"), table, "person", ["person_id"], ["id"])
        op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
