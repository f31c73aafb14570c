"""The running platform under faults: nothing lost, nothing twice."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy.exc import DBAPIError

from demo.load import actor
from demo.organisation import identifier
from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.commands.instances.start_process_instance import StartProcessInstance
from engine.core.engine import Engine
from engine.model.actor import SYSTEM
from webui.settings import ROOT


@pytest.fixture
def engine(stack, monkeypatch, guest_book):
    """The platform's own doors from this process, on the running stack's database."""
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    monkeypatch.syspath_prepend(str(guest_book))
    made: Engine = build_platform(read_settings(stack.environment))
    # the guest book works, whichever test comes first
    made.execute(Deploy(package="buku_tamu", resources=dict(made.platform.packages.get("buku_tamu").resources)), actor=SYSTEM)
    made.execute(SetPackageState(package="buku_tamu", enabled=True), actor=SYSTEM)
    yield made
    made.platform.database.dispose()


def test_a_package_from_pip_is_found_enabled_deployed_and_run_by_rq(stack, engine):
    listed = stack.alur("packages", "list").stdout
    assert "buku_tamu" in listed
    assert "alur-buku-tamu" in listed
    done = stack.alur("packages", "check", "buku_tamu")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing has changed" in stack.alur("deploy", "buku_tamu").stdout
    assert "disabled" in stack.alur("packages", "disable", "buku_tamu").stdout
    assert "enabled" in stack.alur("packages", "enable", "buku_tamu").stdout
    person = actor(engine, "agendaris.setda")
    command = StartProcessInstance(process="kunjungan", answers={"nama": "Siti", "keperluan": "LAIN"})
    case = UUID(engine.execute(command, actor=person)["instance"])
    stack.until(
        f"select facts ->> 'sapaan', facts ->> 'antrean' from process_instance where id = '{case}'", [("Selamat datang, Siti.", "loket")]
    )


def test_a_worker_killed_in_the_middle_and_redis_flushed_lose_nothing_and_double_nothing(stack, engine):
    person, redis = actor(engine, "agendaris.setda"), Redis.from_url(stack.environment["ALUR_REDIS_URL"])
    cases = []
    for number in range(40):
        name = f"{'Pelan' if number % 5 == 0 else 'Tamu'} {number}"
        command = StartProcessInstance(process="kunjungan", answers={"nama": name, "keperluan": "RAPAT"}, idempotency_key=f"f{number}")
        cases.append(engine.execute(command, actor=person)["instance"])
        if number % 10 == 6:
            # a slow guest is being greeted by now: its worker dies in the middle of the job
            time.sleep(1)
            for pid in stack.named("webui.worker"):
                os.kill(pid, signal.SIGKILL)
        if number % 10 == 7:
            redis.flushall()
    wanted = "', '".join(cases)
    # a lease of a killed worker runs out after its time limit of 10 s and the grace of 15 s
    stack.until(
        f"select count(*) from job where instance_id in ('{wanted}') and type = 'buku_tamu:sapa' and status = 'DONE'", [(40,)], patience=150
    )
    stack.quiet(patience=150)
    rows = stack.query(f"select count(*), count(distinct facts ->> 'sapaan') from process_instance where id in ('{wanted}')")
    assert rows == [(40, 40)]
    completed = (
        f"select count(*) from history_event where instance_id in ('{wanted}') and event = 'ELEMENT_COMPLETED' and element_id = 'sapa'"
    )
    assert stack.query(completed) == [(40,)]
    assert stack.query(f"select count(*) from user_task where instance_id in ('{wanted}') and status = 'OPEN'") == [(40,)]
    assert stack.query("select count(*) from incident where resolved_at is null") == [(0,)]


def test_six_levels_and_thirty_wide_while_another_letter_moves(stack, engine):
    """The whole cascade through the workers: one chain of six dispositions, one of thirty recipients, side by side."""
    from datetime import date

    from demo.letters import LETTERS, Letter
    from demo.load import register
    from engine.commands.tasks.complete_user_task import CompleteUserTask
    from engine.queries.tasks.task_list import TaskList

    def letter(subject):
        first = LETTERS[0]
        return Letter(**{**first.__dict__, "subject": subject, "number": f"{subject}/2026", "to": "bupati"})

    deep = register(engine, letter("Enam tingkat"), date.today())
    wide = register(engine, letter("Tiga puluh penerima"), date.today())

    # two heads are not there themselves: one post is vacant (Plt.), one head is on leave (Plh.)
    standing_in = {"kepala.dinsos": "sekretaris.dinsos", "kepala.dlhk": "kabid.dlhk.1"}

    def complete(code, subject, element, **answers):
        who = actor(engine, standing_in.get(code, code))
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            rows = [row for row in engine.ask(TaskList(text=subject), actor=who).rows if row.element == element]
            if rows:
                engine.execute(CompleteUserTask(task=rows[0].id, answers=answers), actor=who)
                return
            time.sleep(0.2)
        raise AssertionError(f"{code} has no task {element} for {subject}")

    def position(code):
        return str(identifier("position", code))

    chain = ["bupati", "sekda", "asisten.2", "kepala.dbmsda", "kabid.dbmsda.2", "tim.dbmsda.2.2", "staf.dbmsda.2.2"]
    heads = [row[0] for row in stack.query("select code from position where role = 'kepala' order by code limit 30")]
    assert len(heads) == 30
    complete(
        "bupati",
        "Tiga puluh penerima",
        "baca",
        tindakan="disposisi",
        kepada=[position(code) for code in heads],
        instruksi_baru="TINDAKLANJUTI",
    )
    for giver, receiver in zip(chain, chain[1:], strict=False):
        complete(giver, "Enam tingkat", "baca", tindakan="disposisi", kepada=[position(receiver)], instruksi_baru="TELAAH")
    complete(chain[-1], "Enam tingkat", "baca", tindakan="selesai", laporan="Selesai di bawah.")
    for code in heads:
        complete(code, "Tiga puluh penerima", "baca", tindakan="selesai", laporan=f"Laporan {code}")
    for receiver, giver in zip(chain[:0:-1], chain[-2::-1], strict=False):
        complete(giver, "Enam tingkat", "periksa_laporan", hasil_periksa="terima")
        if giver != "bupati":
            complete(giver, "Enam tingkat", "susun_laporan", laporan=f"Diteruskan oleh {giver}, dari {receiver}")
    for _ in heads:
        complete("bupati", "Tiga puluh penerima", "periksa_laporan", hasil_periksa="terima")
    for case in ("Enam tingkat", "Tiga puluh penerima"):
        complete("agendaris.setda", case, "arsipkan", berkas_arsip="AKTIF")
    stack.quiet()
    assert stack.query(f"select count(*), count(*) filter (where status = 'COMPLETED') from process_instance where root_id = '{deep}'") == [
        (8, 8)
    ]
    assert stack.query(f"select count(*), count(*) filter (where status = 'COMPLETED') from process_instance where root_id = '{wide}'") == [
        (32, 32)
    ]


def test_after_a_power_cut_nothing_runs_on_and_nothing_is_lost(stack):
    before = stack.query("select count(*), max(id) from history_event"), stack.query("select count(*) from process_instance")
    children = stack.children()
    assert len(children) >= 6
    stack.kill()
    deadline = time.monotonic() + 30
    while stack.children() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert stack.children() == []
    began = time.monotonic()
    stack.start()
    assert (stack.query("select count(*), max(id) from history_event"), stack.query("select count(*) from process_instance")) == before
    assert time.monotonic() - began < 60
    second = [sys.executable, "-m", "webui.supervisor.main", "--port", "1"]
    environment = {**os.environ, "ALUR_VAR": str(stack.folder / "var")}
    done = subprocess.run(second, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert "another ./run is already using" in done.stderr
    assert Path(stack.folder).exists()


def test_servers_that_die_come_back_and_work_goes_on(stack, engine):
    """Valkey, then PostgreSQL, then the clock: each is killed; a new case still goes its way within a minute."""
    person = actor(engine, "agendaris.setda")
    for number, program in enumerate(("valkey-server", "bin/postgres -D", "webui.clock")):
        for pid in stack.processes(program):
            os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 60
        while True:
            try:
                command = StartProcessInstance(
                    process="kunjungan", answers={"nama": f"Tahan {number}", "keperluan": "LAIN"}, idempotency_key=program
                )
                engine.execute(command, actor=person)
                break
            except DBAPIError:
                assert time.monotonic() < deadline
                time.sleep(0.5)
        stack.until(f"select count(*) from process_instance where facts ->> 'sapaan' like '%Tahan {number}%'", [(1,)])


def test_a_server_that_hangs_holds_nobody_up(stack, engine):
    """Valkey answers no more, but is not dead: thirty bells take seconds, not minutes, and the work goes on when it wakes."""
    person = actor(engine, "agendaris.setda")
    (valkey,) = stack.processes("valkey-server")
    os.kill(valkey, signal.SIGSTOP)
    try:
        began = time.monotonic()
        for number in range(30):
            command = StartProcessInstance(process="kunjungan", answers={"nama": f"Sabar {number}", "keperluan": "LAIN"})
            engine.execute(command, actor=person)
        assert time.monotonic() - began < 30
    finally:
        os.kill(valkey, signal.SIGCONT)
    stack.until("select count(*) from process_instance where facts ->> 'sapaan' like '%Sabar%'", [(30,)], patience=90)


def test_any_number_of_processes_work_on_one_database(stack, engine):
    """More web, worker and clock processes join by their settings alone; sessions and jobs are shared."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, **stack.environment, "ALUR_BIND": bind}
    gunicorn = [str(Path(sys.executable).parent / "gunicorn"), "--config", "webui/gunicorn.conf.py", "webui.wsgi:application"]
    commands = [gunicorn, [sys.executable, "-m", "webui.worker", "service", "engine", "notify"], [sys.executable, "-m", "webui.clock"]]
    extra = [subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) for command in commands]
    try:
        deadline = time.monotonic() + 150
        status = None
        while status != 200 and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://{bind}/sehat/web", timeout=2) as answer:
                    status = answer.status
            except OSError:
                time.sleep(0.2)
        assert status == 200
        person = actor(engine, "agendaris.setda")
        for number in range(10):
            engine.execute(
                StartProcessInstance(process="kunjungan", answers={"nama": f"Ramai {number}", "keperluan": "LAIN"}), actor=person
            )
        stack.until("select count(*) from process_instance where facts ->> 'sapaan' like '%Ramai%'", [(10,)])
        assert [process.poll() for process in extra] == [None, None, None]
    finally:
        for process in extra:
            process.terminate()
        for process in extra:
            process.wait(30)


def test_the_audit_of_a_case_can_be_verified(stack):
    case = stack.query("select id from process_instance limit 1")[0][0]
    assert "The chain is whole." in stack.alur("audit", "verify", str(case), "--lang", "en").stdout
