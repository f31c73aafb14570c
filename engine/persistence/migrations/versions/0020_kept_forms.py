"""Forms that were sent after their session had ended are kept for their senders"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "kept_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_form_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_form")),
    )
    op.create_index(op.f("ix_kept_form_browser_hash_person_id"), "kept_form", ["browser_hash", "person_id"])
    op.create_index(op.f("ix_kept_form_expires_at"), "kept_form", ["expires_at"])
    op.create_index(op.f("ix_kept_form_person_id"), "kept_form", ["person_id"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
