"""Makes the settings of the supervisor's programs: the operator's, else values that are made once and kept."""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

from engine.connectors.seal import Ed25519Sealer
from webui.settings import ROOT
from webui.supervisor.folders import ServerFolders


def environment_of(place: ServerFolders, var: Path, port: int, *, demo: bool) -> dict[str, str]:
    defaults = {
        "ALUR_SECRET_KEY": _kept_secret(var / "secret", lambda: secrets.token_urlsafe(48)),
        "ALUR_SEAL_KEY": _kept_secret(var / "seal-key", lambda: base64.b64encode(secrets.token_bytes(32)).decode()),
        "ALUR_SEAL_PINS": str(var / "seal-pins"),
        "ALUR_SEAL_HEADS": str(var / "seal-heads"),
        "ALUR_DATA_KEYS": _kept_secret(var / "data-keys", lambda: "k1:" + base64.b64encode(secrets.token_bytes(32)).decode()),
        "ALUR_DATA": str(place.data),
        "ALUR_ADDRESS": f"http://127.0.0.1:{port}",
        "ALUR_BIND": f"127.0.0.1:{port}",
        "ALUR_DEMO": "1" if demo else "0",
        "PYTHONUNBUFFERED": "1",
    }
    if demo:
        registers = f"http://127.0.0.1:{free_port()}"
        defaults |= {
            "ALUR_SMTP_HOST": "127.0.0.1",
            "ALUR_SMTP_PORT": str(free_port()),
            "ALUR_MAIL_LISTEN": f"smtp://127.0.0.1:{free_port()}",
            "ALUR_SIGNING": "local",
            "ALUR_BANK_URL": f"http://127.0.0.1:{free_port()}",
            "ALUR_BANK_KEY": _kept_secret(var / "bank-key", lambda: secrets.token_urlsafe(48)),
            "ALUR_REGISTRIES": " ".join(f"{name}={registers}/{name}" for name in ("penduduk", "npwp", "pbb")),
            "ALUR_REGISTRY_KEY": _kept_secret(var / "registry-key", lambda: secrets.token_urlsafe(48)),
        }
    if not (var / "seal-pins").exists():  # the key is pinned when it is made, not when it is asked for
        (var / "seal-pins").write_text(f"pin {Ed25519Sealer(base64.b64decode(defaults['ALUR_SEAL_KEY'])).key}\n")
    path = os.pathsep.join(part for part in (str(ROOT), os.environ.get("PYTHONPATH", "")) if part)
    return {**defaults, **os.environ, "PYTHONPATH": path}


def write_settings(path: Path, environment: Mapping[str, str]) -> None:
    """Writes the settings of the running platform, readable by their owner only, for another process that joins it."""
    text = json.dumps({name: value for name, value in environment.items() if name.startswith(("ALUR_", "PYTHONPATH"))}, indent=1)
    path.unlink(missing_ok=True)
    _write_private(path, text)


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    """Reads a secret, or makes it at the first start, readable by its owner only; without it cookies and sealed numbers are lost."""
    if not path.exists():
        _write_private(path, make())
    return path.read_text()


def _write_private(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
