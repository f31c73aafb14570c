"""The trace in which a job was made"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("trace", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
