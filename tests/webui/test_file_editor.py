"""The editors' server side: what they are given, how they save, what they are told, and what cannot be lost."""

import json
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.composition import STEPS
from tests.support.analyst import BPMN, SECOND, WRITER, material, renamed
from tests.support.templates import deployed
from webui.settings import ROOT
from workshop.drafts.tables import PackageDraftChange

BOOK = ROOT / "processes" / "izin_reklame"


@pytest.fixture
@deployed("kelengkapan", "pembayaran")
def sari(web, browse):
    for package in ("kelengkapan", "pembayaran"):
        web.harness.deploy(package)
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/kelengkapan/mulai").headers["Location"]
    somebody.get(f"{somebody.where}/sunting/kelengkapan.bpmn")
    somebody.material = material(somebody)
    return somebody


def save(browser, text, *, path="kelengkapan.bpmn", shown="", sha=None):
    headers = {"X-CSRFToken": browser.material["token"]}
    body = {"text": text.decode(), "shown": shown, "sha": sha or browser.material["sha"]}
    answer = browser.client.post(f"{browser.where}/simpan/{path}", json=body, headers=headers)
    if answer.status_code == 200:
        browser.material["sha"] = answer.json["sha"]
    return answer


def test_it_saves_and_tells_what_is_wrong_and_where(sari):
    answer = save(sari, renamed())
    assert answer.status_code == 200
    assert not [problem for problem in answer.json["problems"] if problem["severity"] == "error"]
    broken = save(sari, renamed().replace(b"percobaan + 1", b"percobaan +")).json["problems"]
    (error,) = [problem for problem in broken if problem["severity"] == "error"]
    assert error["element"] == "hitung"
    assert error["here"]
    assert "Rumus FEEL salah tulis" in error["text"]


def test_what_one_person_does_within_a_while_is_one_change(web, sari):
    def changes():
        with Session(web.harness.database) as session:
            return session.scalar(select(func.count()).select_from(PackageDraftChange))

    for number in range(4):
        assert save(sari, renamed(f"Nama {number}")).status_code == 200
    assert changes() == 1
    web.harness.clock.forward(minutes=11)
    assert save(sari, renamed("Nama lagi")).status_code == 200
    assert changes() == 2
    sari.get(sari.where)
    back = re.search(r'action="(/perancang/draf/[^"]+/kembalikan/[^"]+)"', sari.page).group(1)
    assert sari.post(back).status_code == 302
    assert sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data == renamed("Nama 3")


def test_an_old_page_overwrites_nothing(sari):
    first = sari.material["sha"]
    assert save(sari, renamed("Nama baru")).status_code == 200
    answer = save(sari, renamed("Dari halaman lama"), sha=first)
    assert answer.status_code == 409
    assert "sudah diubah di tempat lain" in answer.json["error"]
    assert b"Nama baru" in sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data


def test_what_is_no_diagram_is_refused_and_the_last_state_stays(sari):
    for text in (b"<html/>", b"", BPMN[:300], b"<!DOCTYPE x>" + BPMN):
        answer = save(sari, text)
        assert answer.status_code == 422
        assert "kelengkapan.bpmn" in answer.json["error"]
    assert sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data == BPMN
    sent = sari.client.post(f"{sari.where}/simpan/kelengkapan.bpmn", json=[1], headers={"X-CSRFToken": sari.material["token"]})
    assert sent.status_code == 422
    for text in ("\ud83d", "a\0b"):
        body = {"text": text, "shown": "", "sha": sari.material["sha"]}
        sent = sari.client.post(f"{sari.where}/simpan/kelengkapan.bpmn", json=body, headers={"X-CSRFToken": sari.material["token"]})
        assert sent.status_code == 422
        assert "tidak dapat disimpan" in sent.json["error"]
    assert sari.client.post(f"{sari.where}/simpan/kelengkapan.bpmn", json={}).status_code == 401  # without the token


def test_who_comes_second_reads(browse, sari):
    save(sari, renamed())
    tono = browse(SECOND)
    tono.where = sari.where
    tono.get(f"{sari.where}/sunting/kelengkapan.bpmn")
    tono.material = material(tono)
    assert tono.material["reading"]
    assert 'id="simpan"' not in tono.page
    answer = save(tono, renamed("Lain"))
    assert answer.status_code == 409
    assert "sedang mengubah draf ini" in answer.json["error"]


def test_templates_come_from_what_is_installed(sari):
    templates = {item["id"]: item for item in sari.material["templates"]}
    assert {f"alur:step:{step.name.partition(':')[2]}" for step in STEPS if step.for_diagrams} <= set(templates)
    assert {"alur:process:kelengkapan", "alur:process:pembayaran", "alur:task:initials", "alur:task:signature"} <= set(templates)
    twins = templates["alur:job:surat_masuk.cari-kembar"]
    assert twins["name"] == "Cari surat yang sama"
    inputs = [item["binding"]["name"] for item in twins["properties"] if item["binding"]["type"] == "zeebe:input"]
    assert inputs == ["pengirim", "nomor_surat", "tanggal_surat"]
    payment = templates["alur:process:pembayaran"]["properties"]
    assert payment[0] == {"type": "Hidden", "value": "pembayaran", "binding": {"type": "zeebe:calledElement", "property": "processId"}}
    assert [item["binding"]["name"] for item in payment if item.get("constraints")] == ["jumlah", "uraian"]


def test_whom_a_task_can_go_to_is_found_by_words(sari):
    found = sari.client.get("/perancang/kelompok?q=kabid aplikasi").json["groups"]
    assert "kabid@bidang.diskominfo.2" in [item["value"] for item in found]
    assert sari.client.get("/perancang/kelompok?q=%25%25").json["groups"] == []


def test_a_form_shows_where_its_answers_are_used_and_how_it_will_look(sari):
    sari.get(f"{sari.where}/sunting/forms/kelengkapan_periksa.form")
    given = material(sari)
    assert any(use["path"] == "kelengkapan.bpmn" for use in given["uses"]["kelengkapan"])
    assert {item["key"] for item in given["identifiers"]} >= {"nik", "nop", "telepon"}
    answer = sari.get(f"{sari.where}/pratinjau/forms/kelengkapan_periksa.form")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "<fieldset" in sari.page
    schema = json.loads(sari.client.get(f"{sari.where}/berkas/forms/kelengkapan_periksa.form").data)
    sari.material = given
    schema["components"][0]["label"] = "<script>alert(1)</script>{{7*7}}"
    assert save(sari, json.dumps(schema).encode(), path="forms/kelengkapan_periksa.form").status_code == 200
    assert save(sari, b'{"components": 7}', path="forms/kelengkapan_periksa.form").status_code == 422
    assert sari.get(f"{sari.where}/pratinjau/forms/kelengkapan_periksa.form").status_code == 200


def test_nothing_of_the_editors_is_there_for_others(browse, sari):
    bupati = browse("bupati")
    for path in ("sunting/kelengkapan.bpmn", "pratinjau/forms/kelengkapan_periksa.form", "uji-keputusan/x.dmn"):
        assert bupati.get(f"{sari.where}/{path}").status_code == 404
    assert bupati.get("/perancang/kelompok?q=kabid").status_code == 404
    assert sari.get(f"{sari.where}/sunting/tidak_ada.bpmn").status_code == 404
    assert sari.get(f"{sari.where}/sunting/locale/id.json").status_code == 404


@pytest.fixture
@deployed("izin_reklame")
def rates(web, browse):
    web.harness.deploy("izin_reklame")
    somebody = browse(WRITER)
    somebody.get("/perancang")
    somebody.where = somebody.post("/perancang/izin_reklame/mulai").headers["Location"]
    return somebody


ANSWERS = {
    "panjang": "4", "lebar": "2", "sisi": "1", "unit": "1", "hari": "365", "rokok": "false", "dalam_ruang": "false",
    "sifat": "niaga", "kelas_jalan": "kabupaten", "mulai": "2026-12-01",
}  # fmt: skip


def test_a_table_is_tried_and_says_which_rules_match_and_why(rates):
    where = f"{rates.where}/uji-keputusan/pajak_reklame.dmn"
    rates.get(where)
    for name in ANSWERS:
        assert f'name="n.{name}"' in rates.page
    rates.get(where, query_string={"coba": "1", "keputusan": "pajak_reklame", **{f"n.{name}": value for name, value in ANSWERS.items()}})
    assert "500000" in rates.page
    rates.get(where, query_string={"coba": "1", "keputusan": "golongan_reklame", "n.hari": "31"})
    text = re.sub(r"\s+", " ", rates.page)
    assert "permanen" in text
    assert re.search(r'<tr class="is-matched"><th scope="row">2', text)
    assert '<td class="is-out">[1..30]' in text
    rates.get(where, query_string={"coba": "1", "keputusan": "golongan_reklame", "n.hari": "0"})
    assert "tidak ada baris yang cocok" in rates.page


def test_an_answer_that_cannot_be_read_is_told_and_nothing_is_run(rates):
    where = f"{rates.where}/uji-keputusan/pajak_reklame.dmn"
    answer = rates.get(where, query_string={"coba": "1", "keputusan": "golongan_reklame", "n.hari": "=1 +"})
    assert answer.status_code == 422
    assert "rumus ini tidak dapat dibaca" in rates.page
    for harmless in ("__import__('os')", "{{7*7}}", '"><script>1</script>'):
        rates.get(where, query_string={"coba": "1", "keputusan": "golongan_reklame", "n.hari": harmless})
        assert "<script>1" not in rates.page
        assert "kasus berhenti di sini sebagai insiden" in rates.page
        assert "49" not in re.sub(r'"[^"]*"', "", rates.page)
    assert rates.get(where, query_string={"keputusan": "tidak_ada"}).status_code == 404


def test_a_diagram_from_elsewhere_is_reported_element_by_element(sari):
    foreign = b'<bpmn:startEvent xmlns:x="urn:x" x:colour="red" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:formHandlerClass="x.Y"'
    text = BPMN.replace(b"<bpmn:startEvent", foreign, 1)
    assert save(sari, text).status_code == 200
    sari.get(f"{sari.where}/laporan/kelengkapan.bpmn")
    assert "disimpan saja, milik produk lain" in sari.page
    assert "colour" in sari.page
    assert "tidak dijalankan: perilaku mesin lain" in sari.page
    assert "formHandlerClass" in sari.page
    assert sari.get(f"{sari.where}/laporan/forms/kelengkapan_periksa.form").status_code == 404


def test_what_is_woven_back_in_never_makes_a_file_unreadable(sari):
    """An editor that gives a false `shown` would have everything woven in twice; a comment that fills the file would make it too large."""
    large = BPMN.replace(b"<bpmn:process", b"<!--" + b"x" * 1_980_000 + b"--><bpmn:process", 1)
    assert save(sari, large).status_code == 200
    grown = BPMN.replace(b'name="Periksa kelengkapan"', b'name="' + b"y" * 40_000 + b'"')
    answer = save(sari, grown, shown=BPMN.decode())
    assert answer.status_code == 422
    assert sari.client.get(f"{sari.where}/berkas/kelengkapan.bpmn").data == large


def test_hints_on_the_drawing_come_with_each_save(sari):
    """What bpmnlint says of a drawing, in the reader's words: here an element lies upon another."""
    shape = re.search(rb'bpmnElement="periksa".*?<dc:Bounds ([^/]*)/>', BPMN, re.S).group(1)
    other = re.search(rb'bpmnElement="hitung".*?<dc:Bounds ([^/]*)/>', BPMN, re.S).group(1)
    told = save(sari, BPMN.replace(other, shape)).json["problems"]
    drawn = [problem for problem in told if problem["severity"] == "hint" and problem["here"]]
    assert {problem["element"] for problem in drawn} & {"periksa", "hitung"}, told
    assert all(problem["text"].startswith("kelengkapan.bpmn") for problem in drawn)
