"""The legal clock of a case and its pauses"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_clock",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_legal_clock_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_legal_clock")),
    )
    unwarned = sa.text("warned_at is null and stopped_at is null")
    op.create_index("ix_legal_clock_warn", "legal_clock", ["warn_at"], postgresql_where=unwarned)
    op.create_index("ix_legal_clock_due", "legal_clock", ["due_at"], postgresql_where=sa.text("stopped_at is null"))
    op.create_table(
        "legal_pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_legal_pause_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_pause")),
    )
    op.create_index(op.f("ix_legal_pause_instance_id_begun_at"), "legal_pause", ["instance_id", "begun_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
