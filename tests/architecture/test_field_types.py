"""A field type is one file: nothing of it is forgotten, and nobody else knows it by its name."""

import ast
import inspect
import re
from dataclasses import replace

import pytest
import simplejson

from forms.identifier_types import IDENTIFIERS
from forms.registry import FIELD_TYPES, all_types, sentences, type_of
from forms.texts import Text
from tests.field_types import codes_in, file_of, missing_parts
from webui.rendering.error_text import SENTENCES
from webui.settings import ROOT
from webui.workshop.editors.field_offers import field_offers

TEMPLATES = ROOT / "webui" / "templates"
DOCUMENTATION = (ROOT / "docs/reference/forms.md").read_text()
NAMES = [name for declaration in all_types() for name in (declaration.name, *declaration.aliases)]
#: words that mean other things too: only a comparison with a type speaks of the field type
COMMON = {"text", "number", "select", "radio", "checkbox", "datetime", "date"}
OWN = [name for name in NAMES if name not in COMMON]


def in_templates(name):
    return (TEMPLATES / name).exists()


@pytest.mark.parametrize("declaration", FIELD_TYPES.values(), ids=lambda declaration: declaration.name)
def test_nothing_of_a_field_type_is_forgotten(declaration):
    """Whoever adds one is told what it lacks by this test, not by a citizen."""
    source = (ROOT / file_of(declaration)).read_text()
    assert missing_parts(declaration, templates=in_templates, documentation=DOCUMENTATION, source=source) == []


def test_what_is_forgotten_is_told():
    whole = FIELD_TYPES["number"]
    half = replace(
        whole,
        name="alur-half",
        template="parts/fields/none.html",
        sentences={**whole.sentences, "DECIMALS": Text(id="{limit} angka", en="digits")},
        editor=replace(whole.editor, group="elsewhere", rules=(), name=Text(id="Setengah", en="")),
    )
    found = missing_parts(half, templates=in_templates, documentation=DOCUMENTATION, source='raise AnswerRejected("UNTOLD")')
    assert len(found) == 7
    assert {"the sentence of UNTOLD", "its line in docs/reference/forms.md"} <= set(found)


@pytest.mark.parametrize("declaration", [item for item in all_types() if item not in FIELD_TYPES.values()], ids=lambda item: item.name)
def test_nothing_of_what_a_subtype_makes_is_forgotten(declaration):
    assert missing_parts(declaration, templates=in_templates, documentation=DOCUMENTATION, source="None") == []
    read = inspect.getsource(inspect.getmodule(declaration.read))
    variants = [
        item for whole in FIELD_TYPES.values() for item in whole.variants.values() if item.read.__module__ == declaration.read.__module__
    ]
    assert codes_in(read) <= {code for item in variants for code in item.sentences}


def test_every_file_declares_the_type_that_it_is_named_after():
    assert {(ROOT / file_of(declaration)).name for declaration in FIELD_TYPES.values()} == {
        path.name for path in (ROOT / "forms/fields").glob("*.py") if path.name != "__init__.py"
    }


def test_every_template_of_a_question_belongs_to_a_type():
    used = {declaration.template for declaration in all_types()}
    assert used == {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "parts/fields").iterdir()}


def test_every_refusal_of_an_answer_has_a_sentence():
    """Also those of what several types share."""
    raised = {code for path in (ROOT / "forms").rglob("*.py") for code in codes_in(path.read_text())}
    assert {"NOT_ONE", "TOO_LONG", "NOT_OFFERED"} <= raised
    assert raised <= {*sentences(), *SENTENCES}


def test_one_code_is_one_sentence():
    told = {}
    for declaration in all_types():
        for code, text in declaration.sentences.items():
            assert told.setdefault(code, text) == text, code
    assert not set(told) & set(SENTENCES)


def test_identifiers_have_their_texts_and_their_place_in_the_documentation():
    for key, identifier in IDENTIFIERS.items():
        assert identifier.name.id
        assert identifier.name.en
        assert re.search(rf"\b{key}\b", DOCUMENTATION), key


def test_the_editor_is_offered_each_type_once_with_values_that_json_knows():
    offers = field_offers()
    assert {offer["type"] for offer in offers} == set(FIELD_TYPES)
    keys = [preset["key"] for offer in offers for preset in offer["presets"]]
    assert len(set(keys)) == len(keys)
    assert simplejson.loads(simplejson.dumps(offers))


def test_a_type_that_nobody_declares_is_shown_and_not_answered():
    unknown = type_of("taglist")
    assert unknown.template == FIELD_TYPES["textfield"].template
    with pytest.raises(ValueError, match="taglist"):
        unknown.read(None, "x")


def _sources(*suffixes):
    for folder in ("engine", "casework", "workshop", "forms", "webui", "demo"):
        for path in sorted((ROOT / folder).rglob("*")):
            place = path.relative_to(ROOT).as_posix()
            # the last one reads HTML, whose elements are no fields
            away = (
                *(
                    "forms/fields/",
                    "forms/answers/clock_types.py",
                    "webui/templates/parts/fields/",
                    "webui/static/",
                    "webui/frontend/node_modules/",
                ),
                "webui/kept_forms/filling.py",
            )
            if path.suffix in suffixes and not place.startswith(away):
                yield place, path.read_text()


def _named(node):
    return {item.value for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)} & set(NAMES)


def _speaks_of_a_type(node):
    """`x.type`, `x.get("type")`, `x["type"]`."""
    for item in ast.walk(node):
        if isinstance(item, ast.Attribute) and item.attr == "type":
            return True
        if isinstance(item, ast.Constant) and item.value == "type":
            return True
    return False


def python_naming(text):
    """Where Python names a field type: (line, names)."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and node.value in OWN:
            yield node.lineno, {node.value}
        elif isinstance(node, ast.Compare) and _speaks_of_a_type(node) and _named(node):
            yield node.lineno, _named(node)


def page_naming(text):
    """Where a template or a script does. Facts of a case have types of their own (process.toml), and elements of HTML are no fields."""
    names = "|".join(map(re.escape, NAMES))
    own = "|".join(map(re.escape, OWN))
    yield from re.findall(rf"(?<!fact)\.type\s*(?:[!=]==?|in|not in)[^%;{{}}]*[\"'](?:{names})[\"']", text)
    yield from re.findall(rf"(?<!createElement\()(?<!\bh\()[\"'](?:{own})[\"']", text)
    yield from re.findall(r"data-field-type=[\"']?\w", text)


def test_nobody_else_names_a_field_type():
    """A name elsewhere is a part of a type in a second place, which the next type would forget."""
    found = {place: list(python_naming(text)) for place, text in _sources(".py")}
    found |= {place: list(page_naming(text)) for place, text in _sources(".html", ".js", ".mjs")}
    found |= {path.name: re.findall(r"data-field-type=.?\w", path.read_text()) for path in (ROOT / "webui/static").glob("*.css")}
    assert {place: names for place, names in found.items() if names} == {}
    assert len(found) > 600


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('item.type == "number"', True),
        ('component.get("type") in ("radio", "select")', True),
        ('KINDS = ("textfield",)', True),
        ('column.kind == "number"', False),
        ('{"number": 7}', False),
    ],
)
def test_the_search_for_names_in_python_finds_them(text, names):
    assert bool(list(python_naming(text))) is names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{% if item.type == "date" %}', True),
        ('{% if item.type in ("radio", "select") %}', True),
        ('if (field.type === "text") return', True),
        ('register("alur-positions", x)', True),
        ('{% if fact.type == "date" %}', False),
        ('<input type="checkbox">', False),
        ('createElement("textarea", {})', False),
    ],
)
def test_the_search_for_names_on_pages_finds_them(text, names):
    assert bool(list(page_naming(text))) is names
