"""What a process asks of another engine and nobody here does: read from the file, so that the linter can tell of it at its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.elements import Loss
from engine.bpmn.kinds import FLOW_NODES
from engine.bpmn.reading.dialects import CANDIDATES, LOST, MAPPING, OVERRULED, attribute_verdict, element_verdict, is_dialect
from engine.bpmn.reading.foreign_mappings import camunda7_attribute
from engine.bpmn.reading.juel import is_juel
from engine.bpmn.reading.names import BPMN, MODELERS, local_name, local_reference, text_of
from engine.bpmn.reading.overruled import is_loop_part_overruled, is_overruled
from engine.bpmn.reading.references import References

_NAMED = FLOW_NODES.keys() | {"process", "sequenceFlow"}
#: parts of BPMN that decide something, which nobody does here
_UNDONE = ("correlationSubscription", "correlationKey", "ioBinding", "supportedInterfaceRef", "rendering", "transformation")
_FORMAL = ("conditionExpression", "condition", "completionCondition", "activationCondition", "loopCondition", "loopCardinality")
_XPATH = "http://www.w3.org/1999/XPath"
_ROLES = ("potentialOwner", "humanPerformer", "performer", "resourceRole")


def read_losses(process: Any, catalogue: Mapping[str, Any], references: References) -> Iterator[Loss]:
    """In the order of the file; of what is lost as a whole, its parts are not told too."""
    named = references.nodes
    yield from _losses(process, process.get("id") or "", named)
    for key in references.correlated.get(process.get("id"), ()):
        yield Loss(code="BPMN_LOST", name="correlationKey", element=process.get("id") or "", line=key.sourceline)
    yield from _notes(process)
    referred = {local_reference(value) for node in process.iter() for name, value in node.attrib.items() if name.endswith("Ref")}
    declared = [catalogue[identifier] for identifier in referred if identifier and identifier in catalogue]
    for node in sorted(declared, key=lambda node: node.sourceline):
        if node.tag != process.tag:
            yield from _losses(node, process.get("id") or "", named)


def _losses(node: Any, around: str, named: Mapping[str, Any]) -> Iterator[Loss]:
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
    yield from _standard(node, name, owner, named)
    for child in node:
        if isinstance(child.tag, str):
            yield from _losses(child, owner, named)


def _standard(node: Any, name: str, owner: str, named: Mapping[str, Any]) -> Iterator[Loss]:
    """What BPMN itself has for it, or what a foreign element means by what it leaves out."""
    if node.tag.startswith(BPMN) and name in _ROLES and len(node):
        yield Loss(code=CANDIDATES.code, name=name, element=owner, line=node.sourceline)
    associates = name in ("dataInputAssociation", "dataOutputAssociation")
    if associates and (node.find(f"{BPMN}assignment") is not None or _renames(node, named)):
        yield Loss(code=MAPPING.code, name=name, element=owner, line=node.sourceline)
    if name in _UNDONE and node.tag.startswith(BPMN):
        yield Loss(code="BPMN_LOST", name=name, element=owner, line=node.sourceline)
    if name in _FORMAL and node.tag.startswith(BPMN) and (language := _other_language(node)):
        yield Loss(code=LOST.code, name=f"language={language}", element=owner, line=node.sourceline)
    if node.tag == f"{BPMN}callActivity" and is_overruled(node, "calledElement"):
        yield Loss(code=OVERRULED.code, name="calledElement", element=owner, line=node.sourceline)
    if node.tag.startswith(BPMN) and is_loop_part_overruled(node):
        yield Loss(code=OVERRULED.code, name=name, element=owner, line=node.sourceline)
    if name == "businessRuleTask" and camunda7_attribute(node, "decisionRef") and not camunda7_attribute(node, "mapDecisionResult"):
        # there the result is a list of rows; here it is what the table gives
        yield Loss(code=MAPPING.code, name="mapDecisionResult=resultList", element=owner, line=node.sourceline)


def _other_language(node: Any) -> str | None:
    """The language of an expression that is neither FEEL nor marked as an expression that we read."""
    text = text_of(node) or ""
    language = node.get("language") or node.getroottree().getroot().get("expressionLanguage") or ""
    # exporters write XPath, BPMN's own default, whatever language they mean
    known = not language or any(word in language.lower() for word in ("feel", "juel", "default")) or language == _XPATH
    if known or text.startswith("=") or is_juel(text) or text in ("", "true", "false") or text.isdecimal():
        return None
    return str(language)


def _renames(association: Any, named: Mapping[str, Any]) -> bool:
    """Whether a data association writes what has one name into an input or output of another; an arrow to a step is drawn for readers."""
    source, target = (named.get(local_reference(association.findtext(f"{BPMN}{end}")) or "") for end in ("sourceRef", "targetRef"))
    if source is None or target is None:
        return False
    inner = target if local_name(association.tag) == "dataInputAssociation" else source
    if local_name(inner.tag) not in ("dataInput", "dataOutput") or not inner.get("name"):
        return False
    return len({node.get("name") or node.get("id") for node in (source, target)}) == 2


def _notes(process: Any) -> Iterator[Loss]:
    """Of each product of which nothing is known, its first note: whether it asks for something, nobody here can tell."""
    seen: set[str] = set()
    for node in process.iter(f"{BPMN}*"):
        inside = node if node.tag == f"{BPMN}extensionElements" else ()
        for name in (*node.attrib, *(child.tag for child in inside if isinstance(child.tag, str))):
            space = name.partition("}")[0] + "}"
            if not name.startswith("{") or space in seen or name.startswith((BPMN, *MODELERS)) or is_dialect(name):
                continue
            seen.add(space)
            owner = next((item for item in (node, *node.iterancestors()) if item.get("id")), process)
            yield Loss(code="FOREIGN_NOTES", name=_as_written(node, name), element=owner.get("id") or "", line=node.sourceline)


def _loss(code: str, node: Any, name: str, owner: str) -> Loss:
    return Loss(code=code, name=_as_written(node, name), element=owner, line=node.sourceline)


def _as_written(node: Any, name: str) -> str:
    """With the prefix that the file uses."""
    space, _, local = name[1:].partition("}")
    prefix = next((prefix for prefix, uri in node.nsmap.items() if uri == space and prefix), "")
    return f"{prefix}:{local}" if prefix else local
