"""Commands that concern no case stand in a chain of their own, which proves itself as the chains of cases do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlalchemy import select, text

from engine.core.audit.chain import PLATFORM_CHAIN
from engine.core.command import Command
from engine.model.actor import Actor
from engine.persistence.database import connect
from engine.persistence.tables.history import AuditRecord
from engine.queries.audit.audit_search import AuditSearch
from engine.queries.audit.audit_verification import VerifyAudit

OPERATOR = Actor(person=None, name="Operator", permissions=frozenset({"operate"}))


@dataclass(frozen=True, kw_only=True)
class Tell(Command):
    permission: ClassVar[str] = "operate"

    what: str

    def run(self, context):
        context.audit_platform()
        return {}


def test_commands_at_the_same_time_make_one_chain_without_forks(harness):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: harness.execute(Tell(what=str(number)), OPERATOR), range(12)))
    numbers = harness._all(select(AuditRecord.number).where(AuditRecord.instance_id == PLATFORM_CHAIN))
    assert sorted(numbers) == list(range(1, 13))
    assert harness.ask(VerifyAudit()) == []
    rows = harness.ask(AuditSearch(), OPERATOR).rows
    assert [(row.command, row.case, row.process) for row in rows] == [("Tell", None, "")] * 12


@pytest.mark.parametrize(
    "deed",
    [
        'update audit_payload set payload = \'{"what": "lain"}\' where number = 2',
        "update audit_record set command = 'Lain' where number = 2",
        "delete from audit_record where number = 2",
        "delete from audit_payload where number = 2",
    ],
)
def test_a_row_that_was_altered_or_taken_away_is_named(harness, owner_url, deed):
    for number in range(3):
        harness.execute(Tell(what=str(number)), OPERATOR)
    owner = connect(owner_url)
    with owner.begin() as connection:
        assert connection.execute(text(deed)).rowcount == 1
    owner.dispose()
    assert {item.instance for item in harness.ask(VerifyAudit())} == {PLATFORM_CHAIN}
    assert [item.number for item in harness.ask(VerifyAudit(instance=PLATFORM_CHAIN))] == [2]
