"""Reading one element of DMN XML: names, types, places and texts, in the ways that versions 1.1 to 1.5 write them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dmn import elements as dmn


def tag(node: Any) -> str:
    return str(etree.QName(node).localname) if isinstance(node.tag, str) else ""


def children(node: Any, *names: str) -> list[Any]:
    return [child for child in node if tag(child) in names]


def first(node: Any, name: str) -> Any:
    return next(iter(children(node, name)), None)


def normal_name(text: str | None) -> str:
    """Names are equal but for white space (10.3.1.3)."""
    return " ".join((text or "").split())


def identity(node: Any) -> str:
    """The id; elements that nothing refers to may have none."""
    return node.get("id") or normal_name(node.get("name"))


def type_ref(node: Any) -> str:
    """A typeRef; older files write it as a qualified name with a prefix, some as an element of its own."""
    text: str | None = node.get("typeRef")
    if text is None:
        child = first(node, "typeRef")
        text = own_text(child)
    text = text.strip()
    prefix, separator, name = text.partition(":")
    return name if separator and (prefix in node.nsmap or not prefix) else text


def place_of(node: Any) -> dmn.Location:
    near = node
    while near is not None and near.get("id") is None:
        near = near.getparent()
    return dmn.Location(id="" if near is None else near.get("id"), line=node.sourceline or 0)


def variable_of(node: Any) -> dmn.Variable:
    """The variable of an element; its name is the element's."""
    variable = first(node, "variable")
    name = normal_name(node.get("name")) or (normal_name(variable.get("name")) if variable is not None else "")
    return dmn.Variable(name=name, type=type_ref(variable) if variable is not None else "")


def named_variable(node: Any) -> dmn.Variable:
    return dmn.Variable(name=normal_name(node.get("name")), type=type_ref(node))


def own_text(node: Any) -> str:
    """The text of an element, whole: comments and processing instructions only interrupt it (XML 1.0, 2.5 and 2.6)."""
    if node is None:
        return ""
    parts = [node.text, *(child.tail for child in node if not isinstance(child.tag, str))]
    return "".join(part for part in parts if part)


def text_of(node: Any) -> str:
    return own_text(first(node, "text"))


def read_literal(node: Any) -> dmn.Literal:
    return dmn.Literal(text=text_of(node), type=type_ref(node), place=place_of(node))


def optional_literal(node: Any, name: str) -> dmn.Literal | None:
    child = first(node, name)
    return None if child is None or not text_of(child).strip() else read_literal(child)


def hrefs(node: Any, *names: str) -> tuple[str, ...]:
    return tuple(child.get("href", "") for child in children(node, *names))


def required_hrefs(node: Any, requirement: str, *names: str) -> tuple[str, ...]:
    return tuple(href for child in children(node, requirement) for href in hrefs(child, *names))
