"""The platform works through PgBouncer in transaction mode: no session of the server belongs to anybody for longer than a transaction."""

import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import make_url

from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.commands.tasks.complete_user_task import CompleteUserTask
from engine.persistence.database import connect
from engine.queries.tasks.task_list import TaskList
from tests.support import servers
from tests.support.one_post import add_one_post
from webui.supervisor.environment import free_port

MANIFEST = b'[package]\nkey = "lewat"\n[[case]]\nprocess = "p"\nstart_roles = ["kabid"]\n'
DIAGRAM = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
    '<process id="p" isExecutable="true"><startEvent id="s"/><userTask id="t"><extensionElements>'
    '<zeebe:assignmentDefinition candidateGroups="kabid@dinas"/></extensionElements></userTask><endEvent id="e"/>'
    '<sequenceFlow sourceRef="s" targetRef="t"/><sequenceFlow sourceRef="t" targetRef="e"/></process></definitions>'
)
PROGRAM = shutil.which("pgbouncer")
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="PgBouncer is not installed here: apt-get install pgbouncer")


@pytest.fixture
def pooled_url(database_url, tmp_path):
    """Two connections to the server for everybody."""
    address = make_url(database_url)
    for name, value in (("timezone", "'UTC'"), ("jit", "off"), ("lock_timeout", "'5s'")):
        servers.administer(f"alter role alur_app in database {address.database} set {name} = {value}")
    users, settings, port = tmp_path / "users", tmp_path / "pgbouncer.ini", free_port()
    users.write_text('"alur_app" ""\n')
    settings.write_text(
        f"[databases]\n{address.database} = host={address.query['host']} user=alur_app\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {users}\npool_mode = transaction\ndefault_pool_size = 2\n"
    )
    for path in (tmp_path, users, settings):
        path.chmod(0o755)
    for folder in tmp_path.parents:
        if str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    program = subprocess.Popen([PROGRAM, "-u", "nobody", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"postgresql+psycopg://alur_app@127.0.0.1:{port}/{address.database}"
    for _attempt in range(100):
        try:
            psycopg.connect(url.replace("+psycopg", "")).close()
            break
        except psycopg.OperationalError:
            time.sleep(0.05)
    yield url
    program.terminate()
    program.wait()


@pytest.fixture
def database(pooled_url):
    made = connect(pooled_url, pooled=True)
    yield made
    made.dispose()


@pytest.fixture
def actor(harness):
    return add_one_post(harness, "lewat", DIAGRAM, MANIFEST)


def test_cases_go_on_through_a_pooler_that_gives_each_transaction_another_connection(harness, actor):
    def whole_case(_number):
        harness.execute(StartProcessInstance(process="p"), actor)

    with ThreadPoolExecutor(4) as pool:  # more clients than connections to the server
        list(pool.map(whole_case, range(12)))
        tasks = harness.ask(TaskList(tab="unit"), actor).rows
        list(pool.map(lambda row: harness.execute(CompleteUserTask(task=row.id), actor), tasks))
    assert len(tasks) == 12
    assert {case.status for case in harness.instances()} == {"COMPLETED"}


def test_times_are_those_of_the_role(database):
    with database.connect() as connection:
        assert connection.exec_driver_sql("show timezone").scalar() == "UTC"
