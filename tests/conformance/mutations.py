"""Foreign diagrams, broken a little: what other modelers, old tools and hand edits leave in a file.

`python -m tests.conformance.mutations [SECONDS]` looks for one that the reader or the linter does not survive.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from engine.bpmn.lint.linter import lint_diagram
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.inventory import inventory
from engine.model.errors import DeploymentRejected, Problem
from webui.rendering.problem_text import sentence

VALUES = ("", "nobody", "-1", "=1/0", "${", "true", " x y ", "9" * 40)
TEXTS = ("", "=", "nobody", "PT-1S", "R-1/", "${x", "0 0 0 31 2 *")


def trees(folder: Path) -> list[Any]:
    found = []
    for path in sorted(folder.rglob("*.bpmn")):
        try:
            found.append(etree.fromstring(path.read_bytes()))
        except etree.XMLSyntaxError:
            continue
    return found


def mutations(known: list[Any], chance: random.Random) -> Iterator[bytes]:
    """For ever."""
    while True:
        root = etree.fromstring(etree.tostring(chance.choice(known)))
        for _ in range(chance.choice((1, 1, 2, 5))):
            nodes = [node for node in root.iter() if isinstance(node.tag, str) and node is not root]
            if nodes:
                _mutate(chance.choice(nodes), nodes, chance)
        yield etree.tostring(root)


def _mutate(node: Any, nodes: list[Any], chance: random.Random) -> None:
    other, how = chance.choice(nodes), chance.randrange(7)
    if how == 0:
        node.getparent().remove(node)
    elif how == 1 and node.attrib:
        del node.attrib[chance.choice(list(node.attrib))]
    elif how == 2 and node.attrib:
        node.attrib[chance.choice(list(node.attrib))] = chance.choice((*VALUES, other.get("id") or "x"))
    elif how == 3:
        node.text = chance.choice((*TEXTS, other.get("id") or "x"))
    elif how == 4:
        other.append(etree.fromstring(etree.tostring(node)))
    elif how == 5:
        node.tag = other.tag
    elif node not in (other, *other.iterancestors()):
        other.append(node)


def survive(content: bytes) -> list[Problem]:
    """What is told of a file, in both languages; anything but a refusal with sentences is raised."""
    try:
        diagram = read_diagram(content, resource="x.bpmn")
        list(inventory(diagram.root))
        problems = lint_diagram(diagram, resource="x.bpmn")
    except DeploymentRejected as rejected:
        problems = list(rejected.problems)
        assert problems
    for problem in problems:
        assert sentence(problem, "id")
        assert sentence(problem, "en")
    return problems


def main() -> None:
    from tests.conformance.main import FOLDER

    seed, until = time.time_ns(), time.monotonic() + float(sys.argv[1] if len(sys.argv) > 1 else 60)
    for count, content in enumerate(mutations(trees(FOLDER), random.Random(seed))):
        try:
            survive(content)
        except Exception:
            Path("mutation.bpmn").write_bytes(content)
            print(f"seed {seed}: after {count} this one was not survived: mutation.bpmn")
            raise
        if time.monotonic() > until:
            print(f"{count + 1} mutations survived")
            return


if __name__ == "__main__":
    main()
