"""Figures of days, and indexes by when cases began and ended"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

ROOTS = sa.text("parent_id is null")


def upgrade() -> None:
    op.create_table(
        "daily_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("bucket", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daily_figure")),
    )
    op.create_index("ix_daily_figure_measure_day", "daily_figure", ["measure", "day"])
    op.create_index("ix_daily_figure_day", "daily_figure", ["day"])
    op.create_table(
        "summarised_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_summarised_day")),
    )
    op.create_index("ix_process_instance_started", "process_instance", ["started_at"], postgresql_where=ROOTS)
    op.create_index("ix_process_instance_ended", "process_instance", ["ended_at"], postgresql_where=ROOTS)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
