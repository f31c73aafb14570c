"""Makes the golden state of a version of the codec: `python -m tests.golden.make`. Run it once for a new one, never for an old one."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.bpmn.codec import VERSION
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.open_waits import apply_to_waits
from engine.bpmn.reading.diagram import read_diagram
from engine.model.stimuli import JobCompleted, Started, UserTaskCompleted

HERE = Path(__file__).parent
BEGAN = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


def definition(version: int) -> Definition:
    return Definition(read_diagram((HERE / f"state_v{version}" / "process.bpmn").read_bytes()).processes[0])


def main() -> None:
    """What version 3 added: tokens that stand in a listener of each phase, and one that is parked there."""
    made, state, count, open_ = definition(VERSION), None, 0, {}

    def send(make):
        nonlocal state, count
        count += 1
        transition = advance(made, state, make(str(UUID(int=count))), BEGAN, zone=ZONE)
        state = transition.state
        for effect in transition.effects:
            apply_to_waits(open_, effect)

    def done(element, kind, **variables):
        token = next(token for token, effect in open_.items() if effect.element == element)
        send(lambda i: kind(id=i, token=token, variables=variables))

    send(lambda i: Started(id=i, variables={"n": 3, "kind": 1}))
    done("begins", JobCompleted, given="x")
    done("answered", UserTaskCompleted, answer="yes")
    done("each", UserTaskCompleted, answer=10)
    done("parked", JobCompleted)
    assert state is not None
    (HERE / f"state_v{VERSION}" / "state.json").write_bytes(state)


if __name__ == "__main__":
    main()
