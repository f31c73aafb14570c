"""Cold storage: what is bulky of cases that ended long ago lies in one compressed row each, and is read from there"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

#: columns of the rows that go: the two functions and the views name them all (tests/engine/test_cold_storage.py compares them with the tables)
EVENT = "id bigint, at timestamptz, event text, element_id text, token text, person_id uuid, position_id uuid, data jsonb"
JOB = (
    "id uuid, token uuid, element_id text, type text, queue text, status text, retries integer, attempts integer, variables jsonb, "
    "headers jsonb, due_at timestamptz, fencing_token integer, error text, created_at timestamptz, ended_at timestamptz, trace text"
)
PAYLOAD = "id uuid, number integer, salt bytea, payload jsonb"
PART = "body uuid, number integer, tokens uuid[], data bytea"


def names(columns: str, of: str = "") -> str:
    """Returns the names alone, each as `of.name` where that is given."""
    return ", ".join(f"{of}.{item.split()[0]}" if of else item.split()[0] for item in columns.split(", "))


def collected(table: str, columns: str, order: str) -> str:
    """Takes the rows of the chosen instances away, and returns them as one text for each instance."""
    fields = ", ".join(f"'{name}', r.{name}" for name in names(columns).split(", "))
    return (
        f"{table}_gone as (delete from {table} where instance_id = any(chosen) returning *), "
        f"{table}_told as (select r.instance_id, json_agg(json_build_object({fields}) order by r.{order})::text as told "
        f"from {table}_gone r group by r.instance_id)"
    )


#: each exactly what was taken away, by one statement: nothing can be lost between reading and deleting. Owned by the tables' owner and run
#: with its rights: the application may have old cases moved, but neither write a cold row nor delete a line of the history
MOVE = f"""
create function alur_move_to_cold(ended_before timestamptz, moved timestamptz, most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare chosen uuid[];
begin
    select array_agg(id) into chosen from (
        select i.id from process_instance i join process_instance r on r.id = i.root_id
        where i.ended_at < ended_before and not i.cold and r.ended_at < ended_before and (i.warm_until is null or i.warm_until < moved)
            and not exists (select from job j where j.instance_id = i.id and j.status in ('READY', 'LEASED'))
            and not exists (select from incident n where n.instance_id = i.id and n.resolved_at is null)
        order by i.ended_at limit most for update of i skip locked
    ) found;
    if chosen is null then return 0; end if;
    with {collected("history_event", EVENT, "id")},
        {collected("job", JOB, "created_at, r.id")},
        {collected("audit_payload", PAYLOAD, "number")},
        {collected("instance_state_part", PART, "body, r.number")}
    insert into cold_case (instance_id, moved_at, state, parts, history, jobs, payloads)
    select i.id, moved, i.state, p.told, h.told, j.told, a.told from process_instance i
        left join history_event_told h on h.instance_id = i.id left join job_told j on j.instance_id = i.id
        left join audit_payload_told a on a.instance_id = i.id left join instance_state_part_told p on p.instance_id = i.id
        where i.id = any(chosen);
    -- whoever read the row before and did not lock it shall notice: its revision is another one
    update process_instance set state = '', cold = true, warm_until = null, revision = revision + 1 where id = any(chosen);
    return cardinality(chosen);
end $$
"""
RESTORE = f"""
create function alur_restore_cold(wanted uuid, until timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp set timezone = 'UTC' as $$
declare old cold_case%rowtype;
begin
    perform 1 from process_instance where id = wanted and cold for update;
    if not found then return false; end if;
    delete from cold_case where instance_id = wanted returning * into strict old;
    insert into history_event (instance_id, {names(EVENT)})
        select wanted, {names(EVENT, "r")} from json_to_recordset(old.history::json) as r({EVENT});
    insert into job (instance_id, {names(JOB)})
        select wanted, {names(JOB, "r")} from json_to_recordset(old.jobs::json) as r({JOB});
    insert into audit_payload (instance_id, {names(PAYLOAD)})
        select wanted, {names(PAYLOAD, "r")} from json_to_recordset(old.payloads::json) as r({PAYLOAD});
    insert into instance_state_part (instance_id, {names(PART)})
        select wanted, {names("body uuid, number integer", "r")}, array(select json_array_elements_text(r.tokens))::uuid[], r.data
        from json_to_recordset(old.parts::json) as r(body uuid, number integer, tokens json, data bytea);
    update process_instance set state = old.state, cold = false, warm_until = until, revision = revision + 1 where id = wanted;
    return true;
end $$
"""
EVERY_EVENT = f"""
create view every_event as select instance_id, {names(EVENT)} from history_event
union all select c.instance_id, {names(EVENT, "r")} from cold_case c cross join lateral json_to_recordset(c.history::json) as r({EVENT})
"""
EVERY_PAYLOAD = f"""
create view every_payload as select instance_id, {names(PAYLOAD)} from audit_payload
union all select c.instance_id, {names(PAYLOAD, "r")} from cold_case c cross join lateral json_to_recordset(c.payloads::json) as r({PAYLOAD})
"""


def upgrade() -> None:
    op.create_table(
        "cold_case",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=True),
        sa.Column("history", sa.Text(), nullable=True),
        sa.Column("jobs", sa.Text(), nullable=True),
        sa.Column("payloads", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_cold_case_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_cold_case")),
    )
    # a row of more than 2 kB is compressed until it is as short as this, and what is longer still is cut into pieces: whole rows of some
    # kilobytes would leave half of each page empty
    op.execute("alter table cold_case set (toast_tuple_target = 1024)")
    op.add_column("process_instance", sa.Column("cold", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("process_instance", sa.Column("warm_until", sa.DateTime(timezone=True), nullable=True))
    warm = sa.text("ended_at is not null and not cold")
    op.create_index("ix_process_instance_warm", "process_instance", ["ended_at"], postgresql_where=warm)
    for statement in (MOVE, RESTORE, EVERY_EVENT, EVERY_PAYLOAD):
        op.execute(statement)
    for function in ("alur_move_to_cold(timestamptz, timestamptz, integer)", "alur_restore_cold(uuid, timestamptz)"):
        op.execute(f"revoke all on function {function} from public")


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
