"""Money that was not booked is looked after by somebody, who notes how"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bank_message", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("bank_message", sa.Column("settled_by", sa.Uuid(), nullable=True))
    op.add_column("bank_message", sa.Column("settled_note", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_bank_message_settled_by"), "bank_message", "person", ["settled_by"], ["id"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
