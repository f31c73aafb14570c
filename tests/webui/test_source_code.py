"""Everybody who uses the site is offered the source of what runs (AGPL-3.0, section 13): from each page, without signing in."""

import io
import tarfile

import pytest

from webui import source_code
from webui.settings import ROOT, SettingsError, read_settings


@pytest.mark.parametrize("visitor", [None, "sekda"])
def test_each_footer_leads_to_the_source(browse, visitor):
    guest = browse(visitor)
    for page in ("/layanan", "/tidak-ada", *(["/tugas", "/akun"] if visitor else ["/", "/masuk", "/masuk/warga"])):
        guest.get(page)
        assert 'href="/kode-sumber">Kode sumber</a>' in guest.page, page
    assert guest.get("/kode-sumber").status_code == 200
    for text in (source_code.version(), "GNU Affero General Public License", "the maintainers of Alur", 'href="/kode-sumber/alur.tar.gz"'):
        assert text in guest.page


def test_the_archive_holds_what_runs_and_nothing_of_the_site(browse):
    answer = browse().client.get("/kode-sumber/alur.tar.gz")
    assert (answer.status_code, answer.mimetype) == (200, "application/gzip")
    with tarfile.open(fileobj=io.BytesIO(answer.data)) as archive:
        names = {entry.name.partition("/")[2] for entry in archive}
        top = f"alur-{source_code.version()}"
        assert {entry.name.partition("/")[0] for entry in archive} == {top}
        assert archive.extractfile(f"{top}/webui/source_code.py").read() == (ROOT / "webui/source_code.py").read_bytes()
        assert archive.getmember(f"{top}/run").mode == 0o755
    wanted = "run LICENSE NOTICE setup.cfg requirements.lock engine/core/executor.py webui/frontend/src/modeler.js tests/webui/test_source_code.py"
    assert set(wanted.split()) <= names
    first = {name.partition("/")[0] for name in names}
    assert not first & {"var", ".venv", ".git"}
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name or "/built/" in name or name.endswith(".pyc")]


def test_nothing_beside_the_product_is_sent(tmp_path):
    """An operator keeps secrets beside the code, also behind links; a package folder of the site's own is part of what runs."""
    outside = tmp_path / "outside.py"
    outside.write_text("secret")
    root = tmp_path / "root"
    for name in (
        "run",
        "secrets.toml.bak",
        ".env",
        "keys.txt",
        "var/settings.json",
        "engine/a.py",
        "engine/.env",
        "processes/own/process.toml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    (root / "engine/link.py").symlink_to(outside)
    found = {path.relative_to(root).as_posix() for path in source_code.files_of(root)}
    assert found == {"run", "engine/a.py", "processes/own/process.toml"}
    (root / "run").unlink()
    (root / "tests").mkdir()
    (root / "tests/of_another_product.py").write_text("x")
    found = {path.relative_to(root).as_posix() for path in source_code.files_of(root)}
    assert found == {"engine/a.py", "processes/own/process.toml"}, "an installed product has neighbours"


def test_the_operators_address_takes_the_place_of_the_archive(browse, web):
    web.config["SOURCE_ADDRESS"] = "https://git.tangerangkab.example/alur"
    try:
        guest = browse()
        guest.get("/kode-sumber")
        assert 'href="https://git.tangerangkab.example/alur"' in guest.page
        assert "alur.tar.gz" not in guest.page
        assert guest.get("/kode-sumber/alur.tar.gz").status_code == 404
    finally:
        web.config["SOURCE_ADDRESS"] = ""


def test_the_licence_is_the_exact_text(browse):
    answer = browse().get("/kode-sumber/lisensi.txt")
    assert answer.data == (ROOT / "LICENSE").read_bytes()


def test_an_address_that_nobody_can_open_is_refused():
    needed = {"ALUR_DATABASE_URL": "postgresql://x", "ALUR_REDIS_URL": "redis://x", "ALUR_SECRET_KEY": "x" * 32}
    needed["ALUR_DATA_KEYS"] = "k1:" + "A" * 43 + "="
    assert read_settings({**needed, "ALUR_SOURCE_URL": "https://git.example/alur"}).source_address == "https://git.example/alur"
    with pytest.raises(SettingsError, match="ALUR_SOURCE_URL must be an address"):
        read_settings({**needed, "ALUR_SOURCE_URL": "git.example/alur"})


def test_the_page_on_a_phone(web, eye):
    guest = eye()
    guest.go("/kode-sumber")
    guest.page.get_by_role("button", name="English").click()
    guest.page.wait_for_load_state()
    assert guest.page.locator("h1").inner_text() == "Source code"
    web.config["SOURCE_ADDRESS"] = "https://git.tangerangkab.example/" + "alamat-yang-panjang-sekali/" * 6
    try:
        guest.page.get_by_role("button", name="Bahasa Indonesia").click()
        guest.go("/kode-sumber", "kode sumber with a long address")
    finally:
        web.config["SOURCE_ADDRESS"] = ""
