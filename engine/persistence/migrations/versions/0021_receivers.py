"""Findings of what nobody can act on, and the mails that tell operators of them and of incidents"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN, UNTOLD = "closed_at is null", "closed_at is null and told_in is null"


def upgrade() -> None:
    op.create_table(
        "operator_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_mail")),
    )
    op.create_index(op.f("ix_operator_mail_created_at"), "operator_mail", ["created_at"])
    op.create_table(
        "receiver_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("position_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_in", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_receiver_finding_instance_id")),
        sa.ForeignKeyConstraint(["told_in"], ["operator_mail.id"], name=op.f("fk_receiver_finding_told_in")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receiver_finding")),
    )
    op.create_index(op.f("ix_receiver_finding_instance_id"), "receiver_finding", ["instance_id"])
    op.create_index("uq_receiver_finding_open", "receiver_finding", ["kind", "subject"], unique=True, postgresql_where=sa.text(OPEN))
    op.create_index("ix_receiver_finding_untold", "receiver_finding", ["found_at"], postgresql_where=sa.text(UNTOLD))
    op.add_column("incident", sa.Column("told_in", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_incident_told_in"), "incident", "operator_mail", ["told_in"], ["id"])
    op.create_index(
        "ix_incident_untold", "incident", ["raised_at"], postgresql_where=sa.text("resolved_at is null and told_in is null")
    )


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
