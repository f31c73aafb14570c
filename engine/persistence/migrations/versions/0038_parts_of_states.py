"""Parts of large states, as rows of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instance_state_part",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tokens", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_instance_state_part_instance_id_process_instance"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("instance_id", "body", "number", name=op.f("pk_instance_state_part")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
