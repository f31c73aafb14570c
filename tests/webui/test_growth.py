"""What a person waits for does not grow with the cases that have ended: counted in pages of the database, which no load changes."""

import re
from functools import partial

import psycopg
import pytest

from demo.many_cases import add_cases
from demo.organisation import identifier
from engine.commands.instances.mark_ended_access import MarkEndedAccess
from engine.jobs.housekeeping import run_housekeeping
from engine.testing.buffer_counts import count_buffers
from tests.support.letters import ANSWERS, pdf

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


def tidy(web, owner):
    """What the clock and the server do in time. The index is made anew, for all these cases came and ended at once, which no office does."""
    run_housekeeping(web.harness.engine)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("vacuum analyze")
        connection.execute("reindex index ix_case_access_working")


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

    def touched(asked):
        found = {}
        for name, (reader, address) in asked.items():
            assert reader.get(address).status_code == 200, name
            found[name] = sum(one.buffers for one in count_buffers(web.harness.database, partial(reader.get, address)))
        return found

    def grown(before, after):
        return {name: (before[name], after[name]) for name in before if after[name] > before[name] * DEEPER + 20}

    tidy(web, owner)
    before = touched(pages)
    add_cases(owner, ended=MANY, first=10_000, a_day=100)
    tidy(web, owner)
    assert grown(before, touched(pages)) == {}
    # the menu counts the reader's own tasks, up to a hundred: the leader has as many first
    add_cases(owner, running=2_100, first=100_000, a_day=100)
    tidy(web, owner)
    before = touched(of_a_case)
    add_cases(owner, running=FEW, first=200_000, a_day=100)
    tidy(web, owner)
    assert grown(before, touched(of_a_case)) == {}


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
                "where a.level = 'work' group by 1, 2"
            )
            return {(over, marked): count for over, marked, count in rows}

    add_cases(owner, ended=40, running=10)
    before = grants()
    assert set(before) == {(True, False), (False, False)}
    assert web.harness.execute(MarkEndedAccess()) == {"marked": before[True, False]}
    assert grants() == {(True, True): before[True, False], (False, False): before[False, False]}
    assert web.harness.execute(MarkEndedAccess()) == {"marked": 0}
