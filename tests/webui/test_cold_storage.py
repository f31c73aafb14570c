"""Cold storage: what is bulky of ended cases moves into one row each, and nobody who looks at a case can tell."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from casework.privacy.commands.erase_case import EraseCase
from casework.privacy.queries.handover_contents import HandoverContents
from engine.commands.instances.cancel_process_instance import CancelProcessInstance
from engine.commands.instances.move_cold_cases import MoveColdCases
from engine.commands.instances.restore_cold_case import RestoreColdCase
from engine.jobs.housekeeping import ColdStorage, move_cold_cases, run_housekeeping
from engine.model.errors import InvalidState
from engine.persistence.tables.cold import ColdCase
from engine.queries.audit.audit_verification import VerifyAudit
from tests.support.permit_office import OFFICER, Office
from tests.support.permit_office import PACKAGES as OFFICE
from tests.support.templates import deployed
from webui.cli.main import main

#: rows that move, with what orders them
MOVED = {"history_event": "id", "job": "id", "audit_payload": "id", "instance_state_part": "instance_id, body, number"}
DAY = timedelta(days=1)


@pytest.fixture
@deployed(*OFFICE)
def office(web, regency):
    return Office(web.harness, regency)


@pytest.fixture
def ended(office):
    """Two applications, of which one was stopped with all that it had called; gives its receipt and its root."""
    receipt = office.send()
    root = next(row.id for row in office.harness.instances() if row.parent_id is None)
    office.give_back(("luas", "MISMATCH", "Beda dengan gambar"))
    office.harness.execute(CancelProcessInstance(instance=root, reason="uji"))
    office.harness.run_jobs()
    office.send(nama="Sari")
    return SimpleNamespace(receipt=receipt, root=root, count=sum(row.root_id == root for row in office.harness.instances()))


def dump(database, *, of=None):
    """All rows that may move, and the states, as texts."""
    found = {}
    with database.connect() as connection:
        for table, order in MOVED.items():
            one = f"where instance_id in (select id from process_instance where root_id = '{of}')" if of else ""
            found[table] = connection.execute(text(f"select t::text from {table} t {one} order by {order}")).scalars().all()
        states = "select id, state from process_instance order by id"
        found["state"] = [(row.id, bytes(row.state)) for row in connection.execute(text(states))]
    return found


def seen(browser, address):
    """A page without what is made anew for each."""
    page = browser.get(address)
    assert page.status_code == 200, address
    return re.sub(r'(name="csrf_token" value|nonce|content)="[^"]*"', "", page.get_data(as_text=True))


def test_every_page_of_a_cold_case_is_as_before_and_it_comes_back_byte_for_byte(web, browse, office, ended):
    harness = office.harness
    harness.clock.moment += 40 * DAY
    officer, operator, citizen = browse(OFFICER), browse("operator"), browse()
    pages = [(officer, f"/kasus/{ended.root}"), (officer, f"/kasus/{ended.root}/pohon"), (operator, f"/kokpit/kasus/{ended.root}")]
    pages += [(officer, "/cari?kata=dewi"), (citizen, f"/tanda-terima/{ended.receipt}/lacak")]

    def looked():
        lines = [line for reader, address in pages for line in seen(reader, address).splitlines()]
        return [line for line in lines if line.strip()] + [str(harness.ask(HandoverContents(case=ended.root)))]

    before, shown = dump(harness.database), looked()
    assert set(looked()) ^ set(shown) == set(), "two looks show the same"
    assert move_cold_cases(harness.engine, ColdStorage(0)) == 0
    assert move_cold_cases(harness.engine, ColdStorage(41)) == 0
    run_housekeeping(harness.engine)
    assert harness.ask(VerifyAudit()) == []
    assert dump(harness.database, of=ended.root)["history_event"] != [], "without the setting nothing moves"
    assert move_cold_cases(harness.engine, ColdStorage(39)) == ended.count
    assert move_cold_cases(harness.engine, ColdStorage(39)) == 0, "the other case goes on"
    gone = dump(harness.database, of=ended.root)
    assert {table: gone[table] for table in MOVED} == {table: [] for table in MOVED}
    assert set(looked()) ^ set(shown) == set()
    assert looked() == shown
    assert "Kasus lama dipindahkan ke penyimpanan dingin" in operator.get("/kokpit/jejak").text
    assert harness.ask(VerifyAudit()) == []
    assert harness.ask(VerifyAudit(instance=ended.root)) == []
    for instance in [row.id for row in harness.instances() if row.root_id == ended.root]:
        with Session(harness.database) as session:
            session.execute(text("select alur_restore_cold(:case, now())"), {"case": instance})
            session.commit()
    after = dump(harness.database)
    after["audit_payload"] = [row for row in after["audit_payload"] if row in before["audit_payload"]]
    assert after == before
    with Session(harness.database) as session:
        assert session.query(ColdCase).count() == 0


def test_a_command_on_a_cold_case_finds_all_of_it_and_it_stays_for_a_month(office, ended):
    harness = office.harness
    harness.clock.moment += 800 * DAY
    assert move_cold_cases(harness.engine, ColdStorage(730)) == ended.count
    tree = [row.id for row in harness.instances() if row.root_id == ended.root]
    with harness.database.connect() as connection:
        valued = "select count(*) from every_event where instance_id = any(:tree) and data ?| array['value', 'output', 'evaluated']"
        values = connection.execute(text(valued), {"tree": tree}).scalar_one()
    assert values > 0
    assert sum(harness.execute(EraseCase(instance=instance, basis="permintaan"))["history"] for instance in tree) == values
    assert harness.instance(ended.root).state != b""
    assert harness.ask(VerifyAudit()) == []
    assert move_cold_cases(harness.engine, ColdStorage(730)) == 0
    running = next(row.id for row in harness.instances() if row.ended_at is None)
    with pytest.raises(InvalidState):
        harness.execute(RestoreColdCase(instance=running, days=10))
    harness.clock.moment += 31 * DAY
    assert move_cold_cases(harness.engine, ColdStorage(730)) == ended.count
    assert harness.ask(VerifyAudit()) == []
    with harness.database.connect() as connection:
        kept = connection.execute(text("select string_agg(t::text, '') || string_agg(convert_from(state, 'UTF8'), '') from cold_case t"))
        assert "Dewi" not in kept.scalar_one()


def test_what_is_altered_in_cold_storage_is_found(office, ended, owner_url):
    harness = office.harness
    harness.clock.moment += 800 * DAY
    move_cold_cases(harness.engine, ColdStorage(730))
    with harness.database.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("update cold_case set payloads = null"))
    with harness.database.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("insert into cold_case (instance_id, moved_at, state) select id, now(), '' from process_instance"))
    from engine.persistence.database import connect

    owner = connect(owner_url)
    with owner.begin() as connection:
        changed = "update cold_case set payloads = replace(payloads, 'uji', 'iju') where instance_id = :case"
        connection.execute(text(changed), {"case": ended.root})
    (found,) = harness.ask(VerifyAudit(instance=ended.root))
    assert found.instance == ended.root
    with owner.begin() as connection:
        connection.execute(text("update cold_case set payloads = null where instance_id = :case"), {"case": ended.root})
    owner.dispose()
    assert {item.instance for item in harness.ask(VerifyAudit())} == {ended.root}


def test_open_work_keeps_a_case_warm_and_a_batch_is_all_or_nothing(office, ended, monkeypatch):
    harness = office.harness
    harness.clock.moment += 800 * DAY
    before = dump(harness.database)
    monkeypatch.setattr("engine.core.context.CommandContext.audit_platform", lambda _context: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        harness.execute(MoveColdCases(days=730))
    assert dump(harness.database) == before, "what failed after the rows were moved has moved none"
    monkeypatch.undo()
    with harness.database.connect() as connection, connection.begin():
        connection.execute(text("select 1 from process_instance where id = :case for update"), {"case": ended.root})
        assert move_cold_cases(harness.engine, ColdStorage(730)) == ended.count - 1, "what another transaction holds is left alone"
    assert move_cold_cases(harness.engine, ColdStorage(730)) == 1


def test_functions_and_views_name_each_column_of_the_tables(database):
    """A new column of these tables must go to cold storage and come back: a migration makes the functions and views anew."""
    with database.connect() as connection:
        for table in MOVED:
            columns = "select column_name from information_schema.columns where table_schema = 'public' and table_name = :name"
            names = set(connection.execute(text(columns), {"name": table}).scalars())
            bodies = connection.execute(
                text("select prosrc from pg_proc where proname in ('alur_move_to_cold', 'alur_restore_cold') order by proname")
            ).scalars()
            moving, restoring = bodies
            told = re.search(rf"{table}_told as \(.*?json_build_object\((.*?)\) order by", moving)[1]
            assert {*re.findall(r"'(\w+)'", told), "instance_id"} == names
            written = re.search(rf"insert into {table} \((.*?)\)", restoring)[1]
            assert set(written.split(", ")) == names


def test_an_operator_moves_and_brings_back_by_number(office, ended, monkeypatch, capsys):
    harness = office.harness
    harness.clock.moment += 800 * DAY
    monkeypatch.setattr("webui.bootstrap.build_platform", lambda _settings: harness.engine)
    monkeypatch.setattr("webui.settings.read_settings", lambda: SimpleNamespace(cold_after_days=0))

    def alur(*arguments):
        try:
            main([str(argument) for argument in (*arguments, "--lang", "en")])
        except SystemExit as ended:
            return f"refused: {ended.code}"
        return capsys.readouterr().out

    number = harness.instance(ended.root).business_key
    assert alur("cold", "move").startswith("refused: alur: ALUR_COLD_AFTER_DAYS is 0")
    assert alur("cold", "restore", number) == "refused: alur: This case is not in cold storage."
    assert alur("cold", "move", "--days", "730") == f"{ended.count} cases were moved to cold storage.\n"
    assert alur("cold", "restore", number, "--days", "10") == "The case is back from cold storage, and stays for 10 days.\n"
    assert alur("cold", "move", "--days", "730") == "0 cases were moved to cold storage.\n"
    harness.clock.moment += 11 * DAY
    assert alur("cold", "move", "--days", "730") == f"{ended.count} cases were moved to cold storage.\n"
    assert harness.ask(VerifyAudit()) == []
