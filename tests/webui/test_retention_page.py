"""The page of retention: what will go, an approval with its number, a hold with its reason."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from casework.applications.tables import Application
from casework.privacy.act_on_retention import act_on_retention
from casework.privacy.queries.handovers import Handovers
from casework.privacy.queries.retention_due import RetentionDue
from engine.commands.deployment.deploy import Deploy
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from tests.support.permit_office import Office


@pytest.fixture
def ended(web, regency):
    """A case that ended today, its rule five years."""
    office = Office(web.harness, regency)
    office.send()
    root = next(row.id for row in web.harness.instances() if row.parent_id is None)
    web.harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    web.harness.run_jobs()
    return root


def test_an_operator_sees_what_will_go_holds_and_approves(web, browse, ended):
    operator = browse("operator")
    assert "Tidak ada kasus yang masa simpannya habis." in operator.get("/kokpit/masa-simpan").text
    later = (web.harness.clock.moment + timedelta(days=366 * 6)).date()
    assert "izin_uji: 5 musnah" in operator.get(f"/kokpit/masa-simpan?sampai={later}").text
    assert operator.get("/kokpit/masa-simpan?sampai=besok").status_code == 422
    operator.get("/kokpit/masa-simpan")
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan=" ").status_code == 422
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan="Sengketa").status_code == 302
    (seen,) = web.harness.ask(RetentionDue(until=later))
    assert seen.held
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan="Selesai", lepas="ya").status_code == 302
    assert operator.post("/kokpit/masa-simpan/setujui", proses="izin_uji", sampai="2026-11-23", dasar="x").status_code == 422
    answer = operator.post("/kokpit/masa-simpan/setujui", proses="izin_uji", sampai="2026-11-23", dasar="Keputusan Bupati 900/1")
    assert answer.status_code == 302


def test_others_do_not_find_it(browse):
    assert browse("sekda").get("/kokpit/masa-simpan").status_code == 404


def test_a_hold_by_number_is_seen_on_the_page_of_the_case(web, browse, ended):
    operator, officer = browse("operator"), browse("agendaris.diskominfo")
    (number,) = web.harness._all(select(Application.number))
    assert officer.get(f"/kasus/{ended}").status_code == 200
    assert "Ditahan" not in officer.page
    operator.get("/kokpit/masa-simpan")
    for wrong in ({"nomor": "TGR-0000-0000", "alasan": "Sengketa"}, {"nomor": number, "alasan": " "}, {"nomor": "", "alasan": "Sengketa"}):
        answer = operator.post("/kokpit/masa-simpan/tahan", **wrong)
        assert answer.status_code == 422
    assert operator.post("/kokpit/masa-simpan/tahan", nomor=f" {number.lower()}", alasan="Sengketa PTUN 12/G/2027").status_code == 302
    operator.get("/kokpit/masa-simpan")
    assert number in operator.page
    assert "Sengketa PTUN 12/G/2027" in operator.page
    officer.get(f"/kasus/{ended}")
    assert "Ditahan" in officer.page
    assert "Sengketa PTUN 12/G/2027" in officer.page
    assert "Lepaskan penahanan" not in officer.page, "who may not lift it is offered nothing"
    assert operator.post(f"/kokpit/masa-simpan/{ended}/tahan", alasan="Putusan tetap", lepas="ya").status_code == 302
    officer.get(f"/kasus/{ended}")
    assert "Ditahan" not in officer.page


def test_fields_and_documents_are_told_beside_cases_and_approved_by_themselves(web, browse, regency):
    deploy_with_rules(web.harness, regency, fields={"nama": "1 musnah", "foto": "6 bulan musnah"})
    end_case(web.harness, regency)
    web.harness.clock.moment += timedelta(days=800)
    operator = browse("operator")
    page = operator.get("/kokpit/masa-simpan").text
    assert "Isian: " in page
    assert "Nama pemohon" in page
    assert "Setujui pemusnahan isian dari 1 kasus" in page
    assert "Setujui pemusnahan 2 berkas" in page
    today = web.harness.clock.moment.date().isoformat()
    for part in ("FIELD", "DOCUMENT"):
        answer = operator.post("/kokpit/masa-simpan/setujui", proses="izin_uji", sampai=today, dasar="Keputusan 900/1", bagian=part)
        assert answer.status_code == 302
    act_on_retention(web.harness.engine)
    assert "Tidak ada kasus yang masa simpannya habis." in operator.get("/kokpit/masa-simpan").text


def test_a_package_is_fetched_and_its_minutes_recorded(web, browse, regency):
    register = "[[register]]\nkey = 'izin'\nprocess = 'izin_uji'\nfields = ['nama']\nretention = '1 permanen'\n\n"
    deploy_with_rules(web.harness, regency, register=register)
    end_case(web.harness, regency)
    web.harness.clock.moment += timedelta(days=366 * 7)
    operator = browse("operator")
    page = operator.get("/kokpit/masa-simpan").text
    assert "Kasus dan register izin: " in page
    assert "diserahkan ke lembaga kearsipan (permanen)" in page
    today = web.harness.clock.moment.date().isoformat()
    given = {"proses": "izin_uji", "sampai": today, "akibat": "ARCHIVE"}
    assert operator.post("/kokpit/masa-simpan/setujui", dasar="x", **given).status_code == 422
    assert operator.post("/kokpit/masa-simpan/setujui", dasar="Keputusan 900/2", **given).status_code == 302
    act_on_retention(web.harness.engine)
    (packed,) = web.harness.ask(Handovers())
    page = operator.get("/kokpit/masa-simpan").text
    assert "Belum diserahkan." in page
    assert packed.sha256 in page
    fetched = operator.client.get(f"/kokpit/masa-simpan/serah/{packed.id}")
    assert fetched.mimetype == "application/zip"
    assert hashlib.sha256(fetched.data).hexdigest() == packed.sha256
    address = f"/kokpit/masa-simpan/serah/{packed.id}/berita"
    operator.get("/kokpit/masa-simpan")
    wrong = operator.post(address, berita="BA 1/2033", sidik="0" * 64)
    assert wrong.status_code == 422
    assert "BA 1/2033" in wrong.text, "what was typed stays"
    assert operator.post(address, berita="BA 1/2033", sidik=packed.sha256.upper() + " ").status_code == 302
    act_on_retention(web.harness.engine)
    page = operator.get("/kokpit/masa-simpan").text
    assert "Isi kasusnya sudah dihapus dari sini." in page
    assert operator.get(f"/kokpit/masa-simpan/serah/{packed.id}").status_code == 404


def deploy_with_rules(harness, regency, *, fields=(), register=""):
    Office(harness, regency)
    resources = dict(harness.engine.platform.packages.get("izin_uji").resources)
    path = next(path for path in resources if path.endswith("izin_uji.form"))
    form = json.loads(resources[path])
    for component in form["components"]:
        if component.get("key") in dict(fields):
            component["properties"]["retention"] = dict(fields)[component["key"]]
    resources[path] = json.dumps(form).encode()
    if register:
        resources["process.toml"] = register.encode() + resources["process.toml"].replace(b"retention_years = 5\n", b"")
    harness.execute(Deploy(package="izin_uji", resources=resources))


def end_case(harness, regency):
    office = Office.__new__(Office)
    office.harness, office.actor = harness, regency
    office.send()
    root = next(row.id for row in harness.instances() if row.parent_id is None)
    harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    harness.run_jobs()
