"""What people wait for does not grow with the ended cases: access rows know what has ended, and searches go back in time"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

#: the week, and the eight weeks, in which an entry was made; the latter is negative, so that one index holds both
PERIODS = """
array[floor(extract(epoch from created_at at time zone 'UTC') / 604800)::integer,
      -floor(extract(epoch from created_at at time zone 'UTC') / 4838400)::integer]
"""
NUMBERS = """
update register_entry e set search_text = ltrim(e.search_text || chr(10) || i.business_key, chr(10)) from process_instance i
where i.id = e.instance_id and i.business_key is not null and position(i.business_key in e.search_text) = 0
"""


def upgrade() -> None:
    op.drop_index("ix_register_entry_search", "register_entry")
    op.drop_index("ix_register_entry_parts", "register_entry")
    op.execute(NUMBERS)
    op.execute(f"alter table register_entry add column periods integer[] not null generated always as ({PERIODS}) stored")
    op.execute(
        "create index ix_register_entry_search on register_entry using gin (search, search_text gin_trgm_ops, periods) "
        "with (gin_pending_list_limit = 256)"
    )
    op.create_index("ix_register_entry_newest", "register_entry", ["created_at", "id"])
    op.add_column("case_access", sa.Column("ended", sa.Boolean(), nullable=False, server_default=sa.false()))
    # the clock marks the grants of what has ended, in small batches (MarkEndedAccess)
    op.create_index(
        "ix_case_access_working", "case_access", ["position_id", "instance_id"],
        postgresql_where=sa.text("level = 'work' and not ended"),
    )  # fmt: skip
    op.add_column("process_instance", sa.Column("erased", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("update process_instance set erased = true where root_id in (select instance_id from erasure)")
    kept = sa.text("ended_at is not null and not erased")
    op.create_index("ix_process_instance_kept", "process_instance", ["process_key", "ended_at"], postgresql_where=kept)
    open_task = sa.text("status = 'OPEN'")
    op.create_index("ix_user_task_of_running", "user_task", ["instance_id"], postgresql_where=open_task)


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
