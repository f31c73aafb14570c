"""Bytes to an XML tree, hardened (ASVS 5.0, 1.5.1): no DOCTYPE, bounded size, depth and count."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.bpmn.kinds import FLOW_NODES
from engine.bpmn.reading.names import BPMN
from engine.model.errors import DeploymentRejected, Problem

MAX_BYTES = 2_000_000
#: reading them takes about 3 µs each: shapes, labels, what other products store
MAX_ELEMENTS = 100_000
#: flow nodes and sequence flows: each is linted, drawn and compared; 5,000 are judged in about a second
MAX_STEPS = 5_000
MAX_DEPTH = 100
_STEPS = tuple(f"{BPMN}{name}" for name in (*FLOW_NODES, "sequenceFlow"))


def parse_xml(data: bytes, *, resource: str = "") -> Any:
    """The root element. Raises DeploymentRejected with the line and the reason."""

    def refuse(code: str, message: str, remedy: str, line: int | None = None, **values: int) -> DeploymentRejected:
        told = {name: str(value) for name, value in values.items()}
        return DeploymentRejected([Problem(code=code, message=message, remedy=remedy, resource=resource, line=line, values=told)])

    def too_deep() -> DeploymentRejected:
        message = f"The file is nested deeper than {MAX_DEPTH} levels."
        return refuse("XML_TOO_DEEP", message, "Flatten it, or use called processes.", limit=MAX_DEPTH)

    if len(data) > MAX_BYTES:
        remedy = "Remove pictures and data of other products from it, or split a diagram into called processes."
        raise refuse("XML_TOO_LARGE", f"The file is too large: {MAX_BYTES} bytes are allowed.", remedy, limit=MAX_BYTES)
    plain = data.replace(b"\x00", b"")  # UTF-16 hides the text between zeros
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", plain, re.IGNORECASE):
        raise refuse("XML_DOCTYPE", "The file declares a document type or entities.", "Remove the DOCTYPE and save the diagram again.")
    try:
        root = _parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        if "xcessive depth" in str(error):  # libxml2's own limit, far beyond ours: the file is well-formed
            raise too_deep() from None
        raise refuse("XML_SYNTAX", f"The file is no well-formed XML: {error}.", "Open it in the modeler and save it again.", line) from None
    if root.getroottree().docinfo.doctype:
        raise refuse("XML_DOCTYPE", "The file declares a document type.", "Remove the DOCTYPE and save the diagram again.")
    count = sum(1 for _node in root.iter("*"))
    if count > MAX_ELEMENTS:
        message = f"The file has {count} XML elements, more than the {MAX_ELEMENTS} that are allowed."
        raise refuse("XML_TOO_MANY", message, "Remove what other products have stored in it.", count=count, limit=MAX_ELEMENTS)
    steps = sum(1 for _node in root.iter(*_STEPS))
    if steps > MAX_STEPS:
        message = f"The diagram has {steps} steps and flows, more than the {MAX_STEPS} that are allowed."
        raise refuse("TOO_MANY_STEPS", message, "Move parts of it to processes that it calls.", count=steps, limit=MAX_STEPS)
    if _depth(root) > MAX_DEPTH:
        raise too_deep()
    return root


def _parse(data: bytes) -> Any:
    """Names under prefixes that are not declared are read as other modelers do, as nobody's; any other fault is raised."""

    def parser(*, recover: bool) -> Any:
        return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover)

    try:
        return etree.fromstring(data, parser(recover=False))
    except etree.XMLSyntaxError:
        tolerant = parser(recover=True)
        root = etree.fromstring(data, tolerant)
        if root is None or any(entry.domain != etree.ErrorDomains.NAMESPACE for entry in tolerant.error_log):
            raise
        return root


def _depth(root: Any) -> int:
    deepest, level = 0, 0
    for event, _node in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
