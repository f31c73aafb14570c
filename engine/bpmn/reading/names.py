"""The namespaces of the dialects that we read, and how references are written in them."""

from __future__ import annotations

from typing import Any

from engine.dmn.nodes import own_text

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
#: where shapes and edges stand (BPMN 2.0.2, clause 12)
DRAWING = tuple(f"{{http://www.omg.org/spec/{name}}}" for name in ("BPMN/20100524/DI", "DD/20100524/DC", "DD/20100524/DI"))
#: Camunda 7 and what descends from it: attributes and elements of the same names under other namespaces
CAMUNDA_7 = tuple(
    f"{{{uri}}}"
    for uri in (
        "http://camunda.org/schema/1.0/bpmn",
        "http://operaton.org/schema/1.0/bpmn",
        "http://flowable.org/bpmn",
        "http://activiti.org/bpmn",
    )
)
#: other engines whose elements and attributes say what they would do; none is read (engine/bpmn/reading/other_engines.py)
OTHER_ENGINES = {
    "{http://www.jboss.org/drools}": "drools",
    "{http://spiffworkflow.org/bpmn/schema/1.0/core}": "spiffworkflow",
}
#: what modelers write of how a diagram looks and who drew it
MODELERS = tuple(
    f"{{{uri}"
    for uri in (
        "http://www.w3.org/",
        "http://bpmn.io/",
        "http://camunda.org/schema/modeler/",
        "http://www.omg.org/spec/",
        "http://www.signavio.com",
        "http://www.bpsim.org/",
        "http://www.trisotech.com/",
        "http://bpmn.sourceforge.net",
        "http://www.bizagi.com/",
        "http://www.yaoqiang.org",
        "http://sourceforge.net/bpmn/",
    )
)


def local_reference(reference: str | None) -> str | None:
    """A reference without its namespace prefix (`tns:Message_1`): ids are unique in a file."""
    return reference.rpartition(":")[2].strip() if reference else None


def local_name(name: str) -> str:
    """A tag or attribute without its namespace."""
    return name.rpartition("}")[2]


def text_of(node: Any) -> str | None:
    return own_text(node).strip() or None


def is_executable(process: Any) -> bool:
    """A public process without the attribute is not; of a private one nothing is said, and it is (BPMN 2.0.2, table 10.1)."""
    return parse_boolean(process.get("isExecutable"), default=process.get("processType") != "Public")


def parse_boolean(value: str | None, *, default: bool) -> bool:
    """An xsd:boolean."""
    return default if value is None else value.strip() in ("true", "1")
