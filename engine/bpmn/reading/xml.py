"""Bytes to an XML tree, hardened (ASVS 5.0, 1.5.1): no DOCTYPE, bounded size, depth and count."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from engine.model.errors import DeploymentRejected, Problem

MAX_BYTES = 2_000_000
MAX_ELEMENTS = 5_000
MAX_DEPTH = 100


def parse_xml(data: bytes, *, resource: str = "") -> Any:
    """The root element. Raises DeploymentRejected with the line and the reason."""

    def refuse(code: str, message: str, remedy: str, line: int | None = None) -> DeploymentRejected:
        return DeploymentRejected([Problem(code=code, message=message, remedy=remedy, resource=resource, line=line)])

    if len(data) > MAX_BYTES:
        raise refuse(
            "XML_TOO_LARGE", f"The file has {len(data)} bytes; {MAX_BYTES} are allowed.", "Split the diagram into called processes."
        )
    plain = data.replace(b"\x00", b"")  # UTF-16 hides the text between zeros
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", plain, re.IGNORECASE):
        raise refuse("XML_DOCTYPE", "The file declares a document type or entities.", "Remove the DOCTYPE and save the diagram again.")
    try:
        root = _parse(data)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise refuse("XML_SYNTAX", f"The file is no well-formed XML: {error}.", "Open it in the modeler and save it again.", line) from None
    if root.getroottree().docinfo.doctype:
        raise refuse("XML_DOCTYPE", "The file declares a document type.", "Remove the DOCTYPE and save the diagram again.")
    count = 0
    for event, _node in etree.iterwalk(root, events=("start", "end")):
        count += event == "start"
        if count > MAX_ELEMENTS:
            raise refuse("XML_TOO_MANY", f"The file has more than {MAX_ELEMENTS} elements.", "Split the diagram into called processes.")
    if _depth(root) > MAX_DEPTH:
        raise refuse("XML_TOO_DEEP", f"The file is nested deeper than {MAX_DEPTH} levels.", "Flatten it, or use called processes.")
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
