"""What a case sends: deliveries to other cases and by mail, answers to a case, numbers that were cancelled, versions in words"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("instance_id", sa.Uuid(), sa.ForeignKey("process_instance.id"), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("position_id", sa.Uuid()),
        sa.Column("address", sa.Text()),
        sa.Column("documents", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("arrived_at", sa.DateTime(timezone=True)),
        sa.Column("arrived_in", sa.Uuid(), sa.ForeignKey("process_instance.id")),
        sa.Column("failed", sa.Text()),
    )
    op.create_index("ix_delivery_instance_id", "delivery", ["instance_id"])
    op.create_index("ix_delivery_arrived_in", "delivery", ["arrived_in"])
    op.create_table(
        "case_answer",
        sa.Column("instance_id", sa.Uuid(), sa.ForeignKey("process_instance.id"), primary_key=True),
        sa.Column("answered_id", sa.Uuid(), sa.ForeignKey("process_instance.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_case_answer_answered_id", "case_answer", ["answered_id"])
    op.add_column("reserved_number", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    op.add_column("reserved_number", sa.Column("cancelled_reason", sa.Text()))
    op.add_column("document_version", sa.Column("words", JSONB()))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
