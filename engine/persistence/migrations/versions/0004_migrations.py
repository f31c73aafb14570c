"""Moves of running instances to another version of their process"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "migration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("mapping", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["process_definition.id"], name=op.f("fk_migration_source_id_process_definition")),
        sa.ForeignKeyConstraint(["target_id"], ["process_definition.id"], name=op.f("fk_migration_target_id_process_definition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
    )
    op.create_table(
        "migration_item",
        sa.Column("migration_id", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("definition_before", sa.Uuid(), nullable=True),
        sa.Column("state_before", sa.LargeBinary(), nullable=True),
        sa.Column("waits_before", postgresql.JSONB(), nullable=True),
        sa.Column("revision_after", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["migration_id"], ["migration.id"], name=op.f("fk_migration_item_migration_id_migration")),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_migration_item_instance_id_process_instance")),
        sa.ForeignKeyConstraint(["target_id"], ["process_definition.id"], name=op.f("fk_migration_item_target_id_process_definition")),
        sa.PrimaryKeyConstraint("migration_id", "instance_id", name=op.f("pk_migration_item")),
    )
    op.create_index(
        "ix_migration_item_waiting", "migration_item", ["migration_id"], postgresql_where=sa.text("status = 'WAITING'")
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
