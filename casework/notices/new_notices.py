"""Creates notices for an applicant: one row and one job for each channel that they gave and have not silenced."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from sqlalchemy.dialects.postgresql import insert

from casework.accounts.addresses import CHANNELS
from casework.applications.contact import contact_of
from casework.applications.tables import Application
from casework.notices.tables import Notice
from engine.core.context import CommandContext
from engine.core.job_rows import platform_job
from engine.persistence.tables.instances import ProcessInstance

#: steps of the platform: send a notice, and tell officers that an applicant wrote, or has withdrawn
SEND_NOTICE, MAIL_CASE_MESSAGE, MAIL_WITHDRAWAL = "alur:tell-applicant", "alur:tell-officers", "alur:tell-withdrawal"


def add_notices(context: CommandContext, instance: ProcessInstance, kind: str, key: str, about: dict[str, Any]) -> None:
    """Adds notices about the case of `instance`, which is locked. Ids are made from the key, so that no notice is sent twice."""
    row = context.session.get(Application, instance.root_id)
    if row is None:
        return
    for channel in CHANNELS:
        if channel in row.silent or channel not in contact_of(context.platform.vault, row):
            continue
        identifier = uuid5(row.instance_id, f"notice {kind} {key} {channel}")
        values = {"id": identifier, "instance_id": row.instance_id, "channel": channel, "kind": kind, "about": about}
        made = insert(Notice).values(**values, created_at=context.now).on_conflict_do_nothing().returning(Notice.id)
        if context.session.execute(made).first():
            platform_job(context, instance, SEND_NOTICE, key=str(identifier), variables={"notice": str(identifier)})
