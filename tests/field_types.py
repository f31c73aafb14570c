"""What a declaration of a field type must have beside what Python asks of it: its template, texts, sentences and documentation."""

import ast
import inspect
import re
from pathlib import Path

from forms.texts import Text
from webui.rendering.error_text import SENTENCES

#: of form-js' palette
GROUPS = ("basic-input", "selection", "presentation")
PLACES = re.compile(r"{\w+}")


def texts_of(declaration):
    editor = declaration.editor
    yield from declaration.sentences.values()
    yield editor.name
    yield from (value for value in editor.made.values() if isinstance(value, Text))
    yield from (line.label for line in editor.lines)
    yield from (preset.name for preset in editor.presets)


def in_both_languages(text):
    return bool(text.id and text.en) and sorted(PLACES.findall(text.id)) == sorted(PLACES.findall(text.en))


def codes_in(source):
    """What a reader of answers refuses with: AnswerRejected("CODE")."""
    calls = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "AnswerRejected"
    )
    return {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}


def missing_parts(declaration, *, templates, documentation, source=None):
    """In words. `templates`: whether there is one of this name; `documentation`: of docs/reference/forms.md."""
    source = source or inspect.getsource(inspect.getmodule(declaration.read))
    missing = []
    if not templates(declaration.template):
        missing.append(f"the template {declaration.template}")
    missing += [f"both languages of {text}" for text in texts_of(declaration) if not in_both_languages(text)]
    missing += [f"the sentence of {code}" for code in sorted(codes_in(source) - {*declaration.sentences, *SENTENCES})]
    if declaration.editor.group not in GROUPS:
        missing.append(f"a group of the palette, which '{declaration.editor.group}' is not")
    if declaration.traits.answered and "dataClass" not in declaration.editor.rules:
        missing.append("the choice of its data class in the editor's panel")
    if not re.search(rf"^\|[^|]*`{re.escape(declaration.name)}`", documentation, re.MULTILINE):
        missing.append("its line in docs/reference/forms.md")
    return missing


def file_of(declaration):
    return Path("forms/fields") / f"{declaration.name.replace('-', '_')}.py"
