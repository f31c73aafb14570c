"""Makes the golden state of a release: `python -m tests.golden.make`. Run it once for a new version of the codec, never for an old one."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.bpmn.codec import VERSION
from engine.bpmn.definition import Definition
from engine.bpmn.interpreter import advance
from engine.bpmn.reading.diagram import read_diagram
from engine.model.stimuli import Started, UserTaskCompleted

HERE = Path(__file__).parent
BEGAN = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Jakarta")


def definition(version: int) -> Definition:
    return Definition(read_diagram((HERE / f"state_v{version}" / "process.bpmn").read_bytes()).processes[0])


def main() -> None:
    made = definition(VERSION)
    variables = {"jumlah": 1500000, "orang": ["Ani", "Budi"], "nomor": "7", "teks": "tiga"}
    first = advance(made, None, Started(id="11111111-1111-4111-8111-111111111111", variables=variables), BEGAN, zone=ZONE)
    one = next(
        effect for effect in first.effects if getattr(effect, "element", "") == "banyak" and type(effect).__name__ == "CreateUserTask"
    )
    stimulus = UserTaskCompleted(id="22222222-2222-4222-8222-222222222222", token=one.token, variables={"kata": "baik"})
    second = advance(made, first.state, stimulus, BEGAN, zone=ZONE)
    (HERE / f"state_v{VERSION}" / "state.json").write_bytes(second.state)


if __name__ == "__main__":
    main()
