"""Shows the tree of a case and of the cases that it called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.queries.case_tree import CaseTree, Node
from casework.cases.queries.tree_page import TreePage, TreePageView
from engine.commands.tasks.remind_of_task import RemindOfTask
from engine.commands.tasks.take_back_task import TakeBackTask
from engine.model.errors import InvalidState, NotFound
from webui.access import person
from webui.door import ask, execute
from webui.i18n import date_time, translate
from webui.tasklist.blueprint import blueprint

#: reminders of one press
MOST = 50


@blueprint.get("/kasus/<uuid:identifier>/pohon")
@person
def tree(identifier: UUID) -> str:
    view: TreePageView = ask(TreePage(instance=identifier))
    root = view.root
    nodes = [node for node in _all(root) if node.instance != root.instance and node.open]
    figures = {
        "all": len(nodes),
        "done": sum(node.ended_at is not None for node in nodes),
        "late": sum(node.late for node in nodes),
        "to_remind": sum(node.to_remind is not None for node in nodes),
        "unread": sum(node.read_at is None and node.ended_at is None and not node.children for node in nodes),
    }
    return render_template("tasklist/tree.html", case=view.case, root=root, figures=figures)


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


@blueprint.post("/tugas/<uuid:identifier>/ingatkan")
@person
def remind(identifier: UUID) -> Response:
    """`identifier`: of the task. The tree from which it is sent is shown again."""
    try:
        execute(RemindOfTask(task=identifier))
    except InvalidState as refused:
        flash(_refusal(refused))
    else:
        flash(translate("Diingatkan: ada surel kepadanya, dan tanda pada tugasnya."))
    case = request.form.get("kasus", type=UUID)
    return redirect(url_for("tasklist.tree", identifier=case) if case else url_for("tasklist.inbox"))


@blueprint.post("/kasus/<uuid:identifier>/ingatkan")
@person
def remind_all(identifier: UUID) -> Response:
    """Of every step below the reader that nobody reminded of today, at most MOST at a time."""
    root: Node = ask(CaseTree(instance=identifier))
    tasks = [node.to_remind for node in _all(root) if node.to_remind]
    flash(remind_of(tasks[:MOST]))
    return redirect(url_for("tasklist.tree", identifier=identifier))


def remind_of(tasks: Sequence[UUID]) -> str:
    """Reminds of each task in a transaction of its own; returns a sentence with how many there were."""
    done = 0
    for task in tasks:
        # finished or reminded of by somebody else meanwhile, or not the reader's to remind of
        with suppress(InvalidState, NotFound):
            execute(RemindOfTask(task=task))
            done += 1
    return translate("{count} tugas diingatkan.", count=done) if done else translate("Tidak ada yang perlu diingatkan hari ini.")


def _refusal(refused: InvalidState) -> str:
    match refused.details.get("reason"):
        case "reminded":
            when = date_time(refused.details["at"])
            return translate("Hari ini sudah diingatkan oleh {person}, {when}. Besok dapat lagi.", person=refused.details["by"], when=when)
        case "unheard":
            return translate("Belum ada yang dapat mengerjakan tugas ini, jadi tidak ada yang dapat diingatkan. Operator sudah melihatnya.")
    return translate("Tidak perlu diingatkan: sudah selesai.")


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
