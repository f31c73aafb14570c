"""Definitions of the version before keep its rules; those that are deployed now, also from the same files, have today's."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo.organisation import identifier
from engine.commands.deployment.deploy import Deploy
from engine.commands.migration.migrate_process_instances import MigrateProcessInstances
from engine.model.rules import BEFORE, TODAY
from engine.persistence.tables.definitions import DeployedResource, Deployment, ProcessDefinition
from engine.persistence.tables.instances import Incident, ProcessInstance

TO_BE_READ = ("kepala.dbmsda", "kepala.dinkes", "kepala.dishub")


def new_incidents(harness, known):
    return [(row.element_id, row.message) for row in harness._all(select(Incident).where(Incident.id.not_in(known)))]


def dispose_for_information(office):
    """A leader passes a letter on that is only to be read; gives the tasks of those who read it."""
    harness = office.harness
    before = {task.id for task in harness.tasks("baca")}
    task = next(
        task for task in harness.tasks("baca") if harness.instance(task.instance_id).process_key == "disposisi" and leads(office, task)
    )
    kepada = [str(identifier("position", code)) for code in TO_BE_READ]
    office.do(task, tindakan="disposisi", kepada=kepada, instruksi_baru="UNTUK_DIKETAHUI")
    harness.run_jobs()
    return [task for task in harness.tasks("baca") if task.id not in before]


def leads(office, task):
    return task.form_key == "disposisi_pimpinan" and office.who(task).person == identifier("person", "bupati")


def read(office, task):
    office.harness.complete(task.id, office.who(task))
    office.harness.run_jobs()
    return office.harness.instance(task.instance_id).status


def test_a_disposition_that_is_only_to_be_read_ends_as_in_the_version_before(office):
    harness = office.harness
    assert set(harness._all(select(Deployment.rules))) == {BEFORE.number}
    harness.run_jobs()
    known = [row.id for row in harness._all(select(Incident))]
    first, second, third = dispose_for_information(office)
    assert rules_under(harness, first.instance_id) == BEFORE.number
    assert read(office, first) == "COMPLETED"
    assert new_incidents(harness, known) == [], "its gateway reads `tindakan`, which nobody has answered"

    # the same files, deployed today, are a version of today's rules; cases that move to it take them
    resources = files_of(harness, "surat_masuk")
    assert harness.execute(Deploy(package="surat_masuk", resources=resources))["new"]
    assert not harness.execute(Deploy(package="surat_masuk", resources=resources))["new"]
    assert read(office, third) == "COMPLETED"
    harness.execute(MigrateProcessInstances(process="disposisi", source_version=1))
    harness.run_jobs()
    assert rules_under(harness, second.instance_id) == TODAY.number
    assert read(office, second) == "ACTIVE"
    ((element, message),) = new_incidents(harness, known)
    assert (element, "tindakan" in message) == ("tindakan", True)


def files_of(harness, package):
    newest = select(Deployment.id).where(Deployment.package == package).order_by(Deployment.deployed_at.desc()).limit(1)
    rows = harness._all(select(DeployedResource).where(DeployedResource.deployment_id.in_(newest)))
    return {row.path: row.content for row in rows}


def rules_under(harness, instance):
    statement = (
        select(Deployment.rules)
        .join(ProcessDefinition, ProcessDefinition.deployment_id == Deployment.id)
        .join(ProcessInstance, ProcessInstance.definition_id == ProcessDefinition.id)
    )
    with Session(harness.database) as session:
        return session.scalars(statement.where(ProcessInstance.id == instance)).one()
