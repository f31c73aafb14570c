"""Finds the uses of a package's variables: in expressions of diagrams, tables, other fields and the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import simplejson

from engine.bpmn.reading.xml import parse_xml
from engine.dmn.nodes import own_text
from engine.model.errors import DeploymentRejected

#: texts of these elements are expressions without an equals sign
_EXPRESSIONS = ("text", "conditionExpression", "condition", "timeDate", "timeDuration", "timeCycle", "completionCondition")
_WORD = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, kw_only=True)
class VariableUse:
    path: str
    #: of the element, the field or the line in whose expression the variable stands
    name: str


def variable_uses(files: Mapping[str, bytes]) -> dict[str, list[VariableUse]]:
    """Returns variable -> its uses, each once. A name within a text counts too: rather too many uses than too few."""
    found: dict[str, dict[VariableUse, None]] = {}
    for path, content in sorted(files.items()):
        reader = {".bpmn": _in_xml, ".dmn": _in_xml, ".form": _in_form, ".toml": _in_text, ".typ": _in_text}.get(PurePosixPath(path).suffix)
        for name, expression in reader(content) if reader else ():
            for word in set(_WORD.findall(expression)):
                found.setdefault(word, {})[VariableUse(path=path, name=name)] = None
    return {word: list(places) for word, places in found.items()}


def _in_xml(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = parse_xml(content)
    except DeploymentRejected:
        return
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        texts = [value for value in node.attrib.values() if value.startswith("=")]
        text = own_text(node).strip()
        if text.startswith("=") or (text and node.tag.rpartition("}")[2] in _EXPRESSIONS):
            texts.append(text)
        yield from ((_name(node), expression) for expression in texts)


def _name(node: Any) -> str:
    """Returns the name of the nearest named element around it."""
    while node is not None:
        for attribute in ("name", "label", "id"):
            if node.get(attribute) and (attribute != "id" or node.getparent() is None):
                return str(node.get(attribute))
        if node.get("id") and node.tag.startswith("{http://www.omg.org/spec/BPMN"):
            return str(node.get("id"))
        node = node.getparent()
    return ""


def _in_form(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        components = simplejson.loads(content).get("components", [])
        fields = [item for item in components if isinstance(item, dict)]
    except (ValueError, AttributeError, TypeError):
        return
    for item in fields:
        texts = [str(value) for part in ("validate", "conditional") for value in (item.get(part) or {}).values()]
        texts.append(str(item.get("defaultValue") or ""))
        name = str(item.get("label") or item.get("key") or "")
        yield from ((name, text) for text in texts if text.startswith("="))


def _in_text(content: bytes) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
        yield f"{number}", line
