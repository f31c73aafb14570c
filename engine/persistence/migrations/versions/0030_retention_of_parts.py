"""Retention of fields and documents, and handing over to the archive"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

#: a value without these keys, however deep they stand
WITHOUT_KEYS = """
create function alur_without_keys(data jsonb, keys text[]) returns jsonb language sql immutable set search_path = public, pg_temp as $$
select case jsonb_typeof(data)
    when 'object' then coalesce(
        (select jsonb_object_agg(e.key, alur_without_keys(e.value, keys)) from jsonb_each(data) e where not e.key = any(keys)), '{}'::jsonb)
    when 'array' then coalesce(
        (select jsonb_agg(alur_without_keys(e.value, keys) order by e.place)
         from jsonb_array_elements(data) with ordinality e(value, place)), '[]'::jsonb)
    else data end
$$
"""

#: owned by the tables' owner and run with its rights, as the erasure of whole cases: the record of it stands in the chain first
ERASE_FIELDS = """
create function alur_erase_fields(ended_case uuid, fields text[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare newest record; erased integer;
begin
    if exists (select 1 from process_instance where id = ended_case and status = 'ACTIVE') then raise exception 'the case has not ended'; end if;
    select number, command into newest from audit_record where instance_id = ended_case order by number desc limit 1;
    if newest is null or newest.command not like 'Erase%' then raise exception 'the erasure is not recorded'; end if;
    update history_event h
        set data = alur_without_keys(case when h.data->>'name' = any(fields) then h.data - 'value' else h.data end, fields)
                   || '{"erased": true}'::jsonb
        where h.instance_id = ended_case and (h.data->>'name' = any(fields) or exists (
            select 1 from unnest(fields) f where position(to_json(f)::text || ': ' in h.data::text) > 0));
    get diagnostics erased = row_count;
    delete from audit_payload p where p.instance_id = ended_case and p.number < newest.number
        and exists (select 1 from unnest(fields) f where position(to_json(f)::text || ': ' in p.payload::text) > 0)
        and not exists (
            select 1 from audit_record r where r.instance_id = p.instance_id and r.number = p.number and r.command like 'Erase%');
    return erased;
end $$
"""


def upgrade() -> None:
    op.execute(WITHOUT_KEYS)
    op.execute(ERASE_FIELDS)
    for function in ("alur_without_keys(jsonb, text[])", "alur_erase_fields(uuid, text[])"):
        op.execute(f"revoke all on function {function} from public")
    op.add_column("document", sa.Column("field", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("retention_approval", sa.Column("part", sa.Text(), server_default=sa.text("'CASE'"), nullable=False))
    op.add_column("retention_approval", sa.Column("fate", sa.Text(), server_default=sa.text("'DESTROY'"), nullable=False))
    op.create_table(
        "part_erasure",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_part_erasure_instance_id")),
        sa.PrimaryKeyConstraint("instance_id", "part", "name", name=op.f("pk_part_erasure")),
    )
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("listing", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_sha256", "handover", ["sha256"])
    op.create_table(
        "handover_case",
        sa.Column("instance_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_handover_case_instance_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["handover.id"], name=op.f("fk_handover_case_handover_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("instance_id", name=op.f("pk_handover_case")),
    )
    op.create_index("ix_handover_case_handover_id", "handover_case", ["handover_id"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
