"""A running platform for tests: the supervisor as `./run` starts it, with its servers, web, workers, clock and mailbox."""

import email
import email.policy
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg

from webui.settings import ROOT
from webui.supervisor.folders import SHARED

HEALTH_TOKEN = "h" * 32


class Stack:
    """A running platform; `kill` ends its supervisor as a power cut would."""

    def __init__(self, folder: Path, *, packages: Path | None = None):
        self.folder = folder
        self.packages = packages
        self.log = folder / "run.log"
        self.start()

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {**os.environ, "ALUR_VAR": str(self.folder / "var"), "ALUR_WEB_PROCESSES": "2"}
        for name in list(environment):
            if name.startswith("ALUR_") and name not in ("ALUR_VAR", "ALUR_WEB_PROCESSES"):
                del environment[name]
        environment["ALUR_HEALTH_TOKEN"] = HEALTH_TOKEN
        if self.packages:
            environment["PYTHONPATH"] = str(self.packages)
        with self.log.open("ab") as output:
            command = [sys.executable, "-m", "webui.supervisor.main", "--port", str(self.port)]
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.address}/sehat/web", timeout=2).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(self.log.read_text())

    def children(self):
        """Process ids of everything that belongs to this platform, also what has lost its parent."""
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if f"ALUR_VAR={self.folder / 'var'}".encode() in path.read_bytes().split(b"\0"):
                    found.append(int(path.parts[2]))
            except OSError:
                continue
        return [pid for pid in found if pid != self.process.pid]

    def named(self, text):
        found = []
        for pid in self.children():
            try:
                if text in Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode():
                    found.append(pid)
            except OSError:
                continue
        return found

    def processes(self, text):
        """The supervisor's own children with this text in their command line; its servers do not carry its settings."""
        found = []
        for path in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = next(line.split()[1] for line in path.read_text().splitlines() if line.startswith("PPid:"))
                command = (path.parent / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if int(parent) == self.process.pid and text in command:
                found.append(int(path.parts[2]))
        assert found, f"the supervisor has no child {text}"
        return found

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)
        identity = self.folder / "var" / "id"
        if identity.exists():  # as root the database lives outside
            shutil.rmtree(SHARED / identity.read_text(), ignore_errors=True)

    @property
    def environment(self):
        """The settings of the running platform: how the tests reach the database and Redis."""
        return json.loads((self.folder / "var" / "settings.json").read_text())

    def query(self, sql, *parameters):
        with psycopg.connect(self.environment["ALUR_DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(sql, parameters or None)
            return cursor.fetchall() if cursor.description else []

    def until(self, sql, wanted, *, patience=60):
        """Wait until a query gives what is wanted."""
        deadline = time.monotonic() + patience
        found = None
        while time.monotonic() < deadline:
            try:
                found = self.query(sql)
            except (psycopg.OperationalError, IndexError) as error:
                found = error  # the database or the clock is just coming back
            if found == wanted:
                return
            time.sleep(0.3)
        raise AssertionError(f"{sql}: {found}, not {wanted}")

    def quiet(self, *, patience=90):
        """Wait until no job is due."""
        self.until("select count(*) from job where status in ('READY', 'LEASED')", [(0,)], patience=patience)

    def mails(self, to):
        found = []
        for path in sorted((self.folder / "var/data/mailbox").glob("*.eml")):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if to in str(message["To"]):
                found.append(str(message["Subject"]))
        return found

    def alur(self, *arguments):
        command = [sys.executable, "-m", "webui.cli.main", *arguments]
        environment = {**os.environ, **self.environment}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
