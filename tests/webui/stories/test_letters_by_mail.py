"""Letters that come by mail: from another office's server to the desk of the registry. Told in docs/stories.md."""

import pytest

from casework.mail.connectors.listener import Listener
from casework.mail.connectors.mail_receiver import MailReceiver
from casework.mail.deliver_mails import deliver_mails
from tests.support.incoming_mails import TO, letter, send, with_pdf


@pytest.fixture
def post(web):
    """Sends a mail to the receiver by SMTP; the workers then deal with it."""
    listeners = [Listener(lmtp=False, host="127.0.0.1")]
    receiver = MailReceiver(web.harness.engine, listeners, own_address="alur@tangerangkab.example", host_name="mx.test", limit=1_000_000)
    receiver.start()

    def post(content, to=TO):
        answer = send(receiver.ports[0], content, to=to)[0]
        deliver_mails(web.harness.engine)
        web.harness.run_jobs()
        return answer

    yield post
    receiver.stop()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_letter_comes_by_mail_and_lies_filled_in_before_her(web, story, post, width):
    operator = story("operator", width=width).goes("/kokpit/insiden").presses("Surel masuk").reads("semua surel ditolak")
    assert post(with_pdf()) == 550
    operator.fills(alamat=TO, unit="setda").presses("Buka alamat").reads("Alamat dibuka", TO)
    assert post(with_pdf()) == 250
    assert post(letter(Message_ID="<2@bpbd.example>", files=[("tagihan.exe", b"MZ")])) == 250
    operator.goes("/kokpit/surel").reads("Surel membawa program.")
    registrar = (
        story("agendaris.setda", width=width)
        .goes("/tugas")
        .presses("Lihat antrean unit")
        .presses("Undangan rapat kesiapsiagaan banjir")
        .reads("undangan.pdf")
    )
    page = registrar.page
    assert page.input_value("#pengirim") == "BPBD Provinsi Banten"
    assert page.input_value("[name=tanggal_diterima-day]") == "23"
    page.fill("#nomor_surat", "B/1187/300.2.3/2026")
    for part, value in (("day", "19"), ("month", "11"), ("year", "2026")):
        page.fill(f"#tanggal_surat-{part}", value)
    registrar.fills(sifat="B", urgensi="SEGERA", klasifikasi="300.2")
    page.locator("input[name=tujuan]").first.check(force=True)
    with page.expect_navigation(wait_until="load"):
        page.locator("form[data-draft] button[type=submit]:not([name=simpan]):visible").first.click()
    web.harness.run_jobs()
    (case,) = [item for item in web.harness.instances() if item.process_key == "surat_masuk"]
    registrar.goes(f"/kasus/{case.id}").reads("Agenda 0001/2026", "undangan.pdf")
    assert len(web.harness.tasks("baca")) == 1
