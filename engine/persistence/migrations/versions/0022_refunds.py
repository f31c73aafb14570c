"""Money that goes back to whoever paid it"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "refund",
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(15, 0), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transfer", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(["reference"], ["bank_message.reference"], name=op.f("fk_refund_reference_bank_message")),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_refund")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
