"""People have a rank, applications a language, and cases may be restricted"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("rank", sa.Text(), nullable=True))
    op.add_column("application", sa.Column("language", sa.Text(), server_default=sa.text("'id'"), nullable=False))
    op.add_column("process_instance", sa.Column("restricted", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
