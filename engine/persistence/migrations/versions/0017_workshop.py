"""Drafts of packages, their files, and who changed what"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "package_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("begun_at", moment, nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("editor_id", sa.Uuid(), nullable=True),
        sa.Column("editor_until", moment, nullable=True),
        sa.Column("note", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("proposed_at", moment, nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("deployment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["base_id"], ["deployment.id"], name=op.f("fk_package_draft_base_id")),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name=op.f("fk_package_draft_deployment_id")),
        sa.ForeignKeyConstraint(["editor_id"], ["person.id"], name=op.f("fk_package_draft_editor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_draft")),
    )
    in_work = sa.text("state in ('OPEN', 'PROPOSED')")
    op.create_index("uq_package_draft_open", "package_draft", ["package"], unique=True, postgresql_where=in_work)
    op.create_index(op.f("ix_package_draft_package_begun_at"), "package_draft", ["package", "begun_at"])
    op.create_table(
        "package_draft_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["package_draft.id"], name=op.f("fk_package_draft_file_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_draft_file")),
        sa.UniqueConstraint("draft_id", "path", name=op.f("uq_package_draft_file_draft_id_path")),
    )
    op.create_table(
        "package_draft_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["package_draft.id"], name=op.f("fk_package_draft_change_draft_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_package_draft_change")),
    )
    op.create_index(op.f("ix_package_draft_change_draft_id_changed_at"), "package_draft_change", ["draft_id", "changed_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
