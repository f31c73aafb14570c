"""Operators find many incidents by their cause, try all of one again, and see each case without its content (finding: people O6)."""

import re
from importlib import import_module
from urllib.parse import quote

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.core.command import Command
from engine.persistence.tables.instances import Job, ProcessInstance
from tests.support.stopped_cases import deploy_stopping, fail_job, start_and_fail
from webui.cockpit.command_words import command_words
from webui.settings import ROOT


@pytest.fixture
def office(web, regency, tmp_path):
    harness = web.harness
    deploy_stopping(harness, tmp_path / "packages")
    harness.person = regency("agendaris.setda")
    return harness


def test_five_incidents_of_two_causes_are_two_rows_and_one_press_each(browse, office):
    start_and_fail(office, office.person, *[f"HTTPError: 503, surat {number}" for number in range(3)])
    office.start("hitungan", office.person)
    office.start("hitungan", office.person)
    operator = browse("operator")
    operator.get("/kokpit/insiden")
    assert "5 insiden, dikelompokkan menurut sebabnya." in operator.page
    assert operator.page.count("Coba ulang semua") == 2
    assert "Kirim kabar: 3 kasus" in operator.page
    assert "Langkah otomatis gagal sampai percobaan terakhir." in operator.page
    (address,) = re.findall(r'action="(/kokpit/insiden/[0-9a-f-]{36}/semua)"(?:(?!</form>).)*\(3\)', operator.page, re.DOTALL)
    key = re.search(rf'{address}".*?name="kunci" value="([^"]+)"', operator.page, re.DOTALL).group(1)
    for _press in range(2):
        assert operator.post(address, kunci=key).status_code == 302
    operator.get("/kokpit/insiden")
    assert "3 langkah dijalankan lagi" in operator.page
    office.run_jobs()
    operator.get("/kokpit/insiden")
    assert "2 insiden, dikelompokkan" in operator.page
    assert "Kirim kabar" not in operator.page
    assert len(office._all(select(Job).where(Job.type == "gangguan:kirim", Job.status == "DONE"))) == 3


def test_a_list_is_narrowed_and_paged(browse, office):
    start_and_fail(office, office.person, *["HTTPError: 503"] * 21)
    office.start("hitungan", office.person)
    operator = browse("operator")
    operator.get("/kokpit/insiden?proses=hitungan")
    assert "1 insiden cocok." in operator.page
    assert "Kirim kabar: " not in operator.page
    operator.get("/kokpit/insiden?cari=tidak+ada+yang+begini")
    assert "Tidak ada insiden yang cocok." in operator.page
    operator.get("/kokpit/insiden?cari=503")
    address = re.search(r'href="(/kokpit/insiden/[0-9a-f-]{36})"', operator.page).group(1)
    operator.get(address)
    assert operator.page.count("Coba ulang sekarang") == 20
    following = re.search(r'rel="next" href="([^"]+)"', operator.page).group(1)
    operator.get(following)
    assert operator.page.count("Coba ulang sekarang") == 1
    for strange in ("hal=0", "hal=-1", "hal=x", "hal=99999999", "hal=%C2%B2", "proses=%00"):
        assert operator.get(f"/kokpit/insiden?{strange}").status_code in (200, 422), strange


def test_one_incident_is_corrected_from_the_page_of_its_cause(browse, office):
    start_and_fail(office, office.person, "HTTPError: 503", "HTTPError: 503")
    operator = browse("operator")
    incident = office.incidents()[0]
    operator.get(f"/kokpit/insiden/{incident.id}")
    assert operator.post(f"/kokpit/insiden/{incident.id}", perbaikan="{").status_code == 422
    assert operator.page.count("Tulis perbaikan sebagai JSON") == 2, "in the summary and at the field"
    assert operator.post(f"/kokpit/insiden/{incident.id}", perbaikan='{"a": 1}').headers["Location"] == "/kokpit/insiden"
    assert operator.post(f"/kokpit/insiden/{incident.id}").status_code == 422
    assert "insiden ini sudah ditangani" in operator.page
    assert "Expected" not in operator.page.replace('lang="en"', "")


def test_the_case_page_shows_where_it_stands_and_nothing_of_its_content(browse, office):
    (case,) = start_and_fail(office, office.person, "HTTPError: 503")
    operator = browse("operator")
    operator.get(f"/kokpit/kasus/{case}")
    assert "Terhenti karena gangguan di:" in operator.page
    assert 'href="/kokpit/kasus/' + str(case) + '/hentikan"' in operator.page
    assert "Kasus dimulai" in operator.page
    assert "Langkah otomatis gagal" in operator.page
    (incident,) = office.incidents()
    answer = operator.post(f"/kokpit/insiden/{incident.id}", dari="kasus")
    assert answer.headers["Location"] == f"/kokpit/kasus/{case}"
    fail_job(office, case, "HTTPError: 503")
    operator.get(f"/kokpit/kasus/{case}/hentikan")
    assert operator.post(f"/kokpit/kasus/{case}/hentikan", alasan="Dicatat dua kali oleh petugas.").status_code == 302
    operator.get(f"/kokpit/kasus/{case}")
    assert "Dihentikan" in operator.page
    assert "Hentikan kasus" not in operator.page
    for stranger in ("bupati", "agendaris.setda"):
        assert browse(stranger).get(f"/kokpit/kasus/{case}").status_code == 404


def test_an_audit_row_is_found_by_number_name_and_day(browse, office, registered):
    (failed,) = start_and_fail(office, office.person, "HTTPError: 503")
    operator = browse("operator")
    operator.get("/kokpit/jejak")
    assert operator.page.count("Kasus dimulai") >= 2
    number = "UJI/2026/7"
    with Session(office.database) as session:
        session.execute(update(ProcessInstance).where(ProcessInstance.process_key != "kabar").values(business_key=number))
        session.commit()
    operator.get(f"/kokpit/jejak?nomor={quote(number[:-1])}")
    assert number in operator.page
    assert f"/kokpit/kasus/{failed}" not in operator.page, "the other case"
    name = office.person.name
    operator.get(f"/kokpit/jejak?nama={quote(name)}")
    assert name in operator.page
    assert "Langkah otomatis gagal" not in operator.page, "nobody's"
    for query in ("nomor=tidak-ada", "nama=tidak-ada-namanya", "tanggal=2020-01-01", "nama=%25"):
        operator.get(f"/kokpit/jejak?{query}")
        assert "Tidak ada yang cocok." in operator.page, query
    assert operator.get("/kokpit/jejak?tanggal=besok").status_code == 422
    assert "Pilih tanggal" in operator.page
    assert browse("bupati").get("/kokpit/jejak").status_code == 404


def audited_commands():
    for room in ("engine", "casework", "workshop"):
        for path in (ROOT / room).rglob("commands/**/*.py"):
            if "context.audit(" in path.read_text() or "take_turn(" in path.read_text():
                module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
                yield from (item for item in vars(module).values() if isinstance(item, type) and item.__module__ == module.__name__)


def test_every_command_that_the_audit_may_hold_is_said_in_words(web):
    names = {item.record_name() for item in audited_commands() if issubclass(item, Command)}
    assert len(names) > 35
    with web.test_request_context():
        assert {name for name in names if command_words(name) == name} == set()
