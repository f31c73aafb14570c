"""`./run bench`: figures on the big set. They are printed, never judged: a shared machine would make a test of them a lottery.

The first column is milliseconds at the median, the second at the 95th percentile; the last is the ratio to an empty request (/sehat/web),
which compares between machines.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from demo.accounts import PASSWORD
from demo.big import load_big
from demo.load import load
from engine.persistence.database import connect
from engine.persistence.migrate import upgrade
from webui.app import create_app
from webui.bootstrap import build_platform
from webui.settings import ROOT, read_settings
from webui.supervisor.environment import free_port
from webui.supervisor.folders import prepare_folders
from webui.supervisor.servers import OWNER, database_address, start_postgres, start_valkey, valkey_address
from webui.tables import METADATA

WARM, RUNS = 5, 60


def say(words: str) -> None:
    print(f"bench: {words}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--letters", type=int, default=50_000)
    parser.add_argument("--holdings", type=int, default=20_000)
    parser.add_argument("--short", action="store_true", help="a small set and few requests: whether it runs at all, no figures to keep")
    options = parser.parse_args()
    if options.short:
        options.letters, options.holdings = 40, 1400
    var = Path(tempfile.mkdtemp(prefix="alur-bench-"))
    place = prepare_folders(var)
    postgres = start_postgres(place)
    valkey = start_valkey(place)
    postbox = None
    try:
        upgrade("postgresql+psycopg://" + database_address(place, user=OWNER).partition("://")[2], METADATA)
        environment = {
            "ALUR_DATABASE_URL": database_address(place),
            "ALUR_REDIS_URL": valkey_address(place),
            "ALUR_SECRET_KEY": "bench" * 10,
            "ALUR_DATA_KEYS": "bench:" + base64.b64encode(b"0" * 32).decode(),
            "ALUR_DATA": str(var / "data"),
            "ALUR_DEMO": "1",
            "ALUR_SMTP_PORT": str(free_port()),
        }
        postbox = subprocess.Popen([sys.executable, "-m", "demo.mailbox"], env={**os.environ, **environment}, cwd=ROOT)
        time.sleep(2)
        settings = read_settings(environment)
        engine = build_platform(settings)
        load(engine, say)
        began = time.monotonic()
        load_big(engine, say, cases=options.letters, holdings=options.holdings)
        owner = connect("postgresql+psycopg://" + database_address(place, user=OWNER).partition("://")[2])
        with owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("vacuum analyze"))
        owner.dispose()
        say(f"the big set took {time.monotonic() - began:.0f} s to make")
        app = create_app(settings, engine)
        measure(app, runs=2 if options.short else RUNS)
    finally:
        if postbox:
            postbox.terminate()
        valkey.stop()
        postgres.stop()
        place.cleanup()
        subprocess.run(["rm", "-rf", str(var), str(place.database_folder)], check=False)


def sign_in(app, code):
    client = app.test_client()
    page = client.get("/masuk").get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
    client.post("/masuk", data={"csrf_token": token, "email": f"{code}@tangerangkab.example", "sandi": PASSWORD})
    return client


def measure(app, *, runs: int) -> None:
    leader, head = sign_in(app, "bupati"), sign_in(app, "kepala.dbmsda")
    registrar = sign_in(app, "agendaris.setda")

    def first_task(client):
        page = client.get("/tugas").get_data(as_text=True)
        return re.search(r'href="(/tugas/[0-9a-f-]{36})"', page).group(1)

    task = first_task(leader)
    words = ["banjir", "jalan cikupa", "permohonan sekolah", "undangan", "01234/2026"]
    pages = {
        "empty (/sehat/web)": (leader, lambda n: "/sehat/web"),
        "inbox of the leader": (leader, lambda n: "/tugas"),
        "inbox of a head": (head, lambda n: "/tugas"),
        "inbox, waiting for others": (leader, lambda n: "/tugas?tab=menunggu"),
        "inbox, filtered": (leader, lambda n: "/tugas?cari=banjir&tenggat=terlambat"),
        "search, registrar (sees all)": (registrar, lambda n: f"/cari?kata={words[n % len(words)]}"),
        "search, leader": (leader, lambda n: f"/cari?kata={words[n % len(words)]}"),
        "task page": (leader, lambda n: task),
        "disposition page": (leader, lambda n: f"{task}?putusan=disposisi"),
    }
    base = None
    print(f"{'page':<32}{'median':>9}{'p95':>9}{'ratio':>8}")
    for name, (client, address) in pages.items():
        times = []
        for number in range(WARM + runs):
            began = time.perf_counter()
            answer = client.get(address(number))
            spent = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, (name, answer.status_code)
            if number >= WARM:
                times.append(spent)
        median, high = statistics.median(times), statistics.quantiles(times, n=20)[18]
        base = base or median
        print(f"{name:<32}{median:>7.1f}ms{high:>7.1f}ms{median / base:>7.1f}x", flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("LANG", "C.UTF-8")
    main()
