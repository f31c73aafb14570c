"""The workshop's pages: out to the desktop modeler and back, checked, compared, approved by somebody else, and back again."""

import io
import re
import zipfile

import pytest

from tests.support.analyst import BPMN, NOTE, SECOND, WRITER, renamed, save
from tests.support.templates import deployed


@pytest.fixture
@deployed("kelengkapan")
def sari(web, browse):
    web.harness.deploy("kelengkapan")
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/kelengkapan/mulai").headers["Location"]
    somebody.get(somebody.where)
    return somebody


def archive(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return made.getvalue()


def test_a_change_goes_from_a_file_to_a_second_persons_approval_and_back(web, browse, sari):
    assert sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data == BPMN
    assert save(sari, ("kelengkapan.bpmn", renamed())).status_code == 302
    sari.get(sari.where)
    assert "Berubah: Periksa kelengkapan berkas" in re.sub(r"\s+", " ", sari.page)
    assert "Tidak ada kesalahan" in sari.page
    assert sari.post(f"{sari.where}/usulkan", catatan="x").status_code == 422
    assert "10 sampai 2000 huruf" in sari.page
    assert sari.post(f"{sari.where}/usulkan", catatan=NOTE).status_code == 302
    sari.get(sari.where)
    assert "Setujui dan terbitkan" not in sari.page
    assert sari.post(f"{sari.where}/terbitkan").status_code == 422
    assert "Orang lain yang harus menyetujuinya" in sari.page
    tono = browse(SECOND)
    tono.get("/perancang")
    assert "Menunggu persetujuan" in tono.page
    tono.get(f"{sari.where}/bandingkan")
    assert NOTE in tono.page
    assert "Periksa kelengkapan berkas" in tono.page
    assert "Setujui dan terbitkan" in tono.page
    web.harness.clock.forward(minutes=1)
    assert tono.post(f"{sari.where}/terbitkan").status_code == 302
    tono.get(sari.where)
    assert "Draf yang sudah diterbitkan" in tono.page
    before = re.search(r'action="(/perancang/versi/[^"]+)"', tono.page).group(1)
    web.harness.clock.forward(minutes=1)
    assert tono.post(before).status_code == 302
    tono.get("/perancang")
    assert "Versi 3" in tono.page
    leader = browse("bupati")
    leader.get("/perubahan")
    assert NOTE in leader.page


def test_a_comparison_names_who_does_a_step_now(sari):
    changed = re.sub(rb'candidateGroups="[^"]+"', b'candidateGroups="kabid@bidang.diskominfo.2"', BPMN, count=1)
    save(sari, ("kelengkapan.bpmn", changed))
    sari.get(f"{sari.where}/bandingkan")
    told = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sari.page))
    assert "Dikerjakan oleh" in told
    assert "kabid@bidang.diskominfo.2" in told
    assert "(kabid, Bidang Aplikasi Informatika)" in told


def test_a_moment_is_chosen_and_wrong_ones_are_told(web, browse, sari):
    save(sari, ("kelengkapan.bpmn", renamed()))
    sari.get(sari.where)
    sari.post(f"{sari.where}/usulkan", catatan=NOTE)
    tono = browse(SECOND)
    tono.get(f"{sari.where}/bandingkan")
    for wrong, told in (
        ("besok malam", "misalnya 2026-12-01T22:00"),
        ("2026-11-01T22:00", "paling lama 90 hari"),
        ("2030-01-01T00:00", "90 hari"),
    ):
        assert tono.post(f"{sari.where}/terbitkan", mulai=wrong).status_code == 422
        assert told in tono.page
    assert tono.post(f"{sari.where}/terbitkan", mulai="2026-11-24T22:00").status_code == 302
    tono.get(sari.where)
    assert "Berlaku mulai Selasa, 24 November 2026, pukul 22.00" in tono.page
    tono.get("/perancang")
    assert "Disetujui, menunggu saatnya" in tono.page


def test_a_package_goes_out_and_comes_back_whole(sari):
    content = sari.client.get(f"{sari.where}/unduh").data
    assert content == sari.client.get(f"{sari.where}/unduh").data
    with zipfile.ZipFile(io.BytesIO(content)) as taken:
        names = set(taken.namelist())
    assert {"kelengkapan/process.toml", "kelengkapan/kelengkapan.bpmn", "kelengkapan/locale/id.json"} <= names
    assert save(sari, ("kelengkapan.zip", content)).status_code == 302
    sari.get(sari.where)
    assert "Tidak ada perubahan terhadap yang berlaku" in sari.page
    made = archive(
        **{"kelengkapan/kelengkapan.bpmn": renamed(), "kelengkapan/tests/test_x.py": b"import os", "kelengkapan/README.md": b"x"}
    )
    assert save(sari, ("kelengkapan.zip", made)).status_code == 302
    sari.get(sari.where)
    assert "Yang berubah (1)" in sari.page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.zip", b"PK\x03\x04", "Arsip ini tidak dapat dibuka"),
        ("x.zip", archive(**{"handlers.py": b"import os"}), "tidak ada Python"),
        ("x.zip", archive(**{"../../etc/cron.d/x": b"*"}), "Arsip memuat berkas lain"),
        ("x.zip", archive(**{"a.bpmn": b"0" * 30_000_000}), "Paket ini terlalu besar"),
        ("x.zip", archive(**{f"a{number}.bpmn": BPMN for number in range(201)}), "Paket ini terlalu besar"),
        ("handlers.py", b"import os", "Paket tidak memuat berkas bernama demikian"),
        ("kelengkapan.bpmn", b"<html/>", "kelengkapan.bpmn"),
        ("kelengkapan.bpmn", BPMN[:400], "kelengkapan.bpmn"),
        ("periksa.form", b"{", "Berkas ini tidak dapat dibaca"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_lost(sari, name, content, told):
    save(sari, ("kelengkapan.bpmn", renamed()))
    sari.get(sari.where)
    assert save(sari, (name, content)).status_code == 422
    assert told in sari.page
    assert "Yang berubah (1)" in sari.page


def test_no_file_chosen_is_told(sari):
    assert sari.post(f"{sari.where}/berkas").status_code == 422
    assert "Belum ada berkas yang dipilih" in sari.page


def test_an_error_is_named_with_its_element_and_stops_the_draft(sari):
    save(sari, ("kelengkapan.bpmn", BPMN.replace(b"percobaan + 1", b"percobaan +")))
    sari.get(sari.where)
    assert "hal perlu diperbaiki" in sari.page
    assert "hitung" in sari.page
    assert sari.post(f"{sari.where}/usulkan", catatan=NOTE).status_code == 422
    assert "masih memuat kesalahan" in sari.page


def test_a_second_analyst_reads_while_the_first_writes(browse, sari):
    tono = browse(SECOND)
    tono.get(sari.where)
    assert "sedang mengubah draf ini" in tono.page
    tono.where = sari.where
    assert save(tono, ("kelengkapan.bpmn", renamed())).status_code == 409
    assert "sedang diubah orang lain" in tono.page


def test_a_file_is_taken_out_and_taken_back(sari):
    assert sari.post(f"{sari.where}/hapus-berkas", berkas="locale/en.json").status_code == 302
    sari.get(sari.where)
    back = re.search(r'action="(/perancang/draf/[^"]+/kembalikan/[^"]+)"', sari.page).group(1)
    assert sari.post(back).status_code == 302
    sari.get(sari.where)
    assert "Tidak ada perubahan terhadap yang berlaku" in sari.page
    assert sari.post(f"{sari.where}/buang").headers["Location"] == "/perancang"


def test_nothing_that_is_written_into_a_package_acts_on_the_page(sari):
    canary = '"><img src=x onerror=alert(1)><script>1</script>{{7*7}}'
    named = BPMN.replace(
        b'name="Periksa kelengkapan"', ('name="' + canary.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") + '"').encode()
    )
    save(sari, ("kelengkapan.bpmn", named))
    sari.get(sari.where)
    assert "<img src=x" not in sari.page
    assert "<script>1" not in sari.page
    assert "{{7*7}}" in sari.page


def test_the_workshop_is_not_there_for_others(browse, sari):
    for code in ("operator", "bupati", "kepala.dinsos"):
        somebody = browse(code)
        for path in ("/perancang", sari.where, f"{sari.where}/unduh", f"{sari.where}/berkas/process.toml"):
            assert somebody.get(path).status_code == 404
        for path in ("/perancang/kelengkapan/mulai", f"{sari.where}/berkas", f"{sari.where}/terbitkan", f"{sari.where}/buang"):
            assert somebody.post(path).status_code == 404


def test_a_file_with_a_name_as_people_have_it_comes_back_to_its_place(sari):
    assert save(sari, ("Kelengkapan (1).bpmn", renamed())).status_code == 302
    sari.get(sari.where)
    assert "“Kelengkapan (1).bpmn” disimpan sebagai kelengkapan.bpmn." in sari.page
    assert sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data == renamed()
    assert save(sari, ("catatan.docx", b"PK")).status_code == 422
