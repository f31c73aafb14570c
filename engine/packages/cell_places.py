"""Says where in a table an expression stands that cannot be read: the decision, the row and the column, as its author sees them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dmn.compilation import ModelProblem


def place_of_expression(root: Any, problem: ModelProblem) -> dict[str, str]:
    """Returns `text` (what cannot be read), `decision`, and of a cell also `rule` (from 1) and `column`."""
    text = problem.message[1:].partition("': line ")[0]
    near = next((node for node in root.iter(etree.Element) if problem.element and node.get("id") == problem.element), root)
    # a cell without an id of its own is found by what it says
    node = next((item for item in near.iter("{*}text") if " ".join((item.text or "").split()) == text), near)
    above = {etree.QName(item).localname: item for item in reversed([node, *node.iterancestors(etree.Element)])}
    named = above.get("decision", above.get("businessKnowledgeModel"))
    values = {"text": text, "decision": "" if named is None else named.get("name") or named.get("id") or "", "rule": "", "column": ""}
    rule, table = above.get("rule"), above.get("decisionTable")
    entry = above.get("inputEntry", above.get("outputEntry"))
    if rule is not None and table is not None and entry is not None:
        kind = etree.QName(entry).localname
        number = [item for item in rule if item.tag == entry.tag].index(entry)
        columns = [item for item in table if etree.QName(item).localname == kind.removesuffix("Entry")]
        values["rule"] = str([item for item in table if item.tag == rule.tag].index(rule) + 1)
        values["column"] = _label(columns[number]) if number < len(columns) else str(number + 1)
    return values


def _label(column: Any) -> str:
    asked = column.find("{*}inputExpression/{*}text")
    return str(column.get("label") or column.get("name") or (asked.text if asked is not None else "") or column.get("id") or "")
