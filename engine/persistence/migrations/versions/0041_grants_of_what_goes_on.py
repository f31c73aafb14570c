"""Grants of what goes on have indexes of their own, for figures over all that somebody leads"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_case_access_working", "case_access")
    going_on = {"postgresql_where": sa.text("not ended")}
    op.create_index("ix_case_access_going_on", "case_access", ["position_id", "level", "instance_id"], **going_on)
    of_role = {"postgresql_where": sa.text("not ended and role is not null")}
    op.create_index("ix_case_access_going_on_role", "case_access", ["unit_id", "role"], **of_role)
    kept_close = sa.text("(confidential or restricted) and ended_at is null")
    op.create_index("ix_process_instance_kept_close", "process_instance", ["id"], postgresql_where=kept_close)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
