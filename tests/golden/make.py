"""Makes the golden state of a version of the codec: `python -m tests.golden.make`. Run it once for a new one, never for an old one."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from engine.bpmn.codec import VERSION
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.reading.diagram import read_diagram
from engine.model.effects import CreateUserTask
from engine.model.stimuli import Started, UserTaskCompleted

HERE = Path(__file__).parent
BEGAN = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


def definition(version: int) -> Definition:
    return Definition(read_diagram((HERE / f"state_v{version}" / "process.bpmn").read_bytes()).processes[0])


def main() -> None:
    """What version 2 added: listeners, joins that wait, what can be undone and what is being undone."""
    made, state, count = definition(VERSION), None, 0

    def send(make):
        nonlocal state, count
        count += 1
        transition = advance(made, state, make(str(UUID(int=count))), BEGAN, zone=ZONE)
        state = transition.state
        for effect in transition.effects:
            if isinstance(effect, CreateUserTask):
                tasks.setdefault(effect.element, effect.token)

    tasks: dict[str, str] = {}
    send(lambda i: Started(id=i, variables={"n": 3, "key": "7"}))
    for element in ("oa", "ca", "loop", "p", "x", "y", "y_u"):
        variables = {"n": 6} if element == "p" else {}
        token = tasks.pop(element)
        send(lambda i, token=token, variables=variables: UserTaskCompleted(id=i, token=token, variables=variables))
    assert state is not None
    (HERE / f"state_v{VERSION}" / "state.json").write_bytes(state)


if __name__ == "__main__":
    main()
