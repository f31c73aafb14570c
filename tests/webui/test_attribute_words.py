"""Everything that a comparison tells of a step has a word in the reader's language."""

from dataclasses import fields

import pytest

from engine.bpmn.elements import Element, Flow, Process
from engine.bpmn.extensions import Extensions
from webui.workshop.comparison.attribute_words import attribute_name
from workshop.comparison.attribute_change import AttributeChange

SILENT = ("id", "line", "incoming", "outgoing", "extensions", "elements", "flows")
CODES = {item.name for kind in (Element, Extensions, Flow, Process) for item in fields(kind) if item.name not in SILENT}


@pytest.mark.parametrize("code", sorted(CODES | {"order", "rest", "formula", "column", "policy", "needs", "variable", "type"}))
def test_each_code_has_a_word(web, code):
    with web.test_request_context():
        assert attribute_name(AttributeChange(code=code, name="x", before=None, after="1")) != f"{code} x"
