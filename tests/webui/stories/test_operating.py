"""First days of the people who keep the platform running. Told in docs/stories.md."""

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from engine.commands.deployment.deploy import Deploy
from engine.commands.deployment.set_package_state import SetPackageState
from engine.persistence.tables.definitions import PackageState
from engine.persistence.tables.identity import WebSession
from engine.persistence.tables.instances import Incident, Job
from engine.testing.drawing import HEAD, element, event, process, task
from engine.testing.harness import NOON
from tests.support.drawn_processes import GROUP, UNNAMED
from tests.support.rows import change

S, E = event("start", "s"), event("end", "e")
PASSWORD = "kata sandi yang panjang"


def assigned(group):
    return f'<extensionElements><zeebe:assignmentDefinition candidateGroups="{group}"/></extensionElements>'


@pytest.fixture
def begin(web, regency):
    """Deploys a drawn process, and begins a case of it."""
    web.harness.add(PackageState(key="contoh", enabled=True, changed_at=NOON))

    def begin(*parts, **answers):
        bpmn = f"{HEAD}{process(*parts)}</definitions>".encode()
        web.harness.execute(Deploy(package="contoh", resources={"p.bpmn": bpmn, "process.toml": UNNAMED}))
        case = web.harness.start("p", regency("agendaris.setda"), **answers)
        web.harness.run_jobs()
        return case

    return begin


@pytest.fixture
def operator(story):
    return lambda: story("operator").goes("/kokpit/insiden")


def repair(somebody, values):
    somebody.unfolds("Perbaiki data dulu").page.locator("textarea[name=perbaikan]:visible").fill(values)
    return somebody.presses("Coba ulang sekarang")


def test_a_case_does_not_know_where_to_go(web, begin, operator):
    begin(S, element("exclusiveGateway", "x"), task("a", GROUP), E, "s > x, x > a: jumlah = 1, x > e: jumlah = 2, a > e")
    wayan = repair(operator(), '{"jumlah": ').reads("Tulis perbaikan sebagai JSON")
    assert wayan.page.locator("textarea[name=perbaikan]:visible").input_value() == '{"jumlah":'
    wayan.page.locator("textarea[name=perbaikan]:visible").fill('{"jumlah": 1}')
    wayan.presses("Coba ulang sekarang").reads("Tidak ada insiden.")
    assert web.harness.task("a")


def test_a_task_is_for_a_post_that_does_not_exist(web, begin, operator, story):
    begin(S, task("a", assigned("tidak@ada")), E, "s > a > e")
    wayan = operator().reads("Kode jabatan yang mengerjakan")
    wayan.page.locator("input[name=jabatan]").fill("bukan.jabatan")
    wayan.presses("Coba ulang sekarang").reads("Ada yang perlu diperbaiki")
    wayan.page.locator("input[name=jabatan]").fill("agendaris.setda")
    wayan.presses("Coba ulang sekarang").reads("Tidak ada insiden.")
    story("agendaris.setda").reads("1 tugas")


def test_a_step_may_have_happened_already(web, registered, operator):
    (case,) = web.harness.instances()[:1]
    job = Job(
        id=uuid4(), instance_id=case.id, token=None, element_id="periksa", type="x", queue="service", status="FAILED", retries=3, attempts=1,
        variables={}, headers={}, due_at=NOON, fencing_token=1, created_at=NOON,
    )  # fmt: skip
    web.harness.add(job)
    web.harness.add(
        Incident(
            id=uuid4(), instance_id=case.id, token=job.id, job_id=job.id, element_id="periksa", kind="to_be_checked", message="no answer came",
            raised_at=NOON,
        )
    )  # fmt: skip
    operator().reads("Perlu diperiksa.", "1 kali dicoba").presses("Sudah terjadi, lanjutkan").reads("Tidak ada insiden.")


def test_a_step_failed_three_times_because_a_value_was_missing(web, begin, operator):
    told = (
        '<extensionElements><zeebe:taskDefinition type="alur:notify-position"/><zeebe:ioMapping>'
        '<zeebe:input source="=penerima" target="position"/><zeebe:input source="=&quot;x&quot;" target="subject"/>'
        '<zeebe:input source="=&quot;x&quot;" target="text"/></zeebe:ioMapping></extensionElements>'
    )
    begin(S, element("serviceTask", "b", told), task("a", GROUP), E, "s > b > a > e")
    for _ in range(5):  # the pauses between its attempts
        web.harness.clock.forward(hours=2)
        web.harness.sweep()
        web.harness.run_jobs()
    wayan = repair(operator(), '{"position": "agendaris.setda"}')
    web.harness.run_jobs()
    wayan.goes("/kokpit/insiden").reads("Tidak ada insiden.")
    assert web.harness.task("a")


def test_a_letter_was_written_down_twice_and_its_case_is_stopped(web, registered, story):
    case = web.harness.task("baca").instance_id
    wayan = story("operator").goes(f"/kokpit/kasus/{case}/hentikan").fills(alasan="dobel").presses("Hentikan kasus")
    assert wayan.reads("Ada yang perlu diperbaiki").page.input_value("#alasan") == "dobel"
    wayan.fills(alasan="Surat ini dicatat dua kali.").presses("Hentikan kasus")
    web.harness.run_jobs()
    assert web.harness.tasks() == []
    story("agendaris.setda").goes(registered[1]).reads("Dihentikan oleh operator", "Surat ini dicatat dua kali.")


def test_who_are_you_again_and_then_where_he_was(web, registered, story):
    """An act of weight asks for the password once more, and leads back to the page of the act."""
    wayan = story("operator").goes("/kelola/paket/surat_masuk/nonaktifkan").reads("Akibatnya, untuk seluruh daerah")
    wayan.fills(alasan="Perpindahan ke gedung baru.").page.check("#yakin", force=True)
    change(web.harness, update(WebSession).values(proved_at=NOON.replace(year=2020)))
    wayan.presses("Nonaktifkan paket").fills(rahasia=PASSWORD).presses("Lanjut")
    assert wayan.path.startswith("/kelola/paket/surat_masuk/nonaktifkan"), wayan.path
    assert wayan.page.input_value("#alasan") == "Perpindahan ke gedung baru."
    if not wayan.page.locator("#yakin").is_checked():
        wayan.page.check("#yakin", force=True)
    wayan.presses("Nonaktifkan paket").reads("Paket dinonaktifkan.")


def test_a_service_is_closed_for_a_night_and_opened_again(web, registered, story):
    web.harness.execute(SetPackageState(package="surat_masuk", enabled=False))
    registrar = story("agendaris.setda").goes("/tugas").reads_nowhere("Catat surat masuk")
    story("operator").goes("/kelola/paket").reads("Nonaktif").page.locator("form[action$='/surat_masuk'] button[value=aktifkan]").click()
    registrar.goes("/tugas").reads("Catat surat masuk")


def test_others_do_not_see_the_cockpit(story, registered):
    somebody = story("bupati", width=360)
    for path in ("/kokpit/insiden", "/kokpit/penerima", "/kelola/paket"):
        somebody.goes(path).reads("Halaman tidak ditemukan").presses("Kembali ke kotak tugas").reads("Kotak tugas")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_outage_is_told_and_goes_by_itself(web, registered, story, scripts):
    """On the phone above every page; the office is told nothing that concerns citizens alone."""
    now = web.harness.clock.moment.astimezone(ZoneInfo("Asia/Jakarta"))
    wayan = (
        story("operator", scripts=scripts).goes("/kokpit/insiden").presses("Pengumuman").presses("Umumkan").reads("Pilih tanggal dan jam")
    )
    wayan.fills(teks="Kirim permohonan tidak dapat dipakai.", mulai=f"{now:%Y-%m-%dT%H:%M}")
    wayan.fills(selesai=f"{now + timedelta(hours=2):%Y-%m-%dT%H:%M}").ticks("Halaman warga").presses("Umumkan").reads("Sedang tampil")
    assert wayan.page.locator(".alur-announcements").count() == 0, "the office is not told of it"
    siti = story(scripts=scripts)
    for path in ("/", "/layanan/tidak-ada", "/lacak"):
        told = siti.goes(path).page.locator(".alur-announcements")
        assert told.inner_text().startswith("Sedang terganggu: Kirim permohonan tidak dapat dipakai. Sampai"), path
        assert told.bounding_box()["y"] < siti.page.locator("h1").bounding_box()["y"]
    web.harness.clock.forward(hours=2)
    assert siti.goes("/").page.locator(".alur-announcements").count() == 0
