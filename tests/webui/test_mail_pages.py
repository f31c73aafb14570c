"""Operators see what was set aside and why, what waits, and the official addresses; a case shows whose mail came back."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.mail.commands.postpone_mail import PostponeMail
from casework.mail.commands.record_returned_mail import RecordReturnedMail
from casework.mail.commands.store_mail import StoreMail
from casework.mail.deliver_mails import deliver_mails
from casework.mail.queries.due_mails import DueMails
from engine.commands.programs.record_beat import RecordBeat
from engine.persistence.tables.instances import Job
from tests.support.incoming_mails import FROM, TO, letter, with_pdf
from tests.support.stack import HEALTH_TOKEN


@pytest.fixture
def operator(browse):
    page = browse("operator")
    page.get("/kokpit/surel")
    return page


@pytest.fixture
def receive(web):
    def store(content, *, deal=True):
        web.harness.execute(StoreMail(recipients=(TO,), own_address="alur@tangerangkab.example", envelope_from=FROM, content=content))
        if deal:
            deliver_mails(web.harness.engine)
            web.harness.run_jobs()

    return store


def test_an_operator_opens_an_address_and_sees_what_became_of_mails(web, browse, operator, receive):
    assert "semua surel ditolak" in operator.page
    for typed, words in (({"alamat": "bukan", "unit": "setda"}, "Tulis alamat surel"), ({"alamat": TO, "unit": "x"}, "Tulis kode unit")):
        answer = operator.post("/kokpit/surel/alamat", **typed)
        assert answer.status_code == 422
        assert words in operator.page
        assert typed["alamat"] in operator.page
    assert operator.post("/kokpit/surel/alamat", alamat=TO, unit="setda").status_code == 302
    receive(letter(subject="Awas <b>program</b>", files=[("tagihan.exe", b"MZ")]))
    receive(letter(subject="Saya cuti", Message_ID="<2@bpbd.example>", Auto_Submitted="auto-replied"))
    page = operator.get("/kokpit/surel").text
    assert "Surel membawa program." in page
    assert "&lt;b&gt;" not in page, "of a hostile mail nothing is read"
    assert "Antarkan juga" not in page
    page = operator.get("/kokpit/surel?keadaan=AUTOMATIC").text
    assert "Saya cuti" in page
    assert "Balasan otomatis." in page
    path = page.split('action="/kokpit/surel/')[1].split('"')[0]
    assert operator.post(f"/kokpit/surel/{path}", keadaan="AUTOMATIC").status_code == 302
    deliver_mails(web.harness.engine)
    assert "Saya cuti" in operator.get("/kokpit/surel?keadaan=DELIVERED").text
    assert operator.post(f"/kokpit/surel/{path}", keadaan="DELIVERED").status_code == 302
    assert "sudah diantar" in operator.get("/kokpit/surel").text
    tutup = operator.page.split('action="/kokpit/surel/alamat/')[1].split('"')[0]
    assert operator.post(f"/kokpit/surel/alamat/{tutup}").status_code == 302
    assert "Ditutup" in operator.get("/kokpit/surel").text
    assert operator.post(f"/kokpit/surel/alamat/{tutup}").status_code == 302
    assert browse("sekda").get("/kokpit/surel").status_code == 404


def test_the_registry_finds_a_filled_form_and_the_case_shows_a_mail_that_came_back(web, browse, operator, receive):
    operator.post("/kokpit/surel/alamat", alamat=TO, unit="setda")
    receive(with_pdf(text="Rapat pukul 10 <script>alert(1)</script>"))
    task = web.harness.task("catat_surel")
    registrar = browse("agendaris.setda")
    page = registrar.get(f"/tugas/{task.id}").text
    assert 'value="BPBD Provinsi Banten"' in page
    assert "Undangan rapat kesiapsiagaan banjir" in page
    assert "undangan.pdf" in page
    assert "<script>alert" not in page
    with Session(web.harness.database) as session:
        sent = next(job for job in session.scalars(select(Job)) if job.type == "alur:notify-task" and job.variables.get("person"))
    # the mail leads to the very task, through the sign-in
    link = f"/tugas/{task.id}"
    assert any(link in mail.text for mail in web.harness.notifier.mails.values())
    assert link in browse().get(link).headers["Location"].replace("%2F", "/")
    web.harness.execute(RecordReturnedMail(message_id=f"<{sent.id}@alur>", address="x@y.example", status="5.1.1", reason="unknown"))
    page = registrar.get(f"/kasus/{task.instance_id}").text
    assert "Tidak sampai" in page
    assert "dikembalikan, " in page


def test_what_is_not_dealt_with_and_a_silent_receiver_are_told(web, operator, receive):
    operator.post("/kokpit/surel/alamat", alamat=TO, unit="setda")
    receive(with_pdf(), deal=False)
    (mail,) = web.harness.ask(DueMails(limit=5))
    token = {"Authorization": f"Bearer {HEALTH_TOKEN}"}

    def told():
        return {check["name"]: check["text"] for check in operator.client.get("/sehat", headers=token).json["checks"] if not check["ok"]}

    assert "received mails" not in told()
    for _ in range(3):
        web.harness.execute(PostponeMail(mail=mail, reason="SCANNER_AWAY"))
    page = operator.get("/kokpit/surel?keadaan=RECEIVED").text
    assert "SCANNER_AWAY" in page
    assert "Coba sekarang" in page
    assert told()["received mails"].startswith("1 surel masuk belum dikerjakan")
    web.harness.execute(RecordBeat(beat="6c0a6f0e-6d0b-5a57-9f30-0d5f6f1f8a20", program="mail", place="x 1", queues=()))
    assert "mail receiver" not in told()
    web.harness.clock.forward(minutes=2)
    assert told()["mail receiver"].startswith("Penerima surel tidak berjalan")
