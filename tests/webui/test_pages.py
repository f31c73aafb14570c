"""Pages as people meet them: a letter goes its way, drafts come back, the same form twice has one result."""

import re
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from demo.organisation import identifier
from engine.core.asking.reading import Reading
from engine.core.executor import Executor
from engine.persistence.tables.identity import Holding
from engine.persistence.tables.instances import Incident, Job, ProcessInstance
from tests.support.letters import ANSWERS, pdf


def test_a_letter_is_registered_read_and_disposed(browse, web, registered):
    registrar, case = registered
    registrar.get(case)
    assert "Undangan rapat &lt;b&gt;banjir&lt;/b&gt;" in registrar.page
    assert "Agenda 0001/2026" in registrar.page
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    assert leader.get(address).status_code == 200
    image = re.search(r'src="(/berkas/[^"]+/halaman/1)[?"]', leader.page).group(1)
    assert leader.client.get(image).data.startswith(b"\x89PNG")
    leader.get(f"{address}?putusan=disposisi")
    assert "Apa yang sudah dilakukan?" not in leader.page
    key = re.search(r'name="kunci" value="([^"]+)"', leader.page).group(1)
    send = {"tindakan": "disposisi", "kepada": [str(identifier("position", "kepala.dbmsda"))], "instruksi_baru": "HADIRI", "kunci": key}
    assert leader.post(address, **send).status_code == 302
    leader.get("/tugas")
    again = leader.post(address, **send)
    assert again.status_code == 302
    leader.get("/tugas")
    assert "Tugas ini sudah Anda selesaikan." in leader.page
    web.harness.run_jobs()
    leader.get(f"{case}/pohon")
    assert "Belum dibaca" in leader.page
    head = browse("kepala.dbmsda")
    head.get("/tugas")
    head.get(re.search(r'href="(/tugas/[0-9a-f-]{36})"', head.page).group(1))
    leader.get(f"{case}/pohon")
    assert "Belum dibaca" not in leader.page
    assert leader.get(f"{case}/diagram").status_code == 200
    assert "<svg viewBox" in leader.page
    leader.get("/cari?kata=banjir")
    assert "Agenda 0001/2026" in leader.page


def test_the_same_form_sent_twice_makes_one_case(browse, web):
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    sent = {**ANSWERS, "kunci": "sama"}
    upload = registrar.post("/mulai/surat_masuk", berkas=pdf(), **{**sent, "hal": ""})
    document = re.search(r'name="berkas" type="checkbox" value="([^"]+)"', registrar.page).group(1)
    assert upload.status_code == 422
    first = registrar.post("/mulai/surat_masuk", berkas=document, **sent)
    registrar.get("/mulai/surat_masuk")
    second = registrar.post("/mulai/surat_masuk", berkas=document, **sent)
    assert first.headers["Location"] == second.headers["Location"]
    with Session(web.harness.database) as session:
        assert session.execute(select(func.count()).select_from(ProcessInstance)).scalar_one() == 1


def test_who_comes_second_is_told_who_was_first_and_keeps_what_was_typed(browse, web, regency):
    """Bupati and a deputy in the same seat hold the same task open; the second to send is told, with the text to copy."""
    registrar = browse("agendaris.setda")
    registrar.get("/mulai/surat_masuk")
    registrar.post("/mulai/surat_masuk", berkas=pdf(), **ANSWERS)
    web.harness.run_jobs()
    now = web.harness.clock.moment
    web.harness.add(
        Holding(
            id=uuid4(),
            person_id=identifier("person", "sekda"),
            position_id=identifier("position", "bupati"),
            kind="PLT",
            valid_from=now,
            decree="SK",
        )
    )
    first, second = browse("bupati"), browse("sekda")
    for browser in (first, second):
        browser.get("/tugas")
        address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', browser.page).group(1)
        browser.get(f"{address}?putusan=selesai")
    assert first.post(address, tindakan="selesai", laporan="Saya dulu").status_code == 302
    assert second.post(address, tindakan="selesai", laporan="Tulisan yang panjang").status_code == 409
    assert "H. Contoh Wijaya sudah menyelesaikannya pada" in second.page
    assert "Tulisan yang panjang" in second.page


def test_the_pages_speak_english_when_asked(browse, registered):
    leader = browse("bupati")
    leader.get("/tugas")
    leader.post("/bahasa", bahasa="en", lanjut="/tugas")
    leader.get("/tugas")
    assert '<html lang="en"' in leader.page
    assert "Read and decide" in leader.page
    assert "Untuk saya" not in leader.page


def test_operators_resolve_incidents_and_others_do_not_know_of_them(browse, web, regency):
    assert browse("bupati").get("/kokpit/insiden").status_code == 404
    operator = browse("operator")
    assert operator.get("/kokpit/insiden").status_code == 200
    assert "Tidak ada insiden." in operator.page
    assert operator.get("/kelola/paket").status_code == 200
    assert operator.post("/kelola/paket/surat_masuk", keinginan="terbitkan").status_code == 302
    web.harness.clock.forward(minutes=11)
    answer = operator.post("/kelola/paket/surat_masuk", keinginan="nonaktifkan")
    assert "/masuk/lagi" in answer.headers["Location"]


def test_a_step_of_unknown_outcome_is_checked_on_the_page(browse, web, registered):
    """Both answers are offered, and none is taken for granted."""
    harness = web.harness
    (case,) = harness.instances()[:1]
    job = Job(
        id=uuid4(), instance_id=case.id, token=None, element_id="periksa", type="x", queue="service", status="FAILED", retries=3, attempts=1,
        variables={}, headers={}, due_at=harness.clock.moment, fencing_token=1, created_at=harness.clock.moment,
    )  # fmt: skip
    harness.add(job)
    incident = Incident(
        id=uuid4(), instance_id=case.id, token=job.id, job_id=job.id, element_id="periksa", kind="to_be_checked", message="no answer came",
        raised_at=harness.clock.moment,
    )  # fmt: skip
    harness.add(incident)
    operator = browse("operator")
    operator.get("/kokpit/insiden")
    assert "Perlu diperiksa." in operator.page
    assert "1 kali dicoba" in operator.page
    address = f"/kokpit/insiden/{incident.id}"
    assert operator.post(address, perbaikan="").status_code == 422
    for wrong in ("[1]", "{", "[" * 10_000, '{"a": 1e99999999}'):
        assert operator.post(address, perbaikan=wrong, hasil="sudah").status_code == 422
        assert "Tulis perbaikan sebagai JSON" in operator.page
    assert operator.post(address, perbaikan="", hasil="sudah").status_code == 302
    operator.get("/kokpit/insiden")
    assert "Tidak ada insiden." in operator.page


@pytest.mark.parametrize("method", ["get", "post"])
def test_while_the_database_restarts_people_read_what_to_do(browse, registered, monkeypatch, method):
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)

    def away(*_arguments, **_named):
        raise OperationalError("select 1", {}, psycopg.OperationalError("terminating connection"), connection_invalidated=True)

    monkeypatch.setattr(Reading, "ask", away)
    monkeypatch.setattr(Executor, "execute", away)
    answer = leader.get(address) if method == "get" else leader.post(address, tindakan="selesai")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "Sebentar, sedang dipulihkan" in leader.page
    assert (f'content="10;url={address}"' in leader.page) is (method == "get")
    monkeypatch.undo()
    assert leader.get(address).status_code == 200


def test_drafts_come_back(browse, registered):
    leader = browse("bupati")
    leader.get("/tugas")
    address = re.search(r'href="(/tugas/[0-9a-f-]{36})"', leader.page).group(1)
    leader.get(f"{address}?putusan=selesai")
    assert leader.post(f"{address}/draf", tindakan="selesai", laporan="Setengah jadi").status_code == 200
    leader.get(f"{address}?putusan=selesai")
    assert "Setengah jadi" in leader.page
    leader.post(address, tindakan="selesai", laporan="Lebih jauh", simpan="1")
    leader.get(f"{address}?putusan=selesai")
    assert "Lebih jauh" in leader.page


def test_headers(browse):
    answer = browse().get("/sehat")
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
