"""Shows the tree of a case and of the cases that it called."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.queries.case_detail import CaseDetail
from casework.cases.queries.case_tree import CaseTree, Node
from engine.commands.tasks.take_back_task import TakeBackTask
from engine.model.errors import InvalidState
from webui.access import person
from webui.door import ask, execute
from webui.i18n import date_time, translate
from webui.tasklist.blueprint import blueprint


@blueprint.get("/kasus/<uuid:identifier>/pohon")
@person
def tree(identifier: UUID) -> str:
    root: Node = ask(CaseTree(instance=identifier))
    nodes = [node for node in _all(root) if node.instance != root.instance and node.open]
    figures = {
        "all": len(nodes),
        "done": sum(node.ended_at is not None for node in nodes),
        "late": sum(node.late for node in nodes),
        "unread": sum(node.read_at is None and node.ended_at is None and not node.children for node in nodes),
    }
    return render_template("tasklist/tree.html", case=ask(CaseDetail(instance=identifier)), root=root, figures=figures)


@blueprint.post("/tugas/<uuid:identifier>/tarik")
@person
def take_back(identifier: UUID) -> Response:
    """`identifier`: of the task. The tree from which it is sent is shown again."""
    try:
        execute(TakeBackTask(task=identifier))
    except InvalidState as refused:
        if read_at := refused.details.get("read_at"):
            when = date_time(read_at)
            flash(translate("Tidak jadi ditarik: sudah dibaca pada {when}. Hubungi penerimanya; ia dapat mengembalikannya.", when=when))
        else:
            flash(translate("Tidak jadi ditarik: sudah selesai."))
    else:
        flash(translate("Ditarik. Penerimanya tidak melihatnya lagi di kotak tugas."))
    case = request.form.get("kasus", type=UUID)
    return redirect(url_for("tasklist.tree", identifier=case) if case else url_for("tasklist.inbox"))


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
