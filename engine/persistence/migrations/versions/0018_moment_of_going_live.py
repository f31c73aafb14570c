"""Approved drafts go live at a chosen moment"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

IN_WORK = "state in ('OPEN', 'PROPOSED', 'APPROVED')"


def upgrade() -> None:
    op.add_column("package_draft", sa.Column("live_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("package_draft", sa.Column("approved_by", sa.Uuid(), nullable=True))
    op.add_column("package_draft", sa.Column("held_back", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.drop_index("uq_package_draft_open", table_name="package_draft")
    op.create_index("uq_package_draft_open", "package_draft", ["package"], unique=True, postgresql_where=sa.text(IN_WORK))
    op.create_index("ix_package_draft_live_at", "package_draft", ["live_at"], postgresql_where=sa.text("state = 'APPROVED'"))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
