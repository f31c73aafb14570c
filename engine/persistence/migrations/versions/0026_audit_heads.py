"""Heads of the audit by the hour; what commands carried is taken by a recorded erasure only"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

#: owned by the tables' owner and run with its rights. The application must have recorded the erasure, as the newest row of the case's chain;
#: records of erasures keep what they carry
ERASE_PAYLOADS = """
create function alur_erase_payloads(ended_case uuid) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare newest record; erased integer;
begin
    if exists (select 1 from process_instance where id = ended_case and status = 'ACTIVE') then raise exception 'the case has not ended'; end if;
    select number, command into newest from audit_record where instance_id = ended_case order by number desc limit 1;
    if newest is null or newest.command not like 'Erase%' then raise exception 'the erasure is not recorded'; end if;
    delete from audit_payload p where p.instance_id = ended_case and p.number < newest.number and not exists (
        select 1 from audit_record r where r.instance_id = p.instance_id and r.number = p.number and r.command like 'Erase%');
    get diagnostics erased = row_count;
    return erased;
end $$
"""


def upgrade() -> None:
    op.execute(ERASE_PAYLOADS)
    op.execute("revoke all on function alur_erase_payloads(uuid) from public")
    op.create_table(
        "audit_head",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("chains", sa.Integer(), nullable=False),
        sa.Column("all_rows", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_head")),
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
