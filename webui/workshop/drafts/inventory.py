"""Reports on an imported diagram: a verdict for each element. Nothing is dropped silently."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from webui.access import permission
from webui.door import ask
from webui.i18n import translate
from webui.workshop.blueprint import blueprint
from workshop.drafts.queries.file_inventory import FileInventory


@blueprint.get("/perancang/draf/<uuid:draft>/laporan/<path:path>")
@permission("design")
def inventory(draft: UUID, path: str) -> str:
    view = ask(FileInventory(draft=draft, path=path))
    words = {
        "executed": translate("dijalankan"),
        "shown": translate("ditampilkan"),
        "lost": translate("tidak dijalankan: perilaku mesin lain"),
        "kept": translate("disimpan saja, milik produk lain"),
        "not_executed": translate("tidak dijalankan"),
    }
    return render_template("workshop/inventory.html", view=view, draft=draft, path=path, words=words)
