"""Trials as analysts take them: begun, answered as people and services would, skipped in time, recorded, waived."""

import re

import pytest

from tests.support.analyst import WRITER, save
from tests.support.templates import deployed


@pytest.fixture
@deployed("kelengkapan")
def sari(web, browse):
    web.harness.deploy("kelengkapan")
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/kelengkapan/mulai").headers["Location"]
    somebody.get(f"{somebody.where}/uji")
    return somebody


def begin(sari, name="Dikembalikan & lengkap?"):
    answer = sari.post(f"{sari.where}/uji", nama=name, proses="kelengkapan")
    assert answer.status_code == 302
    sari.trial = answer.headers["Location"]
    sari.get(sari.trial)


def take(sari, do, at="", **answers):
    answer = sari.post(f"{sari.trial}?langkah={do}&di={at}", **answers)
    if answer.status_code == 302:
        sari.get(sari.trial)
    return answer.status_code


def text(sari):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", sari.page))


def test_a_case_is_gone_through_with_time_and_service_and_recorded(sari):
    assert "uji jalan hijau" not in sari.page  # that stands on the draft's own page
    assert "Yang sudah direkam (5)" in sari.page
    begin(sari)
    assert sari.trial.endswith("/uji/dikembalikan_lengkap")
    assert take(sari, "start", lain='{pemeriksa: "kabid@bidang.diskominfo.2"}') == 302
    assert "Dikerjakan Kepala Bidang Aplikasi Informatika" in text(sari)
    returned = {"kelengkapan": "kembalikan", "dikembalikan": "alasan_kelengkapan", "dikembalikan-reason-alasan_kelengkapan": "MISSING"}
    assert take(sari, "task", "periksa", **returned) == 302, text(sari)
    assert "Hampir habis" in text(sari)
    assert take(sari, "days", hari="6") == 302
    sari.get(f"{sari.trial}?langkah=service&di=ingatkan")
    assert "alur:notify-applicant" in sari.page
    assert take(sari, "service", "ingatkan") == 302
    assert take(sari, "task", "lengkapi") == 302
    assert take(sari, "task", "periksa", kelengkapan="lengkap") == 302
    assert "Selesai." in sari.page
    sari.get(f"{sari.where}/uji")
    assert "Yang sudah direkam (6)" in sari.page
    assert "6 langkah, sampai Diingatkan, Lengkap" in text(sari)
    sari.get(sari.where)
    assert "6 dari 6 uji jalan hijau" in sari.page


def test_wrong_answers_are_told_at_their_fields_and_typed_ones_stay(sari):
    begin(sari)
    assert take(sari, "start", lain="{pemeriksa:") == 422
    assert "konteks FEEL" in sari.page
    take(sari, "start", lain='{pemeriksa: "kabid@bidang.diskominfo.2"}')
    assert take(sari, "task", "periksa", kelengkapan="tolak", alasan_kelengkapan="pendek") == 422
    assert "govuk-error-summary" in sari.page
    assert ">pendek</textarea>" in sari.page
    assert take(sari, "days", hari="banyak") == 422
    assert "Hari libur untuk tanggal itu belum diketahui" in sari.page
    assert take(sari, "due", "habis") == 422
    assert take(sari, "task", "tidak_ada") == 404
    assert take(sari, "rusak", "periksa") == 404
    sari.get(sari.trial)
    assert "Langkah (1)" in sari.page


def test_a_trial_that_a_change_breaks_says_where_and_can_go_on_from_there(sari):
    trial = f"{sari.where}/uji/tiga_kali"
    sari.get(trial)
    content = sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data.replace(b'percobaan + 1"', b'percobaan + 3"')
    save(sari, ("kelengkapan.bpmn", content))
    sari.get(f"{sari.where}/uji")
    assert "merah" in sari.page
    sari.get(trial)
    assert "Berhenti pada langkah 5." in text(sari)
    sari.post(f"{trial}/kembali", sampai="4")
    sari.get(trial)
    assert "Selesai." in sari.page


def test_flows_are_waived_with_a_reason_only(sari):
    sari.post(f"{sari.where}/uji/tiga_kali/hapus")
    sari.get(f"{sari.where}/uji")
    assert "1 alur belum diuji" in sari.page
    assert sari.post(f"{sari.where}/kecualikan", proses="kelengkapan", alasan="x").status_code == 422
    assert "paling sedikit 10 huruf" in sari.page
    assert sari.post(f"{sari.where}/kecualikan", proses="kelengkapan", alasan="Sama dengan jalan waktu habis.").status_code == 302
    sari.get(f"{sari.where}/uji")
    assert "Sama dengan jalan waktu habis." in sari.page
    assert sari.post(f"{sari.where}/usulkan", catatan="Satu uji dihapus, satu alur dikecualikan.").status_code == 302


@pytest.mark.parametrize("name", ["", "x", "n" * 101])
def test_a_trial_needs_a_name(sari, name):
    assert sari.post(f"{sari.where}/uji", nama=name, proses="kelengkapan").status_code == 422
    assert "3 sampai 100 huruf" in sari.page


def test_names_that_look_alike_do_not_overwrite_each_other(sari):
    begin(sari, "Lengkap")
    first = sari.trial
    begin(sari, "Lengkap!")
    assert sari.trial != first
    begin(sari, "Ünïcode ✓ 漢字 <script>")
    assert "<script>" not in sari.page.replace('<script src="', "")


def test_a_broken_diagram_is_told_instead_of_played(sari):
    content = sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data.replace(b"percobaan + 1", b"percobaan +")
    save(sari, ("kelengkapan.bpmn", content))
    sari.get(f"{sari.where}/uji")
    assert "Diagramnya masih memuat kesalahan" in sari.page
    assert sari.get(f"{sari.where}/uji/lengkap").status_code == 422
    assert "Rumus FEEL salah tulis" in sari.page


def test_trials_are_not_there_for_others(browse, sari):
    bupati = browse("bupati")
    for path in ("uji", "uji/lengkap"):
        assert bupati.get(f"{sari.where}/{path}").status_code == 404
    for path in ("uji", "uji/lengkap", "uji/lengkap/kembali", "uji/lengkap/hapus", "kecualikan"):
        assert bupati.post(f"{sari.where}/{path}").status_code == 404
