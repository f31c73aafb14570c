"""DMN XML to decisions (DMN 1.3 and later, as dmn-js writes it): decision tables. Other kinds of logic are refused."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dmn.model import Decision, Input, Output, Rule, cell
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile
from engine.model.errors import DeploymentRejected, Problem

_POLICIES = frozenset({"UNIQUE", "ANY", "FIRST", "RULE ORDER", "COLLECT"})


def read_decisions(root: Any, *, resource: str = "") -> dict[str, Decision]:
    """Every decision of a parsed DMN file by id. Raises DeploymentRejected with all problems at once."""
    namespace = etree.QName(root).namespace or ""
    if etree.QName(root).localname != "definitions" or "omg.org/spec/DMN" not in namespace:
        raise DeploymentRejected(
            [Problem(code="NO_DMN", resource=resource, message="The file is XML, but no DMN.", remedy="Save it as DMN.")]
        )
    problems: list[Problem] = []
    decisions: dict[str, Decision] = {}
    for node in root.findall(f"{{{namespace}}}decision"):
        try:
            decision = _decision(node, f"{{{namespace}}}")
            decisions[decision.id] = decision
        except (FeelSyntaxError, _Refused) as error:
            problems.append(
                Problem(
                    code="DECISION",
                    resource=resource,
                    element=node.get("id"),
                    line=node.sourceline,
                    message=str(error),
                    remedy="Correct the table.",
                )
            )
    if problems:
        raise DeploymentRejected(problems)
    return decisions


class _Refused(Exception):
    pass


def _decision(node: Any, ns: str) -> Decision:
    table = node.find(f"{ns}decisionTable")
    if table is None:
        raise _Refused("A decision without a table is not executed yet.")
    policy = table.get("hitPolicy", "UNIQUE")
    if policy not in _POLICIES:
        raise _Refused(f"The hit policy {policy} is not executed yet.")
    inputs = tuple(
        Input(label=item.get("label") or item.get("id") or "", expression=compile(_text(item.find(f"{ns}inputExpression"), ns) or "null"))
        for item in table.findall(f"{ns}input")
    )
    outputs = tuple(
        Output(name=item.get("name") or item.get("id") or "", default=_default(item.find(f"{ns}defaultOutputEntry"), ns))
        for item in table.findall(f"{ns}output")
    )
    rules = tuple(_rule(item, ns, number) for number, item in enumerate(table.findall(f"{ns}rule"), 1))
    for rule in rules:
        if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
            raise _Refused(f"Rule '{rule.id}' has not one cell for each column.")
    return Decision(
        id=node.get("id"),
        name=node.get("name") or node.get("id"),
        hit_policy=policy,
        aggregation=table.get("aggregation"),
        inputs=inputs,
        outputs=outputs,
        rules=rules,
    )


def _rule(node: Any, ns: str, number: int) -> Rule:
    return Rule(
        id=node.get("id") or f"rule-{number}",
        tests=tuple(cell(_text(entry, ns)) for entry in node.findall(f"{ns}inputEntry")),
        outputs=tuple(compile(_text(entry, ns) or "null") for entry in node.findall(f"{ns}outputEntry")),
        note=_text(node.find(f"{ns}description"), ns) or "",
    )


def _default(node: Any, ns: str) -> Any:
    return None if node is None else compile(_text(node, ns) or "null")


def _text(node: Any, ns: str) -> str:
    if node is None:
        return ""
    text = node.find(f"{ns}text")
    return ((text.text if text is not None else node.text) or "").strip()
