"""The glossary has a word for each thing of the code, and the code a single word for each thing."""

import ast
import importlib
import inspect
import pkgutil
import re

import pytest

from engine import model
from engine.core.command import Command
from engine.core.query import Query
from engine.model.effects import Effect
from engine.model.stimuli import Stimulus
from engine.persistence.base import Base
from webui.settings import ROOT
from webui.tables import METADATA

GLOSSARY = (ROOT / "docs/glossary.md").read_text()
CODE = [ROOT / name for name in ("engine", "casework", "forms", "workshop", "webui", "demo", "processes") if (ROOT / name).exists()]
SAID, _, NOT_SAID = GLOSSARY.partition("## Not said")
#: what packages import and what Flask calls is named by what it declares
DECLARATIONS = {"described"}
#: participles without -ed, and adverbs: as a function's whole name they hide the verb and the thing
BARE = frozenset(
    "anew apart begun broken chosen drawn found given gone held kept known made said sent shown spoken taken told together written".split()
)


def rows(text):
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in re.findall(r"^\|.+\|$", text, re.MULTILINE)
        if not set(line) <= set("|- ")
    ]


TERMS = {term.strip().lower() for row in rows(SAID) for term in row[0].split(",")}
FORBIDDEN = {word.strip(): row[0] for row in rows(NOT_SAID) if row[1] != "not" for word in row[1].split(",")}


def words(name):
    """The words of an identifier: FieldError, find_near, MAX_BYTES."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def singular(word):
    if word.endswith("ies") and word != "series":
        return re.sub(r"ies$", "y", word)
    return re.sub(r"(?<=ss)es$|(?<=[^su])s$", "", word)


def known(parts):
    return " ".join(parts) in TERMS or " ".join([*parts[:-1], singular(parts[-1])]) in TERMS


def speaks_of_something(name):
    """Some run of its words is a term."""
    parts = words(name)
    return any(known(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1))


def ends_with_a_term(name):
    """The thing that a class is: its last words (UserTask), or it all."""
    parts = words(name)
    return any(known(parts[start:]) for start in range(len(parts)))


def load(package):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(module.name)


def below(kind):
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def verbs_and_questions():
    for folder in CODE:
        for path in folder.rglob("*.py"):
            if {"commands", "queries"} & set(path.relative_to(ROOT).parts):
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return {kind.__name__ for base in (Command, Query) for kind in below(base) if {"commands", "queries"} & set(kind.__module__.split("."))}


def classes_of_the_model():
    own = [
        value for module in load(model) for value in vars(module).values() if inspect.isclass(value) and value.__module__ == module.__name__
    ]
    return {value.__name__ for value in own if not issubclass(value, Exception | Effect | Stimulus)}


def test_each_term_stands_once_with_a_meaning():
    terms = [term.strip().lower() for row in rows(SAID) if row[0] != "word" for term in row[0].split(",")]
    assert [term for term in set(terms) if terms.count(term) > 1] == []
    assert [row for row in rows(SAID) if len(row) != 2 or len(row[1]) < 4] == []


def test_each_table_is_a_thing_of_the_glossary():
    assert METADATA.tables
    named = {mapper.class_.__name__ for mapper in Base.registry.mappers}
    assert len(named) > 50
    assert {name for name in named if not ends_with_a_term(name)} == set()


def test_each_class_of_the_model_is_a_thing_of_the_glossary():
    named = classes_of_the_model()
    assert {"Actor", "Seat"} <= named
    assert {name for name in named if not speaks_of_something(name)} == set()


def test_each_command_query_effect_and_stimulus_speaks_of_a_thing_of_the_glossary():
    """An effect says what is done to what, a stimulus what happened to what; one single word is the instance's own."""
    several = {kind.__name__ for base in (Effect, Stimulus) for kind in below(base) if len(words(kind.__name__)) > 1}
    named = verbs_and_questions() | several
    assert len(named) > 150
    assert {name for name in named if not speaks_of_something(name)} == set()


def identifiers(tree):
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


def test_no_name_says_what_is_not_said():
    assert "helper" in FORBIDDEN
    for folder in CODE:
        for path in sorted(folder.rglob("*.py")):
            place = path.relative_to(ROOT)
            if {"node_modules", "versions", "tests"} & set(place.parts):
                continue
            for name in [*place.with_suffix("").parts, *identifiers(ast.parse(path.read_text()))]:
                said = FORBIDDEN.keys() & set(words(name))
                assert not said, f"{place}: {name} (say {FORBIDDEN[said.pop()]})"


def definitions():
    """(file, public function of a module), (file, class)."""
    for folder in CODE:
        for path in sorted(folder.rglob("*.py")):
            place = path.relative_to(ROOT)
            if not {"node_modules", "versions", "tests"} & set(place.parts):
                for node in ast.parse(path.read_text()).body:
                    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                        yield place, node


def is_bare(name):
    return name in BARE or bool(re.fullmatch(r"[a-z]{2,}[^e]ed", name))


def test_a_public_function_is_no_bare_participle():
    named = {node.name for _place, node in definitions() if isinstance(node, ast.FunctionDef)}
    assert len(named) > 1000
    bare = [(str(place), node.name) for place, node in definitions() if not isinstance(node, ast.ClassDef) and is_bare(node.name)]
    assert [item for item in bare if item[1] not in DECLARATIONS] == []


def test_a_time_is_named_by_what_it_is():
    """A due date, the current time, a date and time."""
    told = {
        (str(place), name)
        for place, node in definitions()
        for name in (node.name, place.stem)
        if "moment" in words(name) or "moments" in words(name)
    }
    assert told == set()


@pytest.mark.parametrize(
    ("name", "bare"), [("kept", True), ("renamed", True), ("feed", False), ("kept_files", False), ("seed", False), ("read", False)]
)
def test_bare_participles_are_recognised(name, bare):
    assert is_bare(name) is bare


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("FieldError", ["field", "error"]),
        ("find_near", ["find", "near"]),
        ("MAX_BYTES", ["max", "bytes"]),
        ("MyPDFStore", ["my", "pdf", "store"]),
    ],
)
def test_names_are_read_word_by_word(name, parts):
    assert words(name) == parts
