"""The wheel holds everything that runs: installed into an empty folder, outside the checkout, it serves pages as `./run` does."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile

import pytest

from webui.settings import ROOT
from webui.supervisor.environment import free_port
from webui.supervisor.folders import SHARED

FOLDERS = ("engine", "casework", "forms", "workshop", "webui", "demo", "processes")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built from a copy, as the build leaves its folders behind."""
    source, target = tmp_path_factory.mktemp("source") / "alur", tmp_path_factory.mktemp("wheel")
    left_out = shutil.ignore_patterns("node_modules", "__pycache__", "*.egg-info")
    for folder in FOLDERS:
        if (ROOT / folder).exists():
            shutil.copytree(ROOT / folder, source / folder, ignore=left_out)
    for path in [*ROOT.glob("*.in"), *ROOT.glob("*.md"), ROOT / "setup.cfg", ROOT / "pyproject.toml"]:
        shutil.copy(path, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(target),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = target.glob("alur-*.whl")
    return made


@pytest.fixture
def site(wheel, tmp_path):
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-compile",
        "--target",
        str(tmp_path / "site"),
        str(wheel),
    ]
    subprocess.run(command, check=True)
    return tmp_path / "site"


def environment(site, tmp_path):
    """The installed product before the checkout, which is on the path of this Python already."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALUR_")}
    return {**kept, "PYTHONPATH": str(site), "XDG_DATA_HOME": str(tmp_path / "data"), "ALUR_WEB_PROCESSES": "1"}


def test_the_wheel_holds_every_file_of_the_product(wheel):
    """What git keeps of these folders, and the built editors; the editors' sources are not needed to run."""
    listed = subprocess.run(["git", "ls-files", *FOLDERS], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    built = [path.relative_to(ROOT).as_posix() for path in (ROOT / "webui/static/built").rglob("*") if path.is_file()]
    wanted = {path for path in [*listed, *built] if not path.startswith("webui/frontend/") and (ROOT / path).exists()}
    with zipfile.ZipFile(wheel) as opened:
        held = set(opened.namelist())
        metadata = opened.read(next(name for name in held if name.endswith("METADATA"))).decode()
    assert wanted - held == set()
    for line in ("Name: alur", "Requires-Dist: flask", 'Requires-Dist: boto3; extra == "s3"', "Provides-Extra: embedded"):
        assert line in metadata


def test_installed_it_serves_a_page_and_stops(site, tmp_path):
    port, run = free_port(), environment(site, tmp_path)
    command = [sys.executable, "-m", "webui.cli.main"]
    place = subprocess.run(
        [sys.executable, "-c", "import webui; print(webui.__path__[0])"], cwd=tmp_path, env=run, capture_output=True, text=True, check=True
    )
    assert place.stdout.strip() == str(site / "webui")
    told = subprocess.run([*command, "--version"], cwd=tmp_path, env=run, capture_output=True, text=True, check=True)
    assert told.stdout == "alur 0.2.0\n"
    log = tmp_path / "log"
    with log.open("wb") as output:
        serving = subprocess.Popen(
            [*command, "serve", "--no-demo", "--port", str(port)], cwd=tmp_path, env=run, stdout=output, stderr=output
        )
    try:
        deadline = time.monotonic() + 150
        while "ready after" not in log.read_text():
            assert serving.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20).read().decode()
        assert "/static/alur." in page
        style = page.partition('href="/static/alur.')[2].partition('"')[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/alur.{style}", timeout=20) as answer:
            assert answer.headers["Cache-Control"] == "max-age=31536000, public, immutable"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert not (tmp_path / "var").exists()
    finally:
        serving.send_signal(signal.SIGINT)
        serving.wait(60)
        identity = tmp_path / "data/alur/id"
        if identity.exists():
            shutil.rmtree(SHARED / identity.read_text(), ignore_errors=True)
    assert "stopped; everything is kept" in log.read_text()
