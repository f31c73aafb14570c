"""Nothing is decoded twice: over a whole permit, with every observer, a command decodes a state's bytes at most once."""

from collections import Counter

import pytest

from engine.bpmn import codec
from engine.core.executor import Executor
from processes.izin_reklame.tests.permit import PACKAGES, SECTION, TAX, Permit
from tests.support.templates import deployed


@pytest.fixture
@deployed(*PACKAGES)
def permit(harness, regency):
    return Permit(harness, regency)


@pytest.fixture
def decodes(monkeypatch):
    """(command, how often it decoded the bytes that it decoded most, how many states it decoded)"""
    found, running = [], [Counter()]
    loads, run = codec.loads, Executor._run_in_transaction

    def counted(data):
        running[-1][bytes(data)] += 1
        return loads(data)

    def observed(executor, command, actor, examined):
        running.append(Counter())
        try:
            return run(executor, command, actor, examined)
        finally:
            counts = running.pop()
            found.append((type(command).__name__, max(counts.values(), default=0), len(counts)))

    monkeypatch.setattr(codec, "loads", counted)
    monkeypatch.setattr(Executor, "_run_in_transaction", observed)
    return found


def test_a_command_decodes_a_state_at_most_once(permit, decodes):
    permit.send().complete_file().visited().do(SECTION, "rekomendasi", rekomendasi="layak").do(TAX, "tetapkan", penetapan="setuju")
    permit.pay().initialled().sign()
    assert {"SubmitApplication", "CompleteUserTask", "CompleteJob", "StartCalledInstance"} <= {name for name, _most, _states in decodes}
    assert {name for name, most, _states in decodes if most > 1} == set()
    completions = [states for name, _most, states in decodes if name == "CompleteUserTask"]
    assert completions
    assert set(completions) == {1}
