"""Processes that several tests draw: a gateway that computes, a version and its successor."""

from engine.testing.drawing import element, event, process, script, task

GROUP = '<extensionElements><zeebe:assignmentDefinition candidateGroups="agendaris@setda"/></extensionElements>'
S, E = event("start", "s"), event("end", "e")
X = element("exclusiveGateway", "x", default="x_small")
GATE = process(
    S,
    script("grow", "jumlah * 2", "besar"),
    X,
    task("small", GROUP),
    task("large", GROUP),
    event("end", "e"),
    event("end", "f"),
    "s > grow > x, x > small: default, x > large: besar &gt; 10, small > e, large > f",
).replace("<conditionExpression>=default</conditionExpression>", "")
OLD = process(S, task("a", GROUP), task("h", GROUP), E, "s > a > h > e")
NEW = process(S, task("z", GROUP).replace('name="z"', 'name="a"'), E, "s > z > e")
MANIFEST = b'[package]\nkey = "contoh"\nname = "Contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
#: the same package, which does not tell its name
UNNAMED = b'[package]\nkey = "contoh"\n[[case]]\nprocess = "p"\nstart_roles = ["agendaris"]\n'
