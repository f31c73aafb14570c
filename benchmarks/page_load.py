"""Pages over HTTP, served by gunicorn as `./run` serves them: requests a second, errors and the slowest twentieth.

The clients are a process of their own (`python -m benchmarks.page_load PORT SECONDS CLIENTS COOKIE PATH …`), which shares the machine with
the servers: each is a thread with one connection that it keeps.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException

from benchmarks.figures import Figure
from benchmarks.place import Place, say
from webui.settings import ROOT
from webui.supervisor.environment import free_port

CLIENTS = 8
PUBLIC_TARGET, STAFF_TARGET, P95_TARGET = 500.0, 60.0, 300.0


@contextmanager
def serve(place: Place) -> Iterator[int]:
    """Starts gunicorn with the configuration of the Procfile; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "webui/gunicorn.conf.py", "webui.wsgi:application"]
    environment = {**os.environ, **place.environment, "ALUR_BIND": f"127.0.0.1:{port}", "ALUR_ADDRESS": f"http://127.0.0.1:{port}"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        while not answers(port):
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def answers(port: int) -> bool:
    with suppress(OSError, HTTPException):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/sehat/web")
        return connection.getresponse().status == 200
    return False


def load_of(name: str, port: int, paths: Sequence[str], *, cookie: str = "", seconds: float, target: float) -> list[Figure]:
    """Asks for the paths in turn. Errors are answers other than 200, and connections that broke."""
    command = [sys.executable, "-m", "benchmarks.page_load", str(port), str(seconds), str(CLIENTS), cookie, *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    say(f"{name}: {found['answers']} answers, {found['errors']} errors")
    return [
        Figure(f"{name}, over HTTP", found["answers"] / found["seconds"], "a second", "higher", target),
        Figure(f"{name}, over HTTP at p95", found["p95"], "ms", target=P95_TARGET),
        Figure(f"{name}, over HTTP, errors", found["errors"], "", target=0),
    ]


def main(arguments: list[str]) -> None:
    port, seconds, clients, cookie, *paths = arguments
    times: list[float] = []
    wrong: list[str] = []
    ends = time.perf_counter() + float(seconds)
    threads = [
        threading.Thread(target=_ask, args=(int(port), paths[number:] + paths[:number], cookie, ends, times, wrong))
        for number in (index % len(paths) for index in range(int(clients)))
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    p95 = statistics.quantiles(times, n=20)[18] * 1000 if len(times) > 1 else 0.0
    print(json.dumps({"answers": len(times), "errors": len(wrong), "first": wrong[:3], "seconds": spent, "p95": p95}))


def _ask(port: int, paths: Sequence[str], cookie: str, ends: float, times: list[float], wrong: list[str]) -> None:
    connection, number, headers = None, 0, {"Cookie": cookie} if cookie else {}
    while time.perf_counter() < ends:
        connection = connection or HTTPConnection("127.0.0.1", port, timeout=30)
        path, number = paths[number % len(paths)], number + 1
        began = time.perf_counter()
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            wrong.append(f"{path}: {type(error).__name__}")
            connection.close()
            connection = None
            continue
        if answer.status == 200:
            times.append(time.perf_counter() - began)
        else:
            wrong.append(f"{path}: {answer.status}")


if __name__ == "__main__":
    main(sys.argv[1:])
