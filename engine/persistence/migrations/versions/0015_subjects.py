"""Sensitive values apart from their cases, and what other registers were asked"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "subject_value",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_subject_value_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_value")),
    )
    op.create_index(op.f("ix_subject_value_instance_id"), "subject_value", ["instance_id"])
    op.create_index(op.f("ix_subject_value_value_index"), "subject_value", ["value_index"])
    op.create_table(
        "registry_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_registry_call_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_call")),
    )
    op.create_index(op.f("ix_registry_call_instance_id_asked_at"), "registry_call", ["instance_id", "asked_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
