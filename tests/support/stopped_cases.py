"""Cases that stand still: some whose job failed in all its attempts, some whose expression cannot be evaluated."""

from sqlalchemy import select

from engine.commands.deployment.deploy import Deploy
from engine.commands.jobs.acquire_job import AcquireJob
from engine.commands.jobs.fail_job import FailJob
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.instances import Job
from engine.testing.drawing import HEAD, event, process, script, task
from engine.testing.harness import NOON

MANIFEST = '[package]\nkey = "gangguan"\n' + "".join(
    f'[[case]]\nprocess = "{name}"\nstart_roles = ["agendaris"]\n' for name in ("kabar", "hitungan", "induk")
)
HANDLERS = '''"""A step that does nothing: tests say how it fails."""

from dataclasses import dataclass

from engine.sdk import JobContext, job_handler


@dataclass(frozen=True, kw_only=True)
class Nothing:
    pass


@job_handler("gangguan:kirim")
def send(context: JobContext, nothing: Nothing) -> None:
    pass
'''
SEND = (
    '<serviceTask id="kirim" name="Kirim kabar"><extensionElements><zeebe:taskDefinition type="gangguan:kirim" retries="2"/>'
    "</extensionElements></serviceTask>"
)
LOOK = task("lihat", '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>')
CALL = '<callActivity id="panggil"><extensionElements><zeebe:calledElement processId="kabar"/></extensionElements></callActivity>'
PROCESSES = (
    process(event("start", "s"), SEND, LOOK, event("end", "e"), "s > kirim > lihat > e", identifier="kabar"),
    process(
        event("start", "s"), script("hitung", "1 + &quot;a&quot;.b", "hasil"), event("end", "e"), "s > hitung > e", identifier="hitungan"
    ),
    process(event("start", "s"), CALL, event("end", "e"), "s > panggil > e", identifier="induk"),
)


def deploy_stopping(harness, folder):
    """Deploys the package `gangguan`, which agendaris may start."""
    package = folder / "gangguan"
    package.mkdir(parents=True)
    (package / "process.toml").write_text(MANIFEST)
    (package / "handlers.py").write_text(HANDLERS)
    harness.install(folder)
    harness.add(PackageState(key="gangguan", enabled=True, changed_at=NOON))
    bpmn = f"{HEAD}{''.join(PROCESSES)}</definitions>".encode()
    harness.execute(Deploy(package="gangguan", resources={"gangguan.bpmn": bpmn, "process.toml": MANIFEST.encode()}))


def start_and_fail(harness, person, *errors):
    """Starts a case for each error and lets its job fail for good with it; gives the cases."""
    cases = []
    for error in errors:
        case = harness.start("kabar", person)
        fail_job(harness, case, error)
        cases.append(case)
    return cases


def fail_job(harness, case, error):
    (job,) = harness._all(select(Job).where(Job.instance_id == case, Job.status == "READY", Job.token.is_not(None)))
    for _attempt in range(job.retries):
        lease = harness.execute(AcquireJob(job=job.id))
        harness.execute(FailJob(job=job.id, fencing_token=lease["fencing_token"], error=error))
        harness.clock.forward(minutes=1)
