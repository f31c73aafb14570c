"""Due jobs by their queues: a worker claims from its own"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_job_due", "job")
    op.create_index("ix_job_due", "job", ["queue", "due_at"], postgresql_where=sa.text("status in ('READY', 'LEASED')"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
