"""A sign-in code may count for several browsers that asked for one"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in_code", sa.Column("code_of", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_sign_in_code_code_of_sign_in_code"), "sign_in_code", "sign_in_code", ["code_of"], ["id"], ondelete="CASCADE"
    )
    op.create_index(op.f("ix_sign_in_code_code_of"), "sign_in_code", ["code_of"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
