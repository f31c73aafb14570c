"""History and audit in monthly partitions; seals over the days; the two functions that the application may not do without its owner"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HISTORY = """
create table history_event_new (
    id bigint not null default nextval('history_event_seq'), instance_id uuid not null, at timestamptz not null, event text not null,
    element_id text not null, token text not null, person_id uuid, position_id uuid, data jsonb not null
) partition by range (at)
"""
AUDIT = """
create table audit_record_new (
    id bigint not null default nextval('audit_record_seq'), instance_id uuid not null, number integer not null, at timestamptz not null,
    command text not null, person_id uuid, position_id uuid, payload_hash bytea not null, previous_hash bytea not null, hash bytea not null
) partition by range (at)
"""
#: owned by the tables' owner and run with its rights: the application can have months made, and nothing else
MAKE_PARTITIONS = """
create function alur_make_partitions(first date, last date) returns integer
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare parent text; month date; name text; made integer := 0;
begin
    if last > current_date + 800 then raise exception 'partitions are made for two years at most'; end if;
    foreach parent in array array['history_event', 'audit_record'] loop
        month := date_trunc('month', first)::date;
        while month <= last loop
            name := parent || to_char(month, '"_y"YYYY"m"MM');
            if to_regclass(name) is null then
                execute format('create table %I partition of %I for values from (%L) to (%L)', name, parent, month, month + interval '1 month');
                made := made + 1;
            end if;
            month := (month + interval '1 month')::date;
        end loop;
    end loop;
    return made;
end $$
"""
#: the values of an ended case leave the history; that something happened, where and when, stays
ERASE_HISTORY = """
create function alur_erase_history(ended_case uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare erased integer;
begin
    if exists (select 1 from process_instance where id = ended_case and status = 'ACTIVE') then raise exception 'the case has not ended'; end if;
    update history_event set data = (data - 'value' - 'output' - 'evaluated') || '{"erased": true}'::jsonb
        where instance_id = ended_case and data ?| array['value', 'output', 'evaluated'];
    get diagnostics erased = row_count;
    return erased;
end $$
"""


def upgrade() -> None:
    op.execute("create sequence history_event_seq")
    op.execute("create sequence audit_record_seq")
    op.execute(HISTORY)
    op.execute(AUDIT)
    for table in ("history_event", "audit_record"):
        op.execute(f"create table {table}_rest partition of {table}_new default")
        # the months that there are stay together in one partition: making one for each would hold the tables too long
        op.execute(f"insert into {table}_new select * from {table} order by id")
        op.execute(f"select setval('{table}_seq', coalesce((select max(id) from {table}), 0) + 1, false)")
        op.execute(f"drop table {table}")
        op.execute(f"alter table {table}_new rename to {table}")
        op.execute(f"alter table {table} add constraint pk_{table} primary key (id, at)")
    op.execute(
        "alter table history_event add constraint fk_history_event_instance_id_process_instance "
        "foreign key (instance_id) references process_instance (id)"
    )
    op.execute("create index ix_history_event_instance_id_id on history_event (instance_id, id)")
    op.execute("alter table audit_record add constraint uq_audit_record_instance_id_number_at unique (instance_id, number, at)")
    op.execute("create index ix_audit_record_at on audit_record (at)")
    op.execute(MAKE_PARTITIONS)
    op.execute(ERASE_HISTORY)
    for function in ("alur_make_partitions(date, date)", "alur_erase_history(uuid)"):
        op.execute(f"revoke all on function {function} from public")
    # this month's rows may lie in the rest already: its partition begins with the next one
    op.execute(
        "select alur_make_partitions((date_trunc('month', current_date) + interval '1 month')::date, "
        "(date_trunc('month', current_date) + interval '3 months')::date)"
    )
    op.create_table(
        "audit_seal",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_seal")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
