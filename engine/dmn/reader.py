"""DMN XML to elements: versions 1.1 to 1.5, as dmn-js, Camunda Modeler and the TCK write them."""

from __future__ import annotations

from typing import Any

from lxml import etree

from engine.dmn import elements as dmn
from engine.dmn.boxed_reader import expression_in, read_function
from engine.dmn.nodes import (
    children,
    first,
    hrefs,
    identity,
    named_variable,
    normal_name,
    optional_literal,
    own_text,
    place_of,
    required_hrefs,
    tag,
    type_ref,
    variable_of,
)

_PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_ZEEBE = "http://camunda.org/schema/zeebe/1.0"


#: characters of all expressions of a file together; reading them takes time
MAX_TEXT = 500_000


class NoModel(ValueError):
    """The file is no DMN. The text says why."""


def parse_xml(content: bytes) -> Any:
    """The root element. Raises NoModel."""
    try:
        root = etree.fromstring(content, etree.XMLParser(**_PARSER))
    except etree.XMLSyntaxError as error:
        raise NoModel(f"The file is no XML: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise NoModel("The file has a document type, which is not read.")
    return root


def read_definitions(root: Any) -> dmn.Definitions:
    """Everything that a definitions element says. Raises NoModel."""
    if tag(root) != "definitions" or "omg.org/spec/DMN" not in (etree.QName(root).namespace or ""):
        raise NoModel("The file is XML, but no DMN.")
    if sum(len(own_text(node)) for node in root.iter("{*}text")) > MAX_TEXT:
        raise NoModel(f"The model has more than {MAX_TEXT:,} characters of expressions: split it into several files.")
    return dmn.Definitions(
        namespace=root.get("namespace", ""),
        name=root.get("name", ""),
        items=tuple(_item(node) for node in children(root, "itemDefinition")),
        inputs=tuple(dmn.InputData(id=identity(node), variable=variable_of(node)) for node in children(root, "inputData")),
        decisions=tuple(_decision(node) for node in children(root, "decision")),
        knowledge=tuple(_knowledge(node) for node in children(root, "businessKnowledgeModel")),
        services=tuple(_service(node) for node in children(root, "decisionService")),
        imports=tuple(_import(node) for node in children(root, "import")),
    )


def _import(node: Any) -> dmn.Import:
    return dmn.Import(name=normal_name(node.get("name")), namespace=node.get("namespace", ""))


def _decision(node: Any) -> dmn.DecisionElement:
    extensions = first(node, "extensionElements")
    tag = extensions.find(f"{{{_ZEEBE}}}versionTag") if extensions is not None else None
    return dmn.DecisionElement(
        id=identity(node),
        name=normal_name(node.get("name")) or node.get("id", ""),
        variable=variable_of(node),
        requires=required_hrefs(node, "informationRequirement", "requiredInput", "requiredDecision"),
        knowledge=required_hrefs(node, "knowledgeRequirement", "requiredKnowledge"),
        logic=expression_in(node),
        version_tag=tag.get("value", "") if tag is not None else "",
        place=place_of(node),
    )


def _knowledge(node: Any) -> dmn.KnowledgeModel:
    logic = first(node, "encapsulatedLogic")
    return dmn.KnowledgeModel(
        id=identity(node),
        variable=variable_of(node),
        knowledge=required_hrefs(node, "knowledgeRequirement", "requiredKnowledge"),
        logic=None if logic is None else read_function(logic),
        place=place_of(node),
    )


def _service(node: Any) -> dmn.DecisionService:
    return dmn.DecisionService(
        id=identity(node),
        name=normal_name(node.get("name")),
        variable=variable_of(node),
        outputs=hrefs(node, "outputDecision"),
        encapsulated=hrefs(node, "encapsulatedDecision"),
        input_decisions=hrefs(node, "inputDecision"),
        input_data=hrefs(node, "inputData"),
    )


def _item(node: Any) -> dmn.ItemDefinition:
    function = first(node, "functionItem")
    return dmn.ItemDefinition(
        name=normal_name(node.get("name")),
        type=type_ref(node),
        collection=node.get("isCollection") == "true",
        components=tuple(_item(child) for child in children(node, "itemComponent")),
        allowed=optional_literal(node, "allowedValues"),
        constraint=optional_literal(node, "typeConstraint"),
        function=None
        if function is None
        else dmn.FunctionItem(
            parameters=tuple(named_variable(child) for child in children(function, "parameters")), result=function.get("outputTypeRef", "")
        ),
    )
