"""A case with a large repetition, whose state is stored in parts, is shown and handed over like any other."""

from casework.cases.queries.case_tree import CaseTree
from engine.bpmn.codec import is_head_of_groups
from engine.queries.instances.operated_case import OperatedCase
from engine.testing.drawing import event, process, task

ASSIGNED = '<zeebe:assignmentDefinition candidateGroups="agendaris@setda"/>'
SAID = '<extensionElements><zeebe:properties><zeebe:property name="status" value="ASKED"/></zeebe:properties>{}</extensionElements>'
EACH = (
    "<multiInstanceLoopCharacteristics><extensionElements>"
    '<zeebe:loopCharacteristics inputCollection="=for i in 1..70 return i" inputElement="unit"/>'
    "</extensionElements></multiInstanceLoopCharacteristics>"
)


def test_the_tree_and_the_operators_page_of_a_large_case(harness, drawn):
    drawn(process(event("start", "s"), task("t", SAID.format(ASSIGNED) + EACH), event("end", "e"), "s > t > e"))
    case = harness.start("p", harness.person)
    assert is_head_of_groups(harness.instance(case).state)
    assert harness.ask(CaseTree(instance=case), harness.person).status == "ASKED"
    assert harness.ask(OperatedCase(instance=case)).status == "ACTIVE"
