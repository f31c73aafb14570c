"""Serves static files: browsers keep each for a year under a name with a digest; they are compressed when a process starts.

`alur.css` is served as `alur.1a2b3c4d5e6f.css` too, a folder such as `built` as `built.1a2b3c4d5e6f`, so that the files in it find each
other. `url_for("static", …)` gives these names. Under their plain names files are kept for some minutes only.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

import brotli
from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

#: seconds that a file is kept under a name with a digest, and under its plain one
YEAR, SOME_MINUTES = 31_536_000, 300
#: of the eleven that brotli has: the last one takes 17 s for the editors, and makes them smaller by a tenth than this one in 1 s
QUALITY = 9
SOURCE = Path(__file__).with_name("static")


class _Compressor(Compressor):  # type: ignore[misc]
    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        return bytes(brotli.compress(data, quality=QUALITY))


class _Served(WhiteNoise):  # type: ignore[misc]
    FOREVER = YEAR


def install(app: Flask, cache_folder: Path, headers: Callable[[Headers], None]) -> None:
    """Installs the middleware. `cache_folder`: holds the compressed copies; `headers`: adds the security headers of every answer."""
    names, digest = _names()
    copy = _compressed(cache_folder, digest)
    fingerprinted = {f"/static/{name}" for plain, name in names.items() if (SOURCE / plain).is_file()}
    served = _Served(
        app.wsgi_app,
        max_age=SOME_MINUTES,
        allow_all_origins=False,
        immutable_file_test=lambda _path, url: url in fingerprinted,
        add_headers_function=lambda added, _path, _url: headers(added),
    )
    for plain, name in names.items():
        if (copy / plain).is_file():
            for url in (plain, name):
                served.add_file_to_dictionary(f"/static/{url}", str(copy / plain))
    app.wsgi_app = served  # type: ignore[method-assign]

    @app.url_defaults
    def fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["filename"] = names.get(values["filename"], values["filename"])


@cache
def _names() -> tuple[dict[str, str], str]:
    """Returns path in the folder -> its name with a digest; and a digest of everything."""
    names: dict[str, str] = {}
    whole = hashlib.sha256()
    for entry in sorted(SOURCE.iterdir()):
        inside = sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]
        content = hashlib.sha256()
        for path in inside:
            content.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
        stem, suffix = (entry.name, "") if entry.is_dir() else (entry.stem, entry.suffix)
        name = f"{stem}.{content.hexdigest()[:12]}{suffix}"
        names[entry.name] = name
        if entry.is_dir():
            names |= {path.relative_to(SOURCE).as_posix(): f"{name}/{path.relative_to(entry).as_posix()}" for path in inside}
        whole.update(name.encode())
    return names, whole.hexdigest()[:12]


#: folders that this process has made or found, for any cache folder
_made: dict[str, Path] = {}


def _compressed(cache_folder: Path, digest: str) -> Path:
    """Returns a folder with a copy of the files and compressed ones beside them, made at the first call."""
    known = _made.get(digest)
    if known is None or not known.exists():
        known = _made[digest] = cache_folder / digest
        if not known.exists():
            _make(cache_folder, known)
    return known


def _make(cache_folder: Path, target: Path) -> None:
    cache_folder.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=cache_folder))
    shutil.copytree(SOURCE, temporary, dirs_exist_ok=True)
    compressor = _Compressor(quiet=True)
    for path in sorted(temporary.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            compressor.compress(str(path))
    temporary.chmod(0o755)
    try:
        temporary.rename(target)
    except OSError:  # another process was first
        shutil.rmtree(temporary, ignore_errors=True)
    for old in cache_folder.iterdir():  # of an earlier release
        if old != target and old.stat().st_mtime < target.stat().st_mtime - 3600:
            shutil.rmtree(old, ignore_errors=True)
