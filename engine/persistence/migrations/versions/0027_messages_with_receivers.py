"""Messages of applicants wait for somebody until they are answered"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case_message", sa.Column("to_position_id", sa.Uuid(), nullable=True))
    op.add_column("case_message", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    # nobody knows which of the older ones were answered elsewhere
    op.execute("update case_message set answered_at = written_at where person_id is null")
    op.create_index(
        "ix_case_message_unanswered",
        "case_message",
        ["to_position_id"],
        postgresql_where=sa.text("person_id is null and answered_at is null"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
