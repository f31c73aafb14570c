"""Files of guests: a document may belong to a draft and to no person; a draft is carried by a code, or answers a step of a case"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("document", "created_by", existing_type=sa.Uuid(), nullable=True)
    op.alter_column("document_version", "created_by", existing_type=sa.Uuid(), nullable=True)
    op.add_column("document", sa.Column("draft_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_document_draft_id_application_draft"), "document", "application_draft", ["draft_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_document_draft_id"), "document", ["draft_id"])
    op.add_column("application_draft", sa.Column("code_hash", sa.Text(), nullable=True))
    op.add_column("application_draft", sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_application_draft_code_hash"), "application_draft", ["code_hash"])
    op.add_column("application_draft", sa.Column("task_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_application_draft_task_id_user_task"), "application_draft", "user_task", ["task_id"], ["id"], ondelete="CASCADE")
    op.create_unique_constraint(op.f("uq_application_draft_task_id"), "application_draft", ["task_id"])
    op.add_column("application_draft", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update application_draft set sent_at = saved_at where instance_id is not null")
    op.add_column("application", sa.Column("assisted_position", sa.Uuid(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
