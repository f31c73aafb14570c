"""What Camunda 8 insists on in its own elements: attributes that must say something, and words that it knows (Zeebe's validators)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.bpmn.reading.names import ZEEBE, local_name
from engine.bpmn.reading.schema import Fault

#: element -> attributes of which one must say something; of a mapping's target another rule tells
_NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "taskDefinition": (("type",),),
    "calledElement": (("processId",),),
    "calledDecision": (("decisionId",), ("resultVariable",)),
    "script": (("expression",), ("resultVariable",)),
    "subscription": (("correlationKey",),),
    "formDefinition": (("formId", "formKey", "externalReference"),),
    "priorityDefinition": (("priority",),),
    "loopCharacteristics": (("inputCollection",),),
    "input": (("source",),),
    "output": (("source",),),
    "executionListener": (("eventType",), ("type",)),
    "taskListener": (("eventType",), ("type",)),
    "header": (("key",),),
}
_BINDINGS = frozenset({"latest", "deployment", "versionTag"})
_WORDS: Mapping[tuple[str, str], frozenset[str]] = {
    **{("calledElement", name): frozenset({"true", "false"}) for name in ("propagateAllChildVariables", "propagateAllParentVariables")},
    **{(element, "bindingType"): _BINDINGS for element in ("calledElement", "calledDecision", "formDefinition", "linkedResource")},
    ("executionListener", "eventType"): frozenset({"start", "end", "cancel"}),
    ("taskListener", "eventType"): frozenset({"creating", "assigning", "updating", "completing", "canceling"}),
}
#: of each pair one decides: which is meant?
_EITHER = ({"script", "taskDefinition"}, {"calledDecision", "taskDefinition"})


def zeebe_faults(extensions: Any) -> Iterator[Fault]:
    """Of the extension elements of one node."""
    kinds = {local_name(node.tag) for node in extensions.iterchildren(f"{ZEEBE}*")}
    for pair in _EITHER:
        if pair <= kinds:
            yield Fault("several", extensions, " + ".join(sorted(pair)))
    for node in extensions.iterdescendants(f"{ZEEBE}*"):
        kind = local_name(node.tag)
        for names in _NEEDED.get(kind, ()):
            if not any((node.get(name) or "").strip() for name in names):
                yield Fault("lacking", node, names[0])
        for name, value in node.attrib.items():
            known = _WORDS.get((kind, name))
            # an empty word is told as lacking
            if known is not None and value and value not in known:
                yield Fault("bad_value", node, name)
        if kind == "formDefinition" and sum(node.get(name) is not None for name in ("formId", "formKey", "externalReference")) > 1:
            yield Fault("several", node, "formId + formKey")
        if node.get("bindingType") == "versionTag" and not node.get("versionTag"):
            yield Fault("lacking", node, "versionTag")
        if kind == "taskDefinition" and node.get("retries") == "":
            yield Fault("lacking", node, "retries")
