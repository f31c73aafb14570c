"""Finds places of a package where a value would reach people as machines write it: `biasa_2`, `4.0`, `2026-12-15` (RAW_VALUE).

Looked at are templates of documents, and the texts of diagrams and process.toml that people read: notices, mails, titles, bills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from casework.wording.declared_fields import DeclaredField, declared_in
from engine.bpmn.elements import Element
from engine.feel.errors import FeelSyntaxError
from engine.feel.expression import compile as compile_feel
from engine.feel.syntax.ast import Arithmetic, Call, ContextLiteral, If, Literal, Name
from engine.model.errors import Problem
from engine.packages.rules import ReadPackage

#: types of a field whose value people read as it is
READABLE = frozenset({"text", "documents", "table", "returns"})
#: step -> its inputs that people read
TEXTS = {
    "alur:notify-applicant": ("subject", "text"),
    "alur:notify-position": ("subject", "text"),
    "alur:create-bill": ("description",),
    "alur:render-document": ("title", "holder"),
}
RENDER = "alur:render-document"
_JSON = re.compile(r'let\s+(\w+)\s*=\s*json\("data\.json"\)')
_ALIAS = re.compile(r"let\s+(\w+)\s*=\s*(\w+)\.data\b(?!\.)")
#: what stands around a value that is compared, not printed
_COMPARED = re.compile(r"\s*(==|!=|<|>|in\b)")
_ASKED = re.compile(r"\b(if|not|and|or)\s*$")
IN_TEMPLATES = "Print `words.{name}` instead of `data.{name}`."
IN_NOTICES = "Write {{{name}}} in the text: the platform fills it in, in the reader's language."
IN_TEXTS = "Write it for people: `tanggal indonesia`, `rupiah`, or the label of the choice."


def check_raw_values(package: ReadPackage) -> Iterator[Problem]:
    """Warnings: a text without a value is right, and the platform cannot know every value."""
    yield from _templates(package)
    for process, path in package.processes:
        for element in process.elements.values():
            for target, source in _texts_of(element):
                for name in _printed_in(source, package):
                    notice = element.extensions.job_type == "alur:notify-applicant"
                    yield _problem(path, element.id, element.line, target, name, IN_NOTICES if notice else IN_TEXTS)
    for case in package.manifest.cases if package.manifest else ():
        for place in ("title", "business_key"):
            for name in _printed_in(getattr(case, place), package):
                yield _problem("process.toml", case.process, None, place, name, IN_TEXTS)
        if case.origin and _declared(package, case.origin).type not in READABLE:
            yield _problem("process.toml", case.process, None, "origin", case.origin, "Name a variable that is a text.")


def _problem(path: str, element: str, line: int | None, place: str, name: str, remedy: str) -> Problem:
    told = remedy.format(name=name)
    message = f"'{place}' prints '{name}' as machines write it."
    values = {"name": name, "place": place}
    return Problem(
        code="RAW_VALUE", resource=path, element=element, line=line, message=message, severity="warning", remedy=told, values=values
    )


def _declared(package: ReadPackage, name: str) -> DeclaredField:
    return declared_in(package.manifest, package.forms, name)


# --- templates


def _templates(package: ReadPackage) -> Iterator[Problem]:
    handed = _handed_on(package)
    for path, text in sorted(package.templates.items()):
        entries = handed.get(PurePosixPath(path).stem, {})
        found: set[tuple[int, str]] = set()
        for match in _uses(text):
            name = match[1]
            if entries.get(name, False) and not _is_compared(text, match):
                found.add((text.count("\n", 0, match.start()) + 1, name))
        for line, name in sorted(found):
            yield _problem(path, "", line, "data", name, IN_TEMPLATES)


def _uses(text: str) -> Iterator[re.Match[str]]:
    whole = [match[1] for match in _JSON.finditer(text)]
    data = [f"{name}.data" for name in whole] + [match[1] for match in _ALIAS.finditer(text) if match[2] in whole]
    for start in data:
        yield from re.finditer(rf"(?<![\w.]){re.escape(start)}\.([A-Za-z_]\w*)", text)


def _is_compared(text: str, match: re.Match[str]) -> bool:
    return bool(_COMPARED.match(text, match.end()) or _ASKED.search(text[: match.start()]))


def _handed_on(package: ReadPackage) -> dict[str, dict[str, bool]]:
    """Template -> entry of its data -> whether the value is one that people do not read as it is."""
    found: dict[str, dict[str, bool]] = {}
    for process, _path in package.processes:
        for element in process.elements.values():
            inputs = {item.target: item.source for item in element.extensions.inputs}
            template, node = _node(inputs.get("template", "")), _node(inputs.get("data", ""))
            if element.extensions.job_type == RENDER and isinstance(template, Literal) and isinstance(node, ContextLiteral):
                entries = found.setdefault(str(template.value), {})
                entries |= {key: entries.get(key, False) or any(_raw(value, package)) for key, value in node.entries}
    return found


# --- texts


def _texts_of(element: Element) -> Iterator[tuple[str, str]]:
    wanted = TEXTS.get(element.extensions.job_type or "", ())
    yield from ((item.target, item.source) for item in element.extensions.inputs if item.target in wanted)


def _printed_in(source: str, package: ReadPackage) -> list[str]:
    return list(dict.fromkeys(_raw(_node(source), package))) if source.startswith("=") else []


def _node(source: str) -> Any:
    try:
        return compile_feel(source.removeprefix("=")).node if source else None
    except FeelSyntaxError:
        return None


def _raw(node: Any, package: ReadPackage) -> Iterator[str]:
    """Variables that the expression prints as they are. Functions other than `string` give what they are meant to give."""
    if isinstance(node, Name):
        if _declared(package, node.name).type not in READABLE:
            yield node.name
    elif isinstance(node, Arithmetic):
        if all(sign == "+" for sign, _operand in node.rest):
            for operand in (node.first, *(operand for _sign, operand in node.rest)):
                yield from _raw(operand, package)
    elif isinstance(node, If):
        yield from _raw(node.then, package)
        yield from _raw(node.otherwise, package)
    elif isinstance(node, Call) and isinstance(node.function, Name) and node.function.name == "string" and node.arguments:
        yield from _raw(node.arguments[0], package)
