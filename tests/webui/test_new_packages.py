"""New packages: from each starter and as a copy of each shipped one, complete under their own key, and their words on a page."""

import io
import re
import tomllib
import zipfile

import pytest

from casework.composition import RULES
from engine.commands.deployment.set_package_state import SetPackageState
from engine.model.errors import DeploymentRejected, InvalidState, NotFound
from engine.packages.checks import check_resources
from tests.support.analyst import SECOND, WRITER, material
from tests.support.templates import deployed
from webui.rendering.standard_headings import headings
from webui.settings import ROOT
from webui.workshop.drafts.create import STARTERS, key_of
from webui.workshop.drafts.manifest_text import fields_of, write_texts
from workshop.drafts.commands.create_package_draft import CreatePackageDraft
from workshop.drafts.rename_package import rename_package

SHIPPED = sorted(path.parent.name for path in ROOT.glob("processes/*/process.toml"))


@pytest.fixture
@deployed("kelengkapan")  # the starter of a service calls it
def sari(web, browse):
    web.harness.deploy("kelengkapan")
    somebody = browse(WRITER)
    somebody.get("/perancang/baru")
    return somebody


def files(browser, where):
    with zipfile.ZipFile(io.BytesIO(browser.client.get(f"{where}/unduh").data)) as taken:
        return {name.partition("/")[2]: taken.read(name) for name in taken.namelist()}


def text(browser):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.page))


@pytest.mark.parametrize("starter", ["permohonan", "layanan", "kosong"])
def test_each_starter_makes_a_package_that_is_green_and_covered(sari, starter):
    answer = sari.post("/perancang/baru", nama="Izin Keramaian Desa", dari=starter)
    assert answer.status_code == 302, text(sari)
    where = answer.headers["Location"]
    sari.get(where)
    assert "Izin Keramaian Desa" in sari.page
    made = files(sari, where)
    assert "izin_keramaian_desa.bpmn" in made
    assert not any(starter in path for path in made)
    assert b'key = "izin_keramaian_desa"' in made["process.toml"]
    sari.get(f"{where}/uji")
    assert "merah" not in text(sari)
    assert "belum diuji" not in text(sari)
    if starter == "layanan":  # what citizens read must be written first
        sari.get(where)
        assert "Standar pelayanan belum memuat: Persyaratan, Prosedur" in sari.page
        assert "Diagram, tabel, dan formulir sah : lulus" in text(sari)
        assert "Setiap tugas ada yang mengembannya : belum" in text(sari)
        assert "Standar pelayanan lengkap : belum" in text(sari)


@pytest.mark.parametrize("starter", ["permohonan", "layanan", "kosong"])
def test_what_is_new_breaks_no_rule_that_its_author_will_be_told_of(sari, starter):
    """A service is finished by its author: its units and its standard are errors until then. Nothing else is told, not even a hint."""
    where = sari.post("/perancang/baru", nama="Izin Keramaian Desa", dari=starter).headers["Location"]
    sari.get(f"{where}/sunting/izin_keramaian_desa.bpmn")
    problems = {(problem["severity"], problem["element"]) for problem in material(sari)["problems"]}
    unfinished = {("error", "kelengkapan"), ("error", "putuskan"), ("error", "izin-keramaian-desa")}
    assert problems == (unfinished if starter == "layanan" else set())


@pytest.mark.parametrize("package", SHIPPED)
def test_a_copy_is_as_right_as_what_it_was_copied_from(web, sari, package):
    source = web.harness.engine.platform.packages.get(package).resources
    made = rename_package(source, package, "salinan_baru", name="Salinan")
    types = web.harness.engine.platform.packages.job_types
    before, after = (check_resources(item, job_types=types, rules=RULES) for item in (source, made))
    assert [problem.code for problem in after.problems] == [problem.code for problem in before.problems]
    ids = {process.id for process, _path in before.processes}
    assert not ids & {process.id for process, _path in after.processes}
    assert not set(before.decisions) & set(after.decisions)
    answer = sari.post("/perancang/baru", nama="Salinan baru", dari=f"paket:{package}")
    assert answer.status_code == 302, text(sari)
    sari.get(answer.headers["Location"])
    assert "milik paket" not in sari.page  # no id belongs to the original


@pytest.mark.parametrize("name", ["", "x", "?!", "n" * 81])
def test_a_package_needs_a_name(sari, name):
    assert sari.post("/perancang/baru", nama=name, dari="kosong").status_code == 422
    assert "3 sampai 80 huruf" in sari.page


def test_a_name_that_is_taken_is_refused_and_what_is_unknown_is_not_found(web, sari):
    assert sari.post("/perancang/baru", nama="Kelengkapan", dari="kosong").status_code == 422
    assert "Sudah ada paket" in sari.page
    assert sari.post("/perancang/baru", nama="Baru sekali", dari="tidak_ada").status_code == 404
    assert sari.post("/perancang/baru", nama="Baru sekali", dari="paket:tidak_ada").status_code == 404
    assert sari.post("/perancang/baru", nama="Baru sekali", dari="../../..").status_code == 404


def test_keys_are_made_of_names():
    assert [key_of(name) for name in ("Izin Usaha!", "3 Hari", "Ünïcode", "  ", "a" * 60)] == [
        "izin_usaha",
        "p_3_hari",
        "unicode",
        "",
        "a" * 36,
    ]


# --- the words of process.toml


def test_words_are_changed_and_everything_else_stays():
    content = (ROOT / "processes/izin_reklame/process.toml").read_bytes()
    fields = {field.name: field for field in fields_of(content)}
    assert fields["service.0.standard.procedure"].value.count("\n") == 4
    assert write_texts(content, {name: field.value for name, field in fields.items()}) == content
    made = write_texts(
        content, {"service.0.fee": 'Rp10.000 "saja"', "service.0.standard.safety": "Satu\r\nDua\n\n", "service.0.stage.1.name": "Ditinjau"}
    )
    document = tomllib.loads(made.decode())
    assert document["service"][0]["fee"] == 'Rp10.000 "saja"'
    assert document["service"][0]["standard"]["safety"] == ["Satu", "Dua"]
    assert document["service"][0]["stage"][1]["name"] == "Ditinjau"
    before = tomllib.loads(content.decode())
    for part in ("case", "register", "series", "field"):
        assert document[part] == before[part]


def test_the_page_fills_in_the_fourteen_parts(web, sari):
    where = sari.post("/perancang/baru", nama="Izin keramaian", dari="layanan").headers["Location"]
    sari.get(f"{where}/keterangan")
    assert "1 hal perlu diperbaiki" in text(sari)
    with web.test_request_context():
        assert f"Standar pelayanan belum memuat: {', '.join(headings().values())}. Lengkapi" in text(sari)
        assert len(headings()) == 14
    names = re.findall(r'<textarea[^>]* name="(service\.0\.standard\.[a-z_]+)"', sari.page)
    assert len(names) == 14
    canary = '"><script>1</script>{{7*7}}'
    answer = sari.post(f"{where}/keterangan", **dict.fromkeys(names, "Ada."), **{"service.0.summary": canary, "service.0.kunci": "x"})
    assert answer.status_code == 302
    sari.get(f"{where}/keterangan")
    assert "hal perlu diperbaiki" not in sari.page
    assert "<script>1" not in sari.page
    assert "{{7*7}}" in sari.page
    assert b"kunci" not in files(sari, where)["process.toml"]


def test_a_broken_manifest_is_told_instead_of_written_over(web, sari):
    where = sari.post("/perancang/baru", nama="Izin keramaian", dari="kosong").headers["Location"]
    sari.get(where)
    sari.post(f"{where}/berkas", berkas=(io.BytesIO(b"[package]\nkey = 7\n"), "process.toml"))
    sari.get(f"{where}/keterangan")
    assert "process.toml tidak dapat dipakai" in sari.page


def test_these_pages_are_not_there_for_others(browse, sari):
    bupati = browse("bupati")
    assert bupati.get("/perancang/baru").status_code == 404
    assert bupati.post("/perancang/baru", nama="Izin", dari="kosong").status_code == 404


def test_starters_are_data_only():
    assert {path.suffix for path in STARTERS.rglob("*") if path.is_file()} <= {".bpmn", ".dmn", ".form", ".toml", ".json"}


def test_a_new_package_works_once_two_people_have_decided_and_can_be_disabled(web, browse, sari):
    where = sari.post("/perancang/baru", nama="Izin keramaian", dari="permohonan").headers["Location"]
    sari.get(where)
    assert sari.post(f"{where}/usulkan", catatan="Prosedur baru untuk izin keramaian.").status_code == 302
    tono = browse(SECOND)
    tono.get(f"{where}/bandingkan")
    web.harness.clock.forward(minutes=1)
    assert tono.post(f"{where}/terbitkan", mulai="").status_code == 302
    starter = browse("kabid.dbmsda.2")
    starter.get("/tugas")
    assert "Izin keramaian" in starter.page
    operator = browse("operator")
    operator.get("/kelola/paket")
    assert "izin_keramaian" in operator.page
    with pytest.raises(NotFound):
        web.harness.execute(SetPackageState(package="tidak_ada", enabled=True))
    web.harness.execute(SetPackageState(package="izin_keramaian", enabled=False))
    starter.get("/tugas")
    assert "Izin keramaian" not in starter.page


def test_two_packages_of_one_key_are_refused(web):
    files = {"process.toml": b'[package]\nkey = "baru"\n'}
    web.harness.execute(CreatePackageDraft(package="baru", files=files))
    for key in ("baru", "kelengkapan", "Besar", ""):
        with pytest.raises(InvalidState):
            web.harness.execute(CreatePackageDraft(package=key, files=files))
    with pytest.raises(DeploymentRejected):
        web.harness.execute(CreatePackageDraft(package="lain", files={"handlers.py": b"import os"}))


def test_a_trial_begins_as_a_test_person_whose_superior_gets_the_task(sari):
    where = sari.post("/perancang/baru", nama="Izin lembur", dari="permohonan").headers["Location"]
    sari.get(f"{where}/uji")
    trial = sari.post(f"{where}/uji", nama="Sebagai ketua tim", proses="izin_lembur").headers["Location"]
    sari.get(trial)
    assert '<option value="kabid.diskominfo.2">' in sari.page
    answers = {"perihal": "Lembur", "alasan": "Rapat anggaran."}
    assert sari.post(f"{trial}?langkah=start&di=", **answers, **{"uji.sebagai": "kabid.diskominfo.2"}).status_code == 302
    sari.get(trial)
    assert "Dikerjakan Kepala Bidang Aplikasi Informatika" in text(sari)
    assert b'"starter": "kabid.diskominfo.2"' in files(sari, where)["scenarios/sebagai_ketua_tim.json"]
    sari.post(f"{trial}/kembali", sampai="0")
    assert sari.post(f"{trial}?langkah=start&di=", **answers, **{"uji.sebagai": "tidak.ada"}).status_code == 302
    sari.get(trial)
    assert "Tidak ada jabatan yang memegang tugas ini" in sari.page
