"""What a case sends arrives once, with documents of its own; numbers have no gaps, however many take them at once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from casework.cases.queries.case_detail import CaseDetail
from casework.deliveries.commands.give_copy import GiveCopy
from casework.deliveries.commands.record_delivery import RecordDelivery
from casework.deliveries.commands.send_delivery import SendDelivery
from casework.deliveries.commands.take_delivery import TakeDelivery
from casework.deliveries.queries.position_place import PositionPlace
from casework.deliveries.tables import Delivery
from casework.documents.commands.store_document import StoreDocument
from casework.documents.queries.document_versions import DocumentVersions, compare
from casework.documents.tables import Document
from casework.mail.commands.record_returned_mail import RecordReturnedMail
from casework.records.commands.cancel_number import CancelNumber
from casework.records.commands.reserve_number import ReserveNumber
from casework.records.tables import ReservedNumber
from demo.organisation import identifier
from engine.model.errors import InvalidState, NotFound
from tests.support.files import picture
from tests.support.templates import deployed

ANSWERS = {
    "pengirim": "BPBD", "nomor_surat": "1", "tanggal_surat": "2026-11-19", "tanggal_diterima": "2026-11-23", "hal": "Banjir",
    "sifat": "B", "urgensi": "BIASA", "klasifikasi": "300.2",
}  # fmt: skip


@pytest.fixture
@deployed("surat_masuk")
def cases(harness, regency):
    """Three cases of a registrar, each with a document."""
    harness.deploy("surat_masuk")
    who, found = regency("agendaris.setda"), []
    to = harness.ask(PositionPlace(position="bupati", role="agendaris"))["office"]
    assert (to["unit"], to["name"]) == ("setda", "Sekretariat Daerah"), "a head without an office around it has that of its secretary"

    for number in range(3):
        scan = harness.execute(StoreDocument(file_name=f"{number}.png", content=picture("PNG")), who)["id"]
        answers = {**ANSWERS, "nomor_surat": str(number), "berkas": scan, "tujuan": str(identifier("position", "bupati"))}
        found.append((harness.start("surat_masuk", who, **answers), scan))
    harness.run_jobs()
    return found


def test_a_delivery_arrives_once_and_only_with_documents_of_its_sender(harness, cases):
    (sender, scan), (other, others), (third, _scan) = cases
    job = uuid4()
    given = {"job": job, "instance": sender, "channel": "case", "recipient": "Bupati"}
    with pytest.raises(InvalidState, match="another's"):
        harness.execute(SendDelivery(**given, documents=[others]))
    sent = harness.execute(SendDelivery(**given, documents=[scan]))
    assert harness.execute(SendDelivery(**given, documents=[scan])) == sent, "the same job has the same delivery"
    delivery = UUID(sent["delivery"])
    harness.execute(RecordDelivery(delivery=delivery))
    taken = harness.execute(TakeDelivery(instance=other, delivery=delivery))
    assert harness.execute(TakeDelivery(instance=other, delivery=delivery)) == taken
    (document,) = taken["documents"]
    assert document != scan
    (copy,) = harness._all(select(Document).where(Document.id == UUID(document)))
    assert copy.instance_id == other
    with pytest.raises(InvalidState, match="another case has it"):
        harness.execute(TakeDelivery(instance=third, delivery=delivery))
    with pytest.raises(NotFound):
        harness.execute(TakeDelivery(instance=third, delivery=uuid4()))
    (row,) = harness._all(select(Delivery))
    assert (row.arrived_in, row.arrived_at, row.failed) == (other, harness.clock.moment, None)


def test_a_delivery_by_mail_that_comes_back_is_shown_as_such(harness, cases, regency):
    sender, scan = cases[0]
    job = uuid4()
    mailed = {"channel": "email", "recipient": "BPBD", "address": "bpbd@x.example"}
    delivery = harness.execute(SendDelivery(job=job, instance=sender, documents=[scan], **mailed))["delivery"]
    harness.execute(RecordDelivery(delivery=UUID(delivery)))
    (sent,) = harness.ask(CaseDetail(instance=sender), regency("agendaris.setda")).correspondence.sent
    assert sent.state == "sent"
    told = RecordReturnedMail(message_id=f"<{delivery}@alur>", address="bpbd@x.example", status="5.1.1", reason="no such user")
    assert harness.execute(told) == {"ours": True}
    (sent,) = harness.ask(CaseDetail(instance=sender), regency("agendaris.setda")).correspondence.sent
    assert sent.state == "returned"


def test_a_copy_opens_a_case_to_a_position_that_is_there(harness, cases, regency):
    case = cases[0][0]
    reader = regency("kabag.1")
    with pytest.raises(NotFound):
        harness.ask(DocumentVersions(document=UUID(cases[0][1])), reader)
    for _ in range(2):
        harness.execute(GiveCopy(instance=case, position="kabag.1"))
    with pytest.raises(NotFound, match="written in versions"):  # it is seen now; nobody wrote it from a template
        harness.ask(DocumentVersions(document=UUID(cases[0][1])), reader)
    with pytest.raises(NotFound):
        harness.execute(GiveCopy(instance=case, position="tidak.ada"))


def test_who_stands_above_a_position(harness, regency):
    place = harness.ask(PositionPlace(position="staf.diskominfo.2.2", role="agendaris", until="sekda"))
    titles = {"inside": 3, "above": 1}
    assert {name: len(place[name]) for name in titles} == titles
    assert (place["office"]["unit"], place["until_role"]) == ("diskominfo", "sekda")
    assert harness.ask(PositionPlace(position="staf.diskominfo.2.2", role="tidak_ada"))["office"] is None
    with pytest.raises(NotFound):
        harness.ask(PositionPlace(position="tidak.ada", role="agendaris"))


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=24))
def test_numbers_that_many_take_at_once_have_no_gap_and_none_is_given_twice(harness, wishes):
    """Eight at a time; the same wish gets the same number, and a cancelled one is never given again."""
    series = f"x.{uuid4().hex}"

    def take(wish):
        return wish, harness.execute(ReserveNumber(series=series, scope="u/2026", reserved_for=f"{wish} u/2026"))["number"]

    with ThreadPoolExecutor(8) as hands:
        taken = list(hands.map(take, [wish for wish, _repeated in wishes for _ in range(2)]))
    numbers = dict(taken)
    assert all(numbers[wish] == number for wish, number in taken)
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert take("later")[1] == len(numbers) + 1


def test_a_cancelled_number_keeps_its_reason_and_its_place(harness, cases):
    case = cases[0][0]
    first = harness.execute(ReserveNumber(series="x.s", scope="u", reserved_for=f"{case} u"))["number"]
    with pytest.raises(InvalidState, match="reason"):
        harness.execute(CancelNumber(instance=case, series="x.s", reason="  "))
    assert harness.execute(CancelNumber(instance=case, series="x.s", reason="Tidak jadi."))["numbers"] == [first]
    assert harness.execute(CancelNumber(instance=case, series="x.s", reason="Lagi."))["numbers"] == []
    assert harness.execute(ReserveNumber(series="x.s", scope="u", reserved_for="another u"))["number"] == first + 1
    (row,) = harness._all(select(ReservedNumber).where(ReservedNumber.series == "x.s", ReservedNumber.cancelled_at.is_not(None)))
    assert row.cancelled_reason == "Tidak jadi."


@given(old=st.text(alphabet="ab \n<", max_size=60), new=st.text(alphabet="ab \n<", max_size=60))
def test_a_comparison_holds_both_texts_whole(old, new):
    parts = list(compare(old, new))
    assert "".join(part.text for part in parts if part.kind != "added") == old
    assert "".join(part.text for part in parts if part.kind != "removed") == new
    assert all(part.text for part in parts)
