"""The last reminder of a task; superiors told of substitutes; tasks by when they were completed; filters of the inbox that people keep"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user_task", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("user_task", sa.Column("reminded_by", sa.Uuid(), nullable=True))
    op.add_column("user_task", sa.Column("reminded_position", sa.Uuid(), nullable=True))
    op.add_column("holding", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("holding", sa.Column("end_told_at", sa.DateTime(timezone=True), nullable=True))
    # what has begun or ended before is no news
    op.execute("update holding set told_at = now() where kind in ('PLT', 'PLH') and valid_from <= now()")
    op.execute("update holding set end_told_at = now() where kind in ('PLT', 'PLH') and valid_to <= now()")
    op.create_index("ix_user_task_completed", "user_task", ["completed_at"], postgresql_where=sa.text("status = 'COMPLETED'"))
    op.create_table(
        "kept_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("tab", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("order", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_filter_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_kept_filter_person_id_name")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
