"""What a person waits for does not grow with the cases that have ended: counted in pages of the database, which no load changes."""

import re
from functools import partial

import psycopg
import pytest

from casework.documents.commands.store_document import StoreDocument
from demo.many_cases import add_cases
from demo.organisation import identifier
from engine.commands.instances.mark_ended_access import MarkEndedAccess
from engine.commands.instances.move_cold_cases import MoveColdCases
from engine.jobs.housekeeping import run_housekeeping
from engine.jobs.rounds import Rounds
from engine.jobs.sweep import sweep
from engine.jobs.watch import watch
from engine.testing.buffer_counts import count_buffers, count_table_pages
from tests.support.letters import ANSWERS, PDF, pdf
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.permit_office import Office
from tests.support.templates import deployed

#: enough to fill each page that shows the newest of something; and five times as many
FEW, MANY = 1_500, 6_000
#: an index of five times as many entries is a level deeper at most, and a page of it is looked at for each look-up
DEEPER = 1.35


@pytest.fixture
def owner(database_url):
    return database_url.replace("+psycopg", "").replace("alur_app@", "postgres@")


@pytest.fixture
def letters(web, browse):
    """Two letters, of which many copies are made: one lies with the head of the regency, one with the head of an agency."""
    for number, (unit, receiver) in enumerate((("setda", "bupati"), ("dishub", "kepala.dishub"))):
        registrar = browse(f"agendaris.{unit}")
        registrar.get("/mulai/surat_masuk")
        answers = {**ANSWERS, "nomor_surat": f"B/{number}/2026", "tujuan": str(identifier("position", receiver))}
        assert registrar.post("/mulai/surat_masuk", berkas=pdf(), **answers).status_code == 302
    web.harness.run_jobs()


@pytest.fixture
@deployed(*OFFICE)
def receipt(web, regency, owner):
    """The receipt of an application for a permit; gives it and what adds applications, as many as there are ended cases."""
    sent = Office(web.harness, regency).send()

    def add_applications():
        with psycopg.connect(owner) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(
                "insert into application select r.* from application a cross join process_instance i cross join lateral jsonb_populate_record("
                "a, jsonb_build_object('instance_id', i.id, 'number', i.id::text, 'receipt_hash', md5(i.id::text))) r "
                "where a.instance_id = (select instance_id from application order by submitted_at, receipt_hash limit 1) "
                "and i.ended_at is not null and i.parent_id is null and not exists (select from application x where x.instance_id = i.id)"
            )
            connection.execute(
                "insert into milestone select gen_random_uuid(), a.instance_id, m.stage, m.reached_at from application a "
                "cross join (select distinct stage, reached_at from milestone) m "
                "where not exists (select from milestone x where x.instance_id = a.instance_id)"
            )

    return sent, add_applications


def tidy(web, owner):
    """What the clock and the server do in time. The index is made anew, for all these cases came and ended at once, which no office does."""
    run_housekeeping(web.harness.engine)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("reindex index ix_case_access_going_on")


def touched(web, pages):
    """The pages of the database that each page touches."""
    found = {}
    for name, (reader, address) in pages.items():
        assert reader.get(address).status_code == 200, name
        found[name] = sum(one.buffers for one in count_buffers(web.harness.database, partial(reader.get, address)))
    return found


def grown(before, after):
    return {name: (before.get(name, 0), after[name]) for name in after if after[name] > before.get(name, 0) * DEEPER + 20}


def _case_of(reader, task):
    return re.search(r'href="(/kasus/[0-9a-f-]{36})', reader.get(task).get_data(as_text=True))[1]


@pytest.mark.timeout(300)
def test_pages_read_no_more_of_the_database_when_more_cases_have_ended(web, browse, owner, letters):
    add_cases(owner, ended=FEW, running=60, a_day=100)
    readers = {code: browse(code) for code in ("bupati", "agendaris.setda", "kepala.dishub", "agendaris.dishub")}
    regent, registrar, head, clerk = readers.values()
    task = re.search(r'href="(/tugas/[0-9a-f-]{36})"', regent.get("/tugas").get_data(as_text=True))[1]
    case = re.search(r'href="(/kasus/[0-9a-f-]{36})"', registrar.get("/cari").get_data(as_text=True))[1]
    pages = {
        "inbox": (regent, "/tugas"),
        "inbox of a head": (head, "/tugas"),
        "waiting for others": (regent, "/tugas?tab=menunggu"),
        "waiting of who works on most": (clerk, "/tugas?tab=menunggu"),
        "filtered": (regent, "/tugas?cari=banjir&tenggat=terlambat"),
        "done": (clerk, "/tugas?tab=selesai"),
        "task": (regent, task),
        "case": (registrar, case),
        "tree": (registrar, f"{case}/pohon"),
        "a frequent word": (clerk, "/cari?kata=banjir"),
        "a rare word": (registrar, "/cari?kata=rapat"),
        "a number": (registrar, "/cari?kata=0000017/2026"),
        "nothing": (registrar, "/cari?kata=zebra+kuning"),
        "the newest": (clerk, "/cari"),
        "statistics": (regent, "/statistik"),
        "first page of who leads": (regent, "/pimpinan"),
    }
    # those that are about one case alone
    of_a_case = {name: pages[name] for name in ("task", "case", "tree")} | {"tree of a task": (regent, f"{_case_of(regent, task)}/pohon")}

    tidy(web, owner)
    before = touched(web, pages)
    add_cases(owner, ended=MANY, first=10_000, a_day=100)
    tidy(web, owner)
    assert grown(before, touched(web, pages)) == {}
    # the menu counts the reader's own tasks, up to a hundred: the leader has as many first
    add_cases(owner, running=2_100, first=100_000, a_day=100)
    tidy(web, owner)
    before = touched(web, of_a_case)
    add_cases(owner, running=FEW, first=200_000, a_day=100)
    tidy(web, owner)
    assert grown(before, touched(web, of_a_case)) == {}


@pytest.mark.timeout(300)
def test_pages_of_citizens_and_operators_read_no_more_either(web, browse, owner, letters, receipt):
    sent, add_applications = receipt
    pages = {
        "tracking": (browse(), f"/tanda-terima/{sent}/lacak"),
        "receipt": (browse(), f"/tanda-terima/{sent}"),
        "what is kept too long": (browse("operator"), "/kokpit/masa-simpan"),
        "state of the platform": (browse("operator"), "/kokpit/keadaan"),
    }
    add_cases(owner, ended=FEW // 3, running=60, a_day=100)
    add_applications()
    tidy(web, owner)
    before = touched(web, pages)
    add_cases(owner, ended=MANY // 3, first=10_000, a_day=100)
    add_applications()
    tidy(web, owner)
    assert grown(before, touched(web, pages)) == {}


@pytest.mark.timeout(300)
def test_turns_jobs_and_the_clock_touch_no_more_of_any_table_when_more_cases_have_ended(web, owner, letters, regency):
    harness = web.harness
    add_cases(owner, ended=FEW // 3, running=60, a_day=100)
    registering, disposing = regency("agendaris.setda"), regency("bupati")

    def letter_comes_in(number):
        file = harness.execute(StoreDocument(file_name="surat.pdf", content=PDF), registering)["id"]
        day = {name: f"2026-11-{answer}" for name, answer in (("tanggal_surat", "19"), ("tanggal_diterima", "23"))}
        typed = {name: value for name, value in ANSWERS.items() if "-" not in name and name != "jumlah_lampiran"}
        harness.start("surat_masuk", registering, **{**typed, **day, "berkas": file, "nomor_surat": f"B/{number}/2027"})
        harness.run_jobs()

    def regent_disposes(task):
        to = [str(identifier("position", "kepala.dishub"))]
        harness.complete(task, disposing, tindakan="disposisi", kepada=to, instruksi_baru="TINDAKLANJUTI")
        harness.run_jobs()

    def worked(number):
        """The pages that turns, their jobs, and the clock's rounds touch, by table."""
        known = {task.id for task in harness.tasks("baca")}
        found = {"a letter comes in": count_table_pages(harness.database, partial(letter_comes_in, number))}
        (task,) = (task.id for task in harness.tasks("baca") if task.id not in known)
        found["the regent disposes"] = count_table_pages(harness.database, partial(regent_disposes, task))
        rounds = {"sweep": partial(sweep, harness.engine), "watch": partial(watch, harness.engine)}
        rounds |= {chore.__name__: partial(chore, harness.engine) for chore in harness.engine.platform.part(Rounds).chores}
        rounds["housekeeping"] = partial(run_housekeeping, harness.engine)
        rounds["cold storage"] = partial(harness.execute, MoveColdCases(days=10_000))
        found |= {name: count_table_pages(harness.database, work) for name, work in rounds.items()}
        return {(name, table): pages for name, tables in found.items() for table, pages in tables.items()}

    tidy(web, owner)
    before = worked(1)
    add_cases(owner, ended=MANY // 3, first=10_000, a_day=100)
    tidy(web, owner)
    after = worked(2)
    assert after["housekeeping", "process_instance"] > 0, "what the clock asks is counted"
    assert grown(before, after) == {}


def test_buffers_of_a_scan_of_all_are_counted(web, owner, letters, database):
    def scan():
        with database.connect() as connection:
            connection.exec_driver_sql("select count(title) from process_instance").scalar()

    add_cases(owner, ended=100)
    before = sum(one.buffers for one in count_buffers(database, scan))
    add_cases(owner, ended=1_000, first=1_000)
    assert sum(one.buffers for one in count_buffers(database, scan)) > before * 4


def test_grants_of_what_has_ended_are_marked_and_go_on(web, owner, letters, database):
    def grants():
        with database.connect() as connection:
            rows = connection.exec_driver_sql(
                "select i.ended_at is not null, a.ended, count(*) from case_access a join process_instance i on i.id = a.instance_id "
                "group by 1, 2"
            )
            return {(over, marked): count for over, marked, count in rows}

    add_cases(owner, ended=40, running=10)
    before = grants()
    assert set(before) == {(True, False), (False, False)}
    assert web.harness.execute(MarkEndedAccess()) == {"marked": before[True, False]}
    assert grants() == {(True, True): before[True, False], (False, False): before[False, False]}
    assert web.harness.execute(MarkEndedAccess()) == {"marked": 0}
