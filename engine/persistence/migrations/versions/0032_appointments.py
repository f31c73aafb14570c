"""Who appointed somebody to a post, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("holding", sa.Column("appointed_by", sa.Uuid(), nullable=True))
    op.add_column("holding", sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
