"""Shows the tree of a case and of the cases that it called."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import render_template

from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.case_tree import CaseTree, Node
from webui.access import person
from webui.door import ask
from webui.tasklist.blueprint import blueprint


@blueprint.get("/kasus/<uuid:identifier>/pohon")
@person
def tree(identifier: UUID) -> str:
    root: Node = ask(CaseTree(instance=identifier))
    nodes = [node for node in _all(root) if node.instance != root.instance]
    figures = {
        "all": len(nodes),
        "done": sum(node.ended_at is not None for node in nodes),
        "late": sum(node.late for node in nodes),
        "unread": sum(node.read_at is None and node.ended_at is None and not node.children for node in nodes),
    }
    return render_template("tasklist/tree.html", case=ask(CaseDetail(instance=identifier)), root=root, figures=figures)


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
