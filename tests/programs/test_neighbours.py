"""A neighbour of the demonstration that cannot start is noticed at once, and the sentence says what to do."""

import os
import shutil
import socket
import subprocess
import sys
from functools import partial
from types import SimpleNamespace

import pytest

from webui.settings import ROOT
from webui.supervisor import watching
from webui.supervisor.child import Child
from webui.supervisor.environment import free_port
from webui.supervisor.folders import SHARED, Unavailable
from webui.supervisor.main import Stopped
from webui.supervisor.neighbours import NEIGHBOURS, neighbours_here, start_neighbours
from webui.supervisor.watching import Running, stop_all, watch


def settings(**changed):
    bank, registries = free_port(), free_port()
    return {
        "ALUR_SMTP_HOST": "127.0.0.1",
        "ALUR_SMTP_PORT": str(free_port()),
        "ALUR_BANK_URL": f"http://127.0.0.1:{bank}",
        "ALUR_REGISTRIES": f"penduduk=http://127.0.0.1:{registries}/penduduk npwp=http://127.0.0.1:{registries}/npwp",
    } | changed


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_every_neighbour_is_expected_where_the_settings_say():
    given = settings()
    ports = {neighbour.name: port for neighbour, port in neighbours_here(given)}
    assert ports["mailbox"] == int(given["ALUR_SMTP_PORT"])
    assert given["ALUR_BANK_URL"].endswith(f":{ports['bank']}")
    assert f":{ports['registries']}/" in given["ALUR_REGISTRIES"]


def test_an_address_elsewhere_needs_no_neighbour():
    given = settings(ALUR_BANK_URL="https://bank.example/alur", ALUR_SMTP_HOST="mail.example", ALUR_REGISTRIES="")
    assert neighbours_here(given) == []


@pytest.mark.parametrize(
    ("setting", "value"),
    [("ALUR_SMTP_PORT", "{port}"), ("ALUR_BANK_URL", "http://localhost:{port}"), ("ALUR_REGISTRIES", "npwp=http://127.0.0.1:{port}/npwp")],
)
def test_a_taken_port_is_told_with_the_setting_and_the_remedy(taken, setting, value):
    with pytest.raises(Unavailable, match=rf"cannot start: port {taken} of {setting} is in use\. Stop what uses it, .*--no-demo"):
        neighbours_here(settings(**{setting: value.format(port=taken)}))


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import part_that_nobody_installed", r"No module named 'part_that_nobody_installed'\. .*pip install 'alur\[embedded\]'"),
        ("raise ValueError('bank.json is damaged')", r"bank.json is damaged\. Mend what its log says \("),
    ],
)
def test_a_neighbour_that_ends_at_once_is_told_with_its_reason(tmp_path, program, told):
    running, command = [], [sys.executable, "-c", program]
    start = partial(Child, "bank", command, environment=dict(os.environ), folder=tmp_path, log=tmp_path / "bank.log")
    with pytest.raises(Unavailable, match=rf"the demonstration's bank has ended: \w+: {told}"):
        start_neighbours([(NEIGHBOURS[1], free_port())], lambda _neighbour: Running(start), running)
    assert len(running) == 1, "it is stopped with the others"
    stop_all(running)


def test_the_platform_does_not_start_without_a_neighbour(tmp_path, taken):
    """Before its servers are started: nothing has to be stopped, and nobody waits."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")}
    environment |= {"ALUR_VAR": str(tmp_path / "var"), "ALUR_BANK_URL": f"http://127.0.0.1:{taken}"}
    command = [sys.executable, "-m", "webui.supervisor.main", "--port", str(free_port())]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    identity = tmp_path / "var" / "id"
    if identity.exists():  # as root the database lives outside
        shutil.rmtree(SHARED / identity.read_text(), ignore_errors=True)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"the demonstration's bank cannot start: port {taken} of ALUR_BANK_URL is in use" in done.stderr
    assert "Traceback" not in done.stderr
    assert "starting PostgreSQL" not in done.stdout


def test_a_program_that_does_not_stay_up_is_told_once_with_the_remedy(monkeypatch, capsys):
    class Ended:
        name, ended, log = "bank", 1, "var/log/bank.log"

        def last_lines(self, count):
            return "OSError: [Errno 98] Address already in use"

    rounds = iter(range(2000))

    def sleep(_seconds):
        if next(rounds) > 1000:
            raise Stopped

    clock = iter(range(1_000_000))
    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep, monotonic=lambda: next(clock) / 10))
    with pytest.raises(Stopped):
        watch([Running(Ended)])
    said = capsys.readouterr().out
    assert said.count("bank does not stay up: it ended 3 times. The last line of its log: OSError: [Errno 98] Address already in use.") == 1
    assert said.count("ended with status 1; starting it again") > 3
