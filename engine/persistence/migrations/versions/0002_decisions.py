"""Decisions have versions of their own, so that a process may call the newest of another deployment"""

import uuid

import sqlalchemy as sa
from alembic import op
from lxml import etree

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "decision_definition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("deployment_id", sa.Uuid(), nullable=False),
        sa.Column("package", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("version_tag", sa.Text(), nullable=True),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deployment_id"], ["deployment.id"], name=op.f("fk_decision_definition_deployment_id_deployment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_definition")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_decision_definition_key_version")),
    )
    op.create_index(op.f("ix_decision_definition_deployment_id"), "decision_definition", ["deployment_id"], unique=False)
    op.bulk_insert(table, _deployed_already())


def downgrade() -> None:
    raise NotImplementedError("restore the backup that was taken before the upgrade")


def _deployed_already() -> list[dict[str, object]]:
    """The decisions of the deployments that there are, numbered in the order in which they came."""
    found = op.get_bind().execute(
        sa.text(
            "select d.id, d.package, d.deployed_at, r.content from deployment d join deployed_resource r on r.deployment_id = d.id "
            "where r.kind = 'dmn' order by d.deployed_at, r.path"
        )
    )
    versions: dict[str, int] = {}
    rows: list[dict[str, object]] = []
    for deployment, package, moment, content in found:
        root = etree.fromstring(bytes(content), etree.XMLParser(resolve_entities=False, no_network=True))
        for node in root.iterfind("{*}decision"):
            key = node.get("id")
            versions[key] = versions.get(key, 0) + 1
            rows.append(
                {
                    "id": uuid.uuid4(),
                    "deployment_id": deployment,
                    "package": package,
                    "key": key,
                    "name": node.get("name") or key,
                    "version": versions[key],
                    "version_tag": None,
                    "deployed_at": moment,
                }
            )
    return rows
