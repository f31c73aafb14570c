"""One client of dbos, driven by lines of standard input: `workflows SECONDS` runs a workflow of three durable steps as often as it can.

It runs with dbos and its packages alone, nothing of ours. Usage: dbos_client.py DATABASE_URL
"""

from __future__ import annotations

import json
import sys
import time

from dbos import DBOS  # type: ignore[import-not-found]

answers, sys.stdout = sys.stdout, sys.stderr
DBOS(config={"name": "peer", "system_database_url": sys.argv[1], "run_admin_server": False, "log_level": "ERROR"})


@DBOS.step()
def step(letter: dict[str, str], number: int) -> dict[str, str]:
    return {**letter, "langkah": str(number)}


@DBOS.workflow()
def workflow(letter: dict[str, str]) -> dict[str, str]:
    for number in range(3):
        letter = step(letter, number)
    return letter


def main() -> None:
    DBOS.launch()
    letter = {"hal": "Undangan rapat", "pengirim": "Badan", "nomor": "B/1/2026", "ringkasan": "isi", "klasifikasi": "000"}
    for _ in range(20):
        workflow(letter)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        seconds = float(line.split()[1])
        done, cpu, began = 0, time.process_time(), time.perf_counter()
        while time.perf_counter() - began < seconds:
            workflow(letter)
            done += 1
        answer = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu, "workflows": done}
        print(json.dumps(answer), file=answers, flush=True)
    DBOS.destroy()


if __name__ == "__main__":
    main()
