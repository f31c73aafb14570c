"""E-mail as a channel: official addresses of units, mails that came in, mails of ours that came back"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "official_address",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_official_address_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_address")),
        sa.UniqueConstraint("address", name=op.f("uq_official_address_address")),
    )
    op.create_index(op.f("ix_official_address_unit_id"), "official_address", ["unit_id"])
    op.create_table(
        "mail_content",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_content")),
    )
    # mails are compressed badly, and read as a whole
    op.execute("alter table mail_content alter column content set storage external")
    op.create_table(
        "received_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("address_id", sa.Uuid(), nullable=True),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("envelope_from", sa.Text(), nullable=False),
        sa.Column("content_id", sa.Uuid(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["address_id"], ["official_address.id"], name=op.f("fk_received_mail_address_id_official_address")),
        sa.ForeignKeyConstraint(["content_id"], ["mail_content.id"], name=op.f("fk_received_mail_content_id_mail_content")),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_received_mail_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("recipient", "identity", name=op.f("uq_received_mail_recipient_identity")),
    )
    op.create_index("ix_received_mail_due", "received_mail", ["due_at"], postgresql_where=sa.text("status = 'RECEIVED'"))
    op.create_index(op.f("ix_received_mail_received_at"), "received_mail", ["received_at"])
    op.create_index("ix_received_mail_message", "received_mail", ["recipient", "message_id"])
    op.create_index(op.f("ix_received_mail_content_id"), "received_mail", ["content_id"])
    op.create_index(op.f("ix_received_mail_instance_id"), "received_mail", ["instance_id"])
    op.create_table(
        "returned_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("instance_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["process_instance.id"], name=op.f("fk_returned_mail_instance_id_process_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_mail")),
        sa.UniqueConstraint("key", "address", name=op.f("uq_returned_mail_key_address")),
    )
    op.create_index(op.f("ix_returned_mail_instance_id_told_at"), "returned_mail", ["instance_id", "told_at"])


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")
