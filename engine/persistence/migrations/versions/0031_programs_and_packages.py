"""Programs say that they run; who enabled or disabled a package is kept with the reason"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "program_beat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("queues", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beaten_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_beat")),
    )
    op.create_index("ix_program_beat_beaten_at", "program_beat", ["beaten_at"])
    op.create_table(
        "package_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_change")),
    )
    op.create_index("ix_package_change_package_changed_at", "package_change", ["package", "changed_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
