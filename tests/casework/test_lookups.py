"""Other institutions' registers and our own: asked with a purpose, kept narrow, told to the citizen; what does not answer becomes a person's task."""

import math
import threading
from decimal import Decimal
from uuid import uuid4

import pytest
from flask import Flask, redirect
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from werkzeug.serving import make_server

from casework.cases.queries.search import Search
from casework.cases.queries.task_detail import TaskDetail
from casework.records.queries.near_entries import NearEntries, metres
from casework.registries.commands.record_lookup import RecordLookup
from casework.registries.connectors.http_registries import MAX_FAILURES, HttpRegistries
from casework.registries.errors import RegistryAway
from casework.registries.ports import Lookup
from casework.registries.tables import RegistryCall
from demo.registries import MOODS, create_registries
from engine.queries.audit.audit_verification import VerifyAudit
from processes.izin_reklame.tests.permit import FO, Permit
from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from tests.support.templates import deployed

KEY = "k" * 32


@pytest.fixture
@deployed(*PERMIT)
def permit(harness, regency):
    return Permit(harness, regency)


def findings(permit, element="periksa"):
    view = permit.harness.ask(TaskDetail(task=permit.harness.task(element).id), permit.actor(FO))
    return {fact.name: fact.value for fact in view.case.facts}["temuan_data"].split("\n")


def test_three_registers_are_asked_and_the_officer_reads_what_they_said(harness, permit):
    permit.send()
    assert findings(permit) == ["Register penduduk: NIK sesuai, nama sesuai (100)", "NPWP: aktif", "PBB: menunggak 2025"]


def test_a_register_gets_what_it_needs_with_purpose_and_case_and_no_more_is_kept(harness, permit):
    permit.send()
    asked = {question.registry: question for question in harness.registries.asked}
    assert asked["penduduk"].data == {"nik": "3603121208900123", "nama": "Yusuf Maulana"}
    assert asked["pbb"].data == {"nop": "360312000801203450", "tahun": 2026}
    assert asked["penduduk"].case == permit.view.number
    assert "UU 23/2006" in asked["penduduk"].basis
    for instance in harness.instances():
        assert "tidak diminta" not in str(instance.facts)
    calls = harness._all(select(RegistryCall).order_by(RegistryCall.register))
    assert [(call.register, call.status) for call in calls] == [("npwp", "answered"), ("pbb", "answered"), ("penduduk", "answered")]
    told = [look for look in permit.view.looks if look.kind == "registry"]
    assert {look.reason for look in told} == {call.purpose for call in calls}
    assert harness.ask(VerifyAudit()) == []


def test_without_a_land_number_the_land_tax_is_not_asked(harness, permit):
    permit.send(nop="")
    assert [question.registry for question in harness.registries.asked].count("pbb") == 0
    assert len(findings(permit)) == 2


def test_one_that_does_not_answer_is_asked_three_times_and_then_somebody_looks(harness, permit):
    del harness.registries.answers["penduduk"]
    permit.send()
    for _ in range(5):
        permit.pass_time(harness.clock.moment.replace(minute=harness.clock.moment.minute + 5))
    assert [question.registry for question in harness.registries.asked].count("penduduk") == 3
    assert len({question.request for question in harness.registries.asked if question.registry == "penduduk"}) == 1
    assert harness.incidents() == []
    task = harness.task("periksa_sendiri")
    view = harness.ask(TaskDetail(task=task.id), permit.actor(FO))
    assert view.application.values["nik"] == "3603********0123"
    permit.do(FO, "periksa_sendiri", hasil="tidak_cocok", catatan="KTP asli tertulis Yusuf M.")
    assert findings(permit)[0] == "Register penduduk: diperiksa petugas, tidak cocok. KTP asli tertulis Yusuf M."
    permit.complete_file()
    assert harness.task("tinjau")


def test_registers_that_nobody_has_set_up_are_looked_at_by_hand_at_once(harness, permit, monkeypatch):
    monkeypatch.setattr(harness.registries, "look_up", HttpRegistries({}, "").look_up)
    permit.send()
    assert [task.element_id for task in harness.tasks()] == ["periksa_sendiri"] * 3


def test_a_call_is_recorded_once(harness, permit):
    permit.send()
    call = harness._all(select(RegistryCall))[0]
    again = {"register": call.register, "purpose": "x", "basis": "", "status": "away"}
    harness.execute(RecordLookup(instance=call.instance_id, job=call.id, **again))
    assert len(harness._all(select(RegistryCall))) == 3


def test_a_case_is_found_by_the_whole_number_that_stands_apart(harness, permit):
    permit.send()
    officer = permit.actor(FO)
    for text in ("3603121208900123", "3603 1212 0890 0123"):
        assert [hit.business_key for hit in harness.ask(Search(text=text), officer).rows] == [permit.view.number]
    assert harness.ask(Search(text="360312120890012"), officer).rows == []
    assert harness.ask(Search(text="3603121208900123"), permit.actor("kepala.dinsos")).rows == []


# --- what lies near


def test_signs_within_25_metres_are_told_the_nearest_first(harness, permit):
    permit.send()
    first = permit.view.number
    permit.complete_file()
    permit.send(lat="-6,22425")
    second = permit.view.number
    permit.complete_file()
    permit.send(lat="-6,2243", nama_usaha="Jauh")
    assert findings(permit)[3:] == [f"Dalam 25 meter: {second}, 6 m", f"Dalam 25 meter: {first}, 22 m"]


def test_ended_cases_and_places_that_are_none_are_not_near(harness, permit):
    permit.send()
    query = {"register": "izin_reklame.reklame", "lon": Decimal("106.5107"), "metres": 25, "except_instance": uuid4()}
    assert len(harness.ask(NearEntries(lat=Decimal("-6.2241"), **query))) == 1
    assert harness.ask(NearEntries(lat=Decimal("-6.2244"), **query)) == []
    permit.do(FO, "periksa", kelengkapan="tolak", alasan_kelengkapan="Bukan kewenangan kabupaten.")
    assert harness.ask(NearEntries(lat=Decimal("-6.2241"), **query)) == []


@given(
    lat=st.floats(-80, 80), lon=st.floats(-179, 179), north=st.floats(-50, 50), east=st.floats(-50, 50)
)  # metres: so near, the earth is flat
def test_a_distance_is_that_of_the_plane(lat, lon, north, east):
    there_lat = lat + north / 111_195
    there_lon = lon + east / (111_195 * math.cos(math.radians(lat)))
    assert metres(lat, lon, there_lat, there_lon) == pytest.approx(math.hypot(north, east), abs=0.05)


# --- over HTTP, with the demonstration's registers


@pytest.fixture
def served():
    running = []

    def serve(app):
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.port}"

    yield serve
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


def question(registry="penduduk", **data):
    return Lookup(registry=registry, data=data, purpose="uji", basis="UU", case="TGR-1", request=uuid4())


@pytest.fixture
def registers(served):
    app = create_registries(key=KEY)
    where = served(app)
    return app, HttpRegistries({name: f"{where}/{name}" for name in ("penduduk", "npwp", "pbb")}, KEY)


@pytest.mark.parametrize(
    ("registry", "data", "said"),
    [
        ("penduduk", {"nik": "3603121208900123", "nama": "Yusuf"}, {"ditemukan": True, "nik": "Sesuai", "nama": "Sesuai (100)"}),
        ("penduduk", {"nik": "3603121208900007", "nama": "Yusuf"}, {"ditemukan": False, "nik": "Data Tidak Ditemukan", "nama": None}),
        ("penduduk", {"nik": "3603121208900700", "nama": "Yusuf"}, {"ditemukan": True, "nik": "Sesuai", "nama": "Tidak Sesuai (41)"}),
        ("npwp", {"npwp": "099876542451000"}, {"status": "AKTIF"}),
        ("npwp", {"npwp": "099876542451009"}, {"status": "TIDAK TERDAFTAR"}),
        ("pbb", {"nop": "360312000801203410", "tahun": 2026}, {"lunas": False, "tunggakan": [2025]}),
        ("pbb", {"nop": "360312000801203420", "tahun": 2026}, {"lunas": True, "tunggakan": []}),
    ],
)
def test_the_demonstrations_registers_answer(registers, registry, data, said):
    assert registers[1].look_up(question(registry, **data)) == said


@pytest.mark.parametrize("mood", ["mati", "ngawur"])
def test_one_that_fails_is_left_alone_after_five_times_and_says_nothing_of_what_was_asked(registers, mood):
    app, registries = registers
    app.test_client().post("/suasana/penduduk", data={"suasana": mood})
    for _ in range(MAX_FAILURES):
        with pytest.raises(RegistryAway) as away:
            registries.look_up(question(nik="3603121208900123"))
        assert "3603" not in str(away.value)
    app.test_client().post("/suasana/penduduk", data={"suasana": "baik"})
    with pytest.raises(RegistryAway, match="failed 5 times"):
        registries.look_up(question(nik="3603121208900123"))
    assert registries.look_up(question("npwp", npwp="099876542451000"))


def test_a_wrong_key_a_stranger_and_a_redirect_get_nothing(registers, served):
    app, registries = registers
    assert set(MOODS) == {"baik", "lambat", "mati", "ngawur"}
    assert app.test_client().post("/penduduk", data=b"{}").status_code == 401
    assert app.test_client().post("/suasana/penduduk", data={"suasana": "?"}).status_code == 404
    with pytest.raises(RegistryAway):
        HttpRegistries(dict(registries._addresses), "x" * 32).look_up(question(nik="1"))
    elsewhere = Flask("elsewhere")
    elsewhere.post("/")(lambda: redirect(f"{registries._addresses['npwp']}"))
    with pytest.raises(RegistryAway):
        HttpRegistries({"penduduk": served(elsewhere)}, KEY).look_up(question())
    with pytest.raises(RegistryAway) as unknown:
        registries.look_up(question("bpjs"))
    assert unknown.value.details["unknown"]
