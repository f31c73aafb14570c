"""Makes the golden state of a version of the codec: `python -m tests.golden.make`. Run it once for a new one, never for an old one."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.open_waits import apply_to_waits
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.stored.upcasters import IN_GROUPS
from engine.model.stimuli import Started, UserTaskCompleted

HERE = Path(__file__).parent
BEGAN = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


def definition(version: int) -> Definition:
    return Definition(read_diagram((HERE / f"state_v{version}" / "process.bpmn").read_bytes()).processes[0])


def main() -> None:
    """What version 4 added: a repetition in groups, some of it answered, in which inner instances stand at different places."""
    made, state, count, open_ = definition(IN_GROUPS), None, 0, {}

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

    send(lambda i: Started(id=i, variables={"units": [f"unit {number}" for number in range(70)]}))
    done("asked", UserTaskCompleted, answer=1)
    done("asked", UserTaskCompleted, answer=2)
    done("confirmed", UserTaskCompleted)
    assert state is not None
    (HERE / f"state_v{IN_GROUPS}" / "state.json").write_bytes(state)


if __name__ == "__main__":
    main()
