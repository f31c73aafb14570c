"""Checks that a file can be parsed; a draft keeps incomplete files, but no unreadable ones."""

from __future__ import annotations

import tomllib

from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.xml import parse_xml
from engine.dmn.reader import NoModel, read_definitions
from engine.model.errors import DeploymentRejected, Problem
from engine.model.limited_json import read_json
from engine.packages.paths import MOST_BYTES, SCENARIOS, WAIVED, is_allowed
from engine.packages.scenario import read_scenario, read_waived
from forms.shape import schema_shape_problems


def reading_problems(path: str, content: bytes) -> list[Problem]:
    """Returns why a file cannot be parsed, with line and remedy; nothing where it can."""
    if not is_allowed(path):
        message = f"A package holds no file '{path}'."
        return [
            _problem(
                "PACKAGE_PATH", path, message, "Name it such as name.bpmn, name.dmn, forms/name.form, locale/id.json or documents/name.typ."
            )
        ]
    if len(content) > MOST_BYTES:
        return [_problem("FILE_LARGE", path, f"The file has {len(content)} bytes.", f"Keep it under {MOST_BYTES} bytes.")]
    try:
        if path.endswith(".bpmn"):
            read_diagram(content, resource=path)
        elif path.endswith(".dmn"):
            read_definitions(parse_xml(content, resource=path))
        elif path == WAIVED:
            read_waived(content)
        elif path.startswith(SCENARIOS):
            read_scenario(content)
        elif path.endswith((".form", ".json")):
            return _shape_problems(path, read_json(content))
        elif path.endswith(".toml"):
            tomllib.loads(content.decode())
        else:
            content.decode()
    except DeploymentRejected as rejected:
        return list(rejected.problems)
    except (ValueError, NoModel, RecursionError) as error:
        return [_problem("FILE_UNREADABLE", path, f"The file cannot be read: {error}.", "Correct it where the message says.")]
    return []


def _shape_problems(path: str, schema: object) -> list[Problem]:
    """A form whose parts are of another kind is no form-js schema: no page could show it."""
    if not isinstance(schema, dict):
        raise ValueError("it is no object")
    wrong = schema_shape_problems({"components": [], **schema}) if path.endswith(".form") else ()
    return [_problem("FORM_SHAPE", path, sentence, "Save it again from the form editor.") for _field, sentence in wrong]


def _problem(code: str, path: str, message: str, remedy: str) -> Problem:
    return Problem(code=code, resource=path, message=message, remedy=remedy)
