"""What follows from a version alone is read and compiled once a process: the next case of it parses nothing."""

import pytest

from engine.commands.deployment.deploy import Deploy
from engine.core import definitions
from engine.feel import expression
from engine.packages import readings
from engine.testing.drawing import HEAD, element, event, process, task
from forms import schema

DECISION = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">
  <decision id="kind" name="kind"><variable id="v" name="kind" typeRef="string"/>
    <decisionTable id="t" hitPolicy="FIRST"><input id="i"><inputExpression id="ie"><text>jumlah</text></inputExpression></input>
      <output id="o" name="kind"/>
      <rule id="r"><inputEntry id="a"><text>&gt; 5</text></inputEntry><outputEntry id="b"><text>"large"</text></outputEntry></rule>
      <rule id="q"><inputEntry id="c"><text>-</text></inputEntry><outputEntry id="e"><text>"small"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>"""
FORM = (
    '{{"id": "{0}", "components": [{{"type": "number", "key": "jumlah", "label": "Jumlah", "decimalDigits": 0, '
    '"conditional": {{"hide": "=jumlah_lama > 3"}}}}]}}'
)
ASSIGNED = (
    '<extensionElements><zeebe:assignmentDefinition candidateGroups="=&quot;agendaris@&quot; + &quot;setda&quot;"/>'
    '<zeebe:formDefinition formId="g"/><zeebe:taskSchedule dueDate="=now() + duration(&quot;P2D&quot;)"/>'
    '<zeebe:ioMapping><zeebe:input source="=jumlah + 1" target="lebih"/></zeebe:ioMapping></extensionElements>'
)
CALL = '<extensionElements><zeebe:calledDecision decisionId="kind" resultVariable="jenis"/></extensionElements>'
START = event("start", "s").replace("><", '><extensionElements><zeebe:formDefinition formId="f"/></extensionElements><', 1)
FLOWS = 's > b > g, g > t: jenis = "large", g > u: jenis = "small", t > e, u > e'
DRAWN = process(
    START,
    element("businessRuleTask", "b", CALL),
    element("exclusiveGateway", "g"),
    task("t", ASSIGNED),
    task("u"),
    event("end", "e"),
    FLOWS,
)
MANIFEST = (
    '[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\ntitle = "=\\"Nomor \\" + string(jumlah)"\n'
    'readers = "=[\\"agendaris@setda\\"]"\nfacts = ["jenis"]\n'
)


@pytest.fixture
def counted(monkeypatch):
    """The name of each reading or compiling that was done."""
    done = []

    def count(holder, name):
        real = getattr(holder, name)
        monkeypatch.setattr(holder, name, lambda *args, **options: done.append(name) or real(*args, **options))

    count(expression, "compile_node")
    count(expression, "parse")
    count(schema, "read_form")
    count(definitions, "read_manifest")
    count(definitions, "decisions_of")
    count(definitions, "_load")
    count(readings, "read_diagram")
    return done


def test_the_second_case_of_a_version_compiles_nothing(harness, drawn, counted):
    resources = {
        "p.bpmn": f"{HEAD}{DRAWN}</definitions>".encode(),
        "d.dmn": DECISION,
        "f.form": FORM.format("f").encode(),
        "g.form": FORM.format("g").encode(),
        "process.toml": MANIFEST.encode(),
    }
    harness.execute(Deploy(package="contoh", resources=resources))

    def one(number):
        case = harness.start("p", harness.person, jumlah=number)
        (task,) = [item for item in harness.tasks() if item.instance_id == case]
        harness.complete(task.id, harness.person, jumlah=number)
        return harness.instance(case)

    first = one(9)
    assert first.status == "COMPLETED"
    assert first.title == "Nomor 9"
    assert {"compile_node", "read_form"} <= set(counted)
    counted.clear()
    assert one(8).status == "COMPLETED"
    assert counted == []
