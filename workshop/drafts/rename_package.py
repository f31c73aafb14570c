"""Copies a package under a new key: renames its ids and every reference to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import PurePosixPath
from typing import Any

import simplejson
import tomlkit
from lxml import etree

from engine.bpmn.reading.xml import parse_xml
from engine.packages.paths import SCENARIOS, WAIVED

#: attributes that name a process, a form or a decision, whatever the element
_NAMING = ("processRef", "processId", "formId", "decisionId", "bpmnElement", "dmnElementRef", "href", "requiredDecision")
#: keys of process.toml whose value is such a name
_KEYS = ("process", "form", "preview")


def rename_package(files: Mapping[str, bytes], old: str, new: str, *, name: str) -> dict[str, bytes]:
    """Returns the files of a package `old` as those of `new`, called `name`. Job types stay, for they are installed.

    Raises DeploymentRejected, ValueError for files that cannot be read.
    """
    ids = {identifier: _new_id(identifier, old, new) for identifier in _own_ids(files)}
    called = {old: name}
    writers: dict[str, Callable[[bytes, Mapping[str, str]], bytes]] = {
        ".bpmn": partial(_xml, called),
        ".dmn": partial(_xml, called),
        ".form": _form,
    }
    made: dict[str, bytes] = {}
    for path, content in files.items():
        suffix = PurePosixPath(path).suffix
        if path == "process.toml":
            content = _manifest(content, ids, old, new, name)
        elif path.startswith(SCENARIOS):
            content = content if path == WAIVED else _scenario(content, ids)
        elif path.startswith("locale/"):
            content = _texts(content, ids, old, new)
        elif suffix in writers:
            content = writers[suffix](content, ids)
        made[_path(path, old, new)] = content
    return made


def _new_id(identifier: str, old: str, new: str) -> str:
    if identifier == old or identifier.startswith(f"{old}_"):
        return new + identifier[len(old) :]
    return f"{new}_{identifier}"


def _own_ids(files: Mapping[str, bytes]) -> set[str]:
    """Returns the ids of the package's processes, decisions and forms."""
    found: set[str] = set()
    for path, content in files.items():
        if path.endswith((".bpmn", ".dmn")):
            for node in parse_xml(content, resource=path).iter(etree.Element):
                if etree.QName(node).localname in ("process", "decision", "decisionService") and node.get("id"):
                    found.add(node.get("id"))
        elif path.endswith(".form"):
            found.add(str(simplejson.loads(content).get("id", "")))
    return found - {""}


def _xml(called: Mapping[str, str], content: bytes, ids: Mapping[str, str]) -> bytes:
    """Renames ids in a diagram or decision file. `called`: process -> its new name for people."""
    root = parse_xml(content)
    for node in root.iter(etree.Element):
        local = etree.QName(node).localname
        if local == "process" and node.get("id") in called:
            node.set("name", called[node.get("id")])
        for attribute, value in node.attrib.items():
            naming = attribute in _NAMING or (attribute == "id" and local in ("process", "decision", "decisionService"))
            bare = value.removeprefix("#")
            if naming and bare in ids:
                node.set(attribute, value.replace(bare, ids[bare]))
    return bytes(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)) + b"\n"


def _form(content: bytes, ids: Mapping[str, str]) -> bytes:
    schema = simplejson.loads(content, use_decimal=True)
    schema["id"] = ids.get(schema.get("id", ""), schema.get("id", ""))
    for component in schema.get("components", []):
        if component.get("decision") in ids:
            component["decision"] = ids[component["decision"]]
    return _json(schema)


def _scenario(content: bytes, ids: Mapping[str, str]) -> bytes:
    document = simplejson.loads(content, use_decimal=True)
    document["process"] = ids.get(document.get("process", ""), document.get("process", ""))
    return _json(document)


def _texts(content: bytes, ids: Mapping[str, str], old: str, new: str) -> bytes:
    """Renames the keys of texts, which begin with a form, or with `element.PROCESS.` or `service.KEY.`."""

    def key_of(key: str) -> str:
        parts = key.split(".")
        for place in (0, 1):
            if len(parts) > place + 1 and parts[place] in ids:
                parts[place] = ids[parts[place]]
                return ".".join(parts)
        if parts[0] == "service" and len(parts) > 1:
            parts[1] = _address(parts[1], old, new)
        return ".".join(parts)

    return _json({key_of(key): value for key, value in simplejson.loads(content).items()})


def _manifest(content: bytes, ids: Mapping[str, str], old: str, new: str, name: str) -> bytes:
    document = tomlkit.parse(content.decode())
    _walk(document, ids)
    package: Any = document["package"]
    package["key"], package["name"], package["version"] = new, name, "1.0.0"
    for service in document.get("service", []):
        if str(service["key"]).replace("-", "_") == old:
            service["name"] = name
        service["key"] = _address(str(service["key"]), old, new)
    return tomlkit.dumps(document).encode()


def _walk(item: Any, ids: Mapping[str, str]) -> None:
    if isinstance(item, dict):
        for key, value in item.items():
            if key in _KEYS and isinstance(value, str) and str(value) in ids:
                item[key] = ids[str(value)]
            else:
                _walk(value, ids)
    elif isinstance(item, list):
        for part in item:
            _walk(part, ids)


def _address(key: str, old: str, new: str) -> str:
    """Returns the address of a service: small characters, digits and hyphens."""
    dashed = old.replace("_", "-")
    return new.replace("_", "-") + key[len(dashed) :] if key.startswith(dashed) else f"{new.replace('_', '-')}-{key}"


def _path(path: str, old: str, new: str) -> str:
    folder, _slash, file = path.rpartition("/")
    stem = PurePosixPath(file).stem
    if folder in ("", "forms") and (stem == old or stem.startswith(f"{old}_")):
        file = new + file[len(old) :]
    return f"{folder}/{file}" if folder else file


def _json(document: Any) -> bytes:
    text: str = simplejson.dumps(document, use_decimal=True, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()
