"""Checks that the migrations lead an empty PostgreSQL to exactly the tables of the code, for `./run check`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from engine.persistence.database import connect
from engine.persistence.migrate import pending_differences, upgrade
from webui.supervisor.folders import Unavailable, prepare_folders
from webui.supervisor.servers import OWNER, VOLATILE, database_address, start_postgres
from webui.tables import METADATA


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="alur-check-"))
    place = prepare_folders(folder)
    try:
        server = start_postgres(place, options=VOLATILE)
    except Unavailable as reason:
        sys.exit(f"alur: {reason}")
    try:
        url = "postgresql+psycopg://" + database_address(place, user=OWNER).partition("://")[2]
        applied = upgrade(url, METADATA)
        database = connect(url, pool_size=1)
        with database.connect() as connection:
            differences = pending_differences(connection, METADATA)
        database.dispose()
    finally:
        server.stop()
        place.cleanup()
        for path in (place.database_folder, folder):
            shutil.rmtree(path, ignore_errors=True)
    if differences:
        sys.exit("\n".join(["alur: the migrations and the tables differ; write a migration:", *(str(item) for item in differences)]))
    print(f"migrations {', '.join(applied)} lead to the tables of the code")


if __name__ == "__main__":
    main()
