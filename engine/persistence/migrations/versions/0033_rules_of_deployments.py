"""Under which rules a definition was deployed: it keeps them"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what the release before deploys while this one is set up has its rules too
    op.add_column("deployment", sa.Column("rules", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
