"""Processes with listeners that several tests play: how one is drawn, and which of its jobs are waited for."""

from engine.model.effects import CreateJob
from engine.testing.drawing import diagram, element, event, listeners
from engine.testing.play import Play

S, E = event("start", "s"), event("end", "e")
WAY = "s > t > e"
INPUT = '<extensionElements><zeebe:ioMapping><zeebe:input source="={}" target="{}"/></zeebe:ioMapping></extensionElements>'
OUTPUT = '<extensionElements><zeebe:ioMapping><zeebe:output source="={}" target="{}"/></zeebe:ioMapping></extensionElements>'
EACH = (
    '<multiInstanceLoopCharacteristics isSequential="{}"><extensionElements><zeebe:loopCharacteristics inputCollection="=[1,2]" '
    'inputElement="item" outputCollection="all" outputElement="=answer"/></extensionElements></multiInstanceLoopCharacteristics>'
)


def gateway(kind, name, *of, **attributes):
    return element(f"{kind}Gateway", name, listeners(*of) if of else "", **attributes)


def play(*parts, **variables):
    return Play(diagram(*parts), **variables)


def listened_process(*parts, of):
    """The XML of a diagram whose process has listeners."""
    return diagram(*parts).replace('isExecutable="true">', f'isExecutable="true">{listeners(*of)}', 1)


def with_process_listeners(*parts, of, **variables):
    return Play(listened_process(*parts, of=of), **variables)


def jobs(case):
    """The types of the jobs that are waited for."""
    return [effect.type for effect in case.open.values() if isinstance(effect, CreateJob)]


def last_job(case):
    return case.emitted(CreateJob)[-1]
