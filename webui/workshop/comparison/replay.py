"""Replays finished cases on a draft: how many take another way, which, and where they part. It changes nothing."""

from __future__ import annotations

from uuid import UUID

from flask import abort, render_template, request

from webui.access import permission
from webui.door import ask
from webui.i18n import translate
from webui.workshop.blueprint import blueprint
from workshop.replay.queries.replay_cases import COUNTS, ReplayCases


@blueprint.get("/perancang/draf/<uuid:draft>/kasus-lama")
@permission("design")
def replay(draft: UUID) -> str:
    count = request.args.get("banyak", str(COUNTS[0]))
    if not count.isdecimal() or len(count) > 4:
        abort(404)
    view = ask(ReplayCases(draft=draft, process=request.args.get("proses", ""), count=int(count)))
    return render_template("workshop/replay.html", view=view, counts=COUNTS, why_words=unknown_words)


def unknown_words(code: str) -> str:
    return {
        "MAPPING": translate("pemetaan hasil langkah itu berubah, jadi jawabannya dulu tidak dapat dipakai"),
        "INCIDENT": translate("draf ini akan menimbulkan insiden di sana"),
        "WAITS": translate("draf ini menunggu sesuatu yang dulu tidak pernah datang"),
        "NOBODY": translate("yang dulu datang tidak ditunggu siapa pun dalam draf ini"),
        "ERASED": translate("isi kasusnya sudah dihapus menurut aturan"),
        "LISTENER": translate("pendengar langkah itu dulu memberi hasil yang tidak dapat diulang"),
    }[code]
