"""What a process asks of another engine and nobody here does: read from the file, so that the linter can tell of it at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.elements import Loss
from engine.bpmn.kinds import FLOW_NODES
from engine.bpmn.reading.dialects import CANDIDATES, LOST, MAPPING, attribute_verdict, element_verdict, is_dialect
from engine.bpmn.reading.foreign_mappings import camunda7_attribute
from engine.bpmn.reading.names import BPMN, local_name, local_reference

_NAMED = FLOW_NODES.keys() | {"process", "sequenceFlow"}
_SCRIPTS = ("javascript", "ecmascript", "groovy", "python", "ruby", "java", "mvel")
_ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")


def read_losses(process: Any, catalogue: Mapping[str, Any]) -> Iterator[Loss]:
    """In the order of the file; of what is lost as a whole, its parts are not told too."""
    yield from _losses(process, process.get("id") or "")
    referred = {local_reference(value) for node in process.iter() for name, value in node.attrib.items() if name.endswith("Ref")}
    for identifier, node in catalogue.items():
        if identifier in referred and node.tag != process.tag:
            yield from _losses(node, process.get("id") or "")


def _losses(node: Any, around: str) -> Iterator[Loss]:
    """Of an element and of what stands inside it. The depth of a file is limited when it is read (reading/xml.py)."""
    name = local_name(node.tag)
    owner = node.get("id") or around if node.tag.startswith(BPMN) and name in _NAMED else around
    if is_dialect(node.tag):
        verdict = element_verdict(node)
        if verdict.code:
            yield _loss(verdict.code, node, node.tag, owner)
            return
    for attribute in node.attrib:
        if is_dialect(attribute) or (is_dialect(node.tag) and not attribute.startswith("{")):
            verdict = attribute_verdict(node, attribute)
            if verdict.code:
                yield _loss(verdict.code, node, attribute if attribute.startswith("{") else f"{node.tag} {attribute}", owner)
    yield from _standard(node, name, owner)
    for child in node:
        if isinstance(child.tag, str):
            yield from _losses(child, owner)


def _standard(node: Any, name: str, owner: str) -> Iterator[Loss]:
    """What BPMN itself has for it, or what a foreign element means by what it leaves out."""
    if node.tag.startswith(BPMN) and name in _ROLES and len(node):
        yield Loss(code=CANDIDATES.code, name=name, element=owner, line=node.sourceline)
    if name in ("dataInputAssociation", "dataOutputAssociation") and node.find(f"{BPMN}assignment") is not None:
        yield Loss(code=MAPPING.code, name=name, element=owner, line=node.sourceline)
    if name == "conditionExpression" and (node.get("language") or "").lower().rpartition("/")[2] in _SCRIPTS:
        yield Loss(code=LOST.code, name=f"language={node.get('language')}", element=owner, line=node.sourceline)
    if name == "businessRuleTask" and camunda7_attribute(node, "decisionRef") and not camunda7_attribute(node, "mapDecisionResult"):
        # there the result is a list of rows; here it is what the table gives
        yield Loss(code=MAPPING.code, name="mapDecisionResult=resultList", element=owner, line=node.sourceline)


def _loss(code: str, node: Any, name: str, owner: str) -> Loss:
    return Loss(code=code, name=_as_written(node, name), element=owner, line=node.sourceline)


def _as_written(node: Any, name: str) -> str:
    """With the prefix that the file uses."""
    space, _, local = name[1:].partition("}")
    prefix = next((prefix for prefix, uri in node.nsmap.items() if uri == space and prefix), "")
    return f"{prefix}:{local}" if prefix else local
