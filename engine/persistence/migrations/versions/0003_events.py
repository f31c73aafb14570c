"""Signals that instances wait for, and events that instances begin with"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signal_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_signal_subscription_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signal_subscription")),
    )
    op.create_index(op.f("ix_signal_subscription_instance_id"), "signal_subscription", ["instance_id"])
    op.create_index(op.f("ix_signal_subscription_signal"), "signal_subscription", ["signal"])
    op.create_table(
        "start_subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("definition_id", sa.Uuid(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("element_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cycle", sa.Text(), nullable=True),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["definition_id"], ["process_definition.id"], name=op.f("fk_start_subscription_definition_id_process_definition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_start_subscription")),
    )
    op.create_index(op.f("ix_start_subscription_process_key"), "start_subscription", ["process_key"])
    op.create_index(op.f("ix_start_subscription_kind_name"), "start_subscription", ["kind", "name"])
    op.create_index("ix_start_subscription_due", "start_subscription", ["due_at"], postgresql_where=sa.text("kind = 'timer'"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
