"""The advertising permit to each of its ends: terbit and selesai, ditolak, dikembalikan, dibatalkan; diberi_tahu_warning, diberi_tahu_overdue."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from casework.applications.commands.begin_reply import BeginReply
from casework.applications.commands.save_application import SaveApplication
from casework.applications.commands.submit_application import SubmitApplication
from casework.applications.commands.submit_reply import SubmitReply
from casework.applications.queries.application_form import ApplicationForm
from casework.documents.queries.verification import VerifyCode
from casework.payments.tables import Bill
from casework.services.queries.service_catalogue import ServiceByKey
from engine.commands.people.appoint_substitute import AppointSubstitute
from engine.feel.government.wording import day_text
from engine.model.actor import GUEST, SYSTEM
from engine.model.errors import FormRejected
from engine.queries.instances.case_history import CaseHistory
from processes.izin_reklame.tests.permit import DIVISION, FO, GUARD, HEAD, SECRETARY, SECTION, TAX, Permit
from processes.izin_reklame.tests.permit import PACKAGES as PERMIT
from tests.support.templates import deployed


@pytest.fixture
@deployed(*PERMIT)
def permit(harness, regency):
    return Permit(harness, regency)


def at(text):
    return datetime.fromisoformat(f"{text}+07:00")


def test_a_permanent_sign_from_application_to_its_removal(harness, permit):
    permit.send().complete_file()
    view = permit.view
    assert (view.clock.limit, view.clock.due_at) == (12, at("2026-12-09T16:00:00"))
    permit.visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    assert permit.bill.amount == Decimal(1_500_000)
    # seven days are given; a last day without work would move to the next one
    assert permit.bill.expires_at == at("2026-11-30T16:00:00")
    assert permit.view.clock.paused == "payment"
    permit.pay().initialled().sign()
    view = permit.view
    (issued,) = view.documents
    assert issued.number == "500.16.7.2/1/2026"
    assert view.stages[-1].stage.key == "terbit"
    assert view.clock.stopped_at == harness.clock.moment
    verified = harness.ask(VerifyCode(code=issued.code), GUEST)
    assert (verified.state, verified.holder, verified.valid_to.date().isoformat()) == ("valid", "Y**** M******", "2027-12-14")
    for words in (
        "Papan atau billboard",
        "4 m × 6 m, 1 sisi, 1 buah",
        "15 Desember 2026 sampai dengan 14 Desember 2027",
        "Rp1.500.000 (satu juta lima ratus ribu rupiah)",
        "Perda Kabupaten Tangerang 1/2024",
        "Ditetapkan di Tigaraksa",
        f"pada tanggal {day_text(harness.clock.moment)}",
        permit.actor(HEAD).name,
        "Pembina Utama Muda (IV/c)",
        "NIP ",
    ):
        assert words in permit.printed
    harness.notifier.mails.clear()
    permit.pass_time(at("2027-11-15T00:00:01"))
    assert any("masa berlaku hampir habis" in mail.subject for mail in harness.notifier.mails.values())
    assert harness.tasks("bongkar") == []
    permit.pass_time(at("2027-12-22T00:00:01"))
    permit.do(GUARD, "bongkar", keadaan="dibongkar")
    assert permit.ends() == {"terbit", "selesai"}
    assert permit.view.status == "COMPLETED"


def test_an_incidental_sign_needs_no_visit_and_three_days(harness, permit):
    permit.send(hari="30", jenis="spanduk", panjang="6", lebar="1").complete_file()
    assert permit.view.clock.limit == 3
    assert harness.tasks("tinjau") == []
    permit.do(TAX, "tetapkan", penetapan="setuju")
    # 6 m2 x 250,000 x 30/365 x 25 %
    assert permit.bill.amount == Decimal(30_822)


def test_a_plh_signs_and_the_document_and_the_history_say_so(harness, permit):
    """The letter was written while the head was there; before it is signed they leave, and the document names who signs."""
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    permit.pay().initialled()
    head = permit.actor(HEAD)
    day = harness.clock.moment.date()
    days = {"first": day.isoformat(), "last": (day + timedelta(days=4)).isoformat(), "decree": "800.1.11.1/7/2026", "absence": "Cuti"}
    post = head.seats[0].position
    harness.execute(AppointSubstitute(position=post, person=permit.actor(SECRETARY).person, kind="PLH", **days), permit.actor("operator"))
    permit.sign(by=SECRETARY)
    assert f"Plh. {head.seats[0].title}" in permit.printed
    assert permit.actor(SECRETARY).name in permit.printed
    assert head.name not in permit.printed
    case = next(row.id for row in harness.instances() if row.parent_id is None)
    (signed,) = [row for row in harness.ask(CaseHistory(instance=case), SYSTEM) if row.element == "tanda_tangan"]
    assert (signed.person, signed.title) == (permit.actor(SECRETARY).name, f"Plh. {head.seats[0].title}")
    harness.clock.moment += timedelta(days=6)
    (signed,) = [row for row in harness.ask(CaseHistory(instance=case), SYSTEM) if row.element == "tanda_tangan"]
    assert signed.title == f"Plh. {head.seats[0].title}", "also when the head is back"


@pytest.mark.parametrize(
    ("changes", "tax"),
    [
        ({}, 1_500_000),
        ({"rokok": "true"}, 1_875_000),
        ({"dalam_ruang": "true"}, 750_000),
        ({"kelas_jalan": "nasional"}, 1_800_000),
        ({"kelas_jalan": "provinsi"}, 1_650_000),
        ({"kelas_jalan": "desa"}, 1_350_000),
        ({"sisi": "2", "unit": "3"}, 9_000_000),
        ({"sifat": "pemerintah"}, 0),
        ({"sifat": "sosial"}, 0),
        ({"sifat": "papan_nama", "panjang": "1", "lebar": "1"}, 0),
        ({"sifat": "papan_nama", "panjang": "1", "lebar": "1,01"}, 63_125),
    ],
)
def test_the_price_is_shown_before_anything_is_sent(harness, permit, changes, tax):
    assert harness.ask(ApplicationForm(**permit.begin(**changes)), GUEST).preview == tax


def test_no_price_where_the_answers_are_not_right_yet(harness, permit):
    assert harness.ask(ApplicationForm(**permit.begin(panjang="")), GUEST).preview is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"panjang": "0,05"}, "panjang", "TOO_SMALL"),
        ({"panjang": "51"}, "panjang", "TOO_LARGE"),
        ({"sisi": "5"}, "sisi", "TOO_LARGE"),
        ({"unit": "501"}, "unit", "TOO_LARGE"),
        ({"mulai": "2026-11-25"}, "mulai", "TOO_EARLY"),
        ({"hari": "31"}, "hari", "RULE"),
        ({"lat": "-7,1"}, "lat", "TOO_SMALL"),
        ({"lon": "107"}, "lon", "TOO_LARGE"),
        ({"npwp": "12"}, "npwp", "DIGITS"),
        ({"konstruksi": []}, "konstruksi", "RULE"),
        ({"ktp": []}, "ktp", "REQUIRED"),
    ],
)
def test_bad_answers_are_told_by_their_field(harness, permit, changes, field, code):
    with pytest.raises(FormRejected) as rejected:
        harness.execute(SubmitApplication(**permit.begin(**changes)), GUEST)
    assert [(error.field, error.code) for error in rejected.value.errors] == [(field, code)]


def test_without_tax_there_is_nothing_to_pay(harness, permit):
    permit.send(sifat="sosial").complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak")
    permit.do(TAX, "tetapkan", penetapan="setuju").initialled().sign()
    assert harness._all(select(Bill)) == []
    assert permit.view.documents


def test_the_assessor_may_differ_and_says_why(harness, permit):
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak")
    with pytest.raises(FormRejected):
        permit.do(TAX, "tetapkan", penetapan="ubah", pajak_ditetapkan="1000000")
    permit.do(TAX, "tetapkan", penetapan="ubah", pajak_ditetapkan="1000000", alasan_pajak="Ukuran di lapangan lebih kecil.")
    assert permit.bill.amount == Decimal(1_000_000)


def test_a_refusal_says_why_and_how_to_appeal(permit):
    permit.send().complete_file().visited(temuan=["pandangan"])
    permit.do(SECTION, "rekomendasi", rekomendasi="tolak", alasan_penolakan="Menghalangi pandangan pengemudi (Perda 1/2024).")
    assert permit.ends() == {"ditolak"}
    assert "Menghalangi pandangan" in permit.facts()["alasan_penolakan"]
    assert "keberatan kepada Kepala DPMPTSP dalam 21 hari kerja" in permit.facts()["upaya_hukum"]


def test_the_head_may_refuse_too(permit):
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    permit.pay().initialled().do(HEAD, "tanda_tangan", putusan_kepala="tolak", alasan_kepala="Kawasan itu baru ditetapkan bebas reklame.")
    assert permit.ends() == {"ditolak"}
    assert permit.view.documents == []


def test_what_the_visit_finds_is_corrected_by_the_applicant(harness, permit):
    permit.send().complete_file().visited()
    returns = [{"field": "lebar", "reason": "MISMATCH", "note": "Di lapangan 5 meter."}]
    permit.do(SECTION, "rekomendasi", rekomendasi="perbaiki", diperbaiki=returns)
    view = permit.view
    assert view.clock.paused == "applicant"
    begun = harness.execute(BeginReply(case_pass=view.case_pass, task=view.waiting[0].id), GUEST)
    held = {"draft": UUID(begun["draft"]), "token": begun["token"]}
    harness.execute(SaveApplication(**held, answers={"lebar": "5"}), GUEST)
    harness.execute(SubmitReply(**held), GUEST)
    permit.do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    assert permit.bill.amount == Decimal(1_250_000), "the tax is that of the corrected size"


def test_corrections_that_do_not_come_cancel(harness, permit):
    permit.send().complete_file().visited()
    permit.do(SECTION, "rekomendasi", rekomendasi="perbaiki", diperbaiki=[{"field": "lebar", "reason": "MISMATCH", "note": "x"}])
    permit.pass_time(harness.clock.moment + timedelta(days=12))
    assert permit.ends() == {"dibatalkan"}


def test_unpaid_it_is_cancelled(harness, permit):
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    permit.pass_time(permit.bill.expires_at + timedelta(minutes=1))
    assert permit.ends() == {"dibatalkan"}
    assert "tidak dibayar" in permit.facts()["alasan_penolakan"]


def test_an_incomplete_file_that_is_refused_says_why(permit):
    permit.send().do(FO, "periksa", kelengkapan="tolak", alasan_kelengkapan="Jalan tol bukan kewenangan kabupaten.")
    assert permit.ends() == {"dikembalikan"}
    assert permit.facts()["alasan_penolakan"] == "Jalan tol bukan kewenangan kabupaten."


def test_a_draft_that_is_sent_back_is_corrected_and_initialled_anew(harness, permit):
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju").pay()
    permit.do(DIVISION, "paraf_kabid", paraf="perbaiki", catatan_paraf="Lokasi kurang lengkap.")
    permit.do(FO, "perbaiki_konsep", tulisan="Kedai Tepi Cisadane", lokasi="Jalan Raya Serang Km 12, Desa Talaga, Cikupa")
    permit.initialled().sign()
    assert len(permit.view.documents) == 1


def test_superiors_hear_of_time_that_runs_out(harness, permit):
    permit.send().complete_file()
    harness.notifier.mails.clear()
    permit.pass_time(at("2026-12-04T16:30:00"))
    assert permit.ends() == {"diberi_tahu_warning"}
    assert any("tiga perempat" in mail.subject for mail in harness.notifier.mails.values())
    permit.pass_time(at("2026-12-09T16:00:00"))
    assert permit.ends() == {"diberi_tahu_warning", "diberi_tahu_overdue"}
    assert permit.view.clock.late


def test_its_page_has_the_fourteen_parts(harness, permit):
    offered = harness.ask(ServiceByKey(service="izin-reklame"), GUEST)
    assert len(offered.service.standard) == 14
