"""Input and output parameters of Camunda 7 and its descendants as mappings, as far as they say the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.extensions import IoMapping
from engine.bpmn.reading.counts import inner_counts
from engine.bpmn.reading.juel import Counts, is_juel, to_executable_text
from engine.bpmn.reading.names import BPMN, CAMUNDA_7, local_name, text_of


def camunda7_attribute(node: Any, name: str) -> str | None:
    """An attribute of Camunda 7's dialect, under whichever of its namespaces."""
    return next((node.get(f"{space}{name}") for space in CAMUNDA_7 if node.get(f"{space}{name}")), None)


def camunda7_elements(node: Any, *names: str) -> list[Any]:
    """Those that stand directly in the extensions of a node: what is inside a connector is the connector's."""
    holder = node.find(f"{BPMN}extensionElements")
    return [] if holder is None else [child for name in names for space in CAMUNDA_7 for child in holder.findall(f"{space}{name}")]


def foreign_mappings(node: Any, parameter: str, variable: str) -> tuple[IoMapping, ...]:
    """`inputParameter` and `outputParameter`, and `in`/`out` of call activities."""
    counts = inner_counts(node)
    mappings = [
        IoMapping(source=source, target=item.get("name") or "")
        for holder in camunda7_elements(node, "inputOutput")
        for item in holder
        if isinstance(item.tag, str) and local_name(item.tag) == f"{parameter}Parameter"
        if (source := parameter_source(item, counts)) is not None
    ]
    if local_name(node.tag) != "callActivity":
        return tuple(mappings)
    for item in camunda7_elements(node, variable):
        source = item.get("source") or to_executable_text(item.get("sourceExpression"), counts)
        if source and item.get("target"):
            mappings.append(
                IoMapping(source=source if source.startswith("=") or is_juel(source) else f"={source}", target=item.get("target"))
            )
    return tuple(mappings)


def passes_all(node: Any, tag: str) -> bool:
    return any(item.get("variables") == "all" for item in camunda7_elements(node, tag))


def parameter_source(node: Any, counts: Counts) -> str | None:
    """What a parameter, or an entry of its list or map, holds: a text, an expression, a list or map. None: nothing that we read."""
    inner = [child for child in node if isinstance(child.tag, str)]
    if not inner:
        return to_executable_text(text_of(node), counts) or "=null"
    if len(inner) > 1:
        return None
    holder, kind = inner[0], local_name(inner[0].tag)
    entries = [child for child in holder if isinstance(child.tag, str)]
    if kind == "script" and (holder.get("scriptFormat") or "").lower() == "feel" and not holder.get("resource"):
        return f"={(text_of(holder) or 'null').removeprefix('=')}"
    if kind == "list":
        items = [_entry_source(child, counts) for child in entries]
        return None if None in items else f"=[{', '.join(map(str, items))}]"
    if kind == "map":
        pairs = [(_quoted(child.get("key") or ""), _entry_source(child, counts)) for child in entries]
        return None if any(None in pair for pair in pairs) else f"={{{', '.join(f'{key}: {value}' for key, value in pairs)}}}"
    return None


def _entry_source(node: Any, counts: Counts) -> str | None:
    """FEEL without its `=`; None where it is another engine's expression or a script."""
    source = parameter_source(node, counts)
    if source is None or is_juel(source):
        return None
    return source.removeprefix("=") if source.startswith("=") else _quoted(source)


def _quoted(text: str) -> str | None:
    """A FEEL string; None where its quotes or backslashes would have to be escaped."""
    return None if any(mark in text for mark in '"\\\n') else f'"{text}"'


#: trigger -> attribute of Camunda 7 -> what an output mapping of the event can read
CAUGHT: Mapping[str, Mapping[str, str]] = {
    "errorEventDefinition": {"errorCodeVariable": "=errorCode", "errorMessageVariable": "=errorMessage"},
    "escalationEventDefinition": {"escalationCodeVariable": "=escalationCode"},
}


def caught_mappings(node: Any) -> tuple[IoMapping, ...]:
    """What an event that catches an error or escalation keeps of it in variables."""
    if local_name(node.tag) not in ("boundaryEvent", "startEvent"):
        return ()
    return tuple(
        IoMapping(source=source, target=target)
        for definition in node
        if isinstance(definition.tag, str)
        for name, source in CAUGHT.get(local_name(definition.tag), {}).items()
        if (target := camunda7_attribute(definition, name))
    )
