"""The registries of other institutions, simulated: population (SIAK), tax numbers, land tax (SISMIOP). Each can be set to be slow, to fail
and to answer nonsense.

What they answer follows from what they are asked, and every number is invented. It listens on loopback only.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from demo.serving import serve
from engine.connectors.clock import MachineClock
from engine.connectors.signed_http import signed_by
from webui.settings import read_settings

#: how a register behaves: its name on the page, seconds before it answers, and whether it does
MOODS: dict[str, tuple[str, float, str]] = {
    "baik": ("Menjawab", 0.1, "answer"),
    "lambat": ("Lambat: 15 detik", 15.0, "answer"),
    "mati": ("Mati: 503", 0.1, "fail"),
    "ngawur": ("Menjawab ngawur", 0.1, "babble"),
}
SHOWN = 30


def population(data: Mapping[str, Any]) -> dict[str, Any]:
    """Answers like Dukcapil's CALL_VERIFY_BY_ELEMEN: match flags, never the data itself. A NIK that ends in 0000 to 0099 is nobody's."""
    nik, name = str(data.get("nik") or ""), str(data.get("nama") or "")
    if not (len(nik) == 16 and nik.isdigit()) or nik[12:14] == "00":
        return {"ditemukan": False, "nik": "Data Tidak Ditemukan", "nama": None}
    # every seventh person is registered under another name
    other = int(nik[12:]) % 7 == 0
    return {"ditemukan": True, "nik": "Sesuai", "nama": "Tidak Sesuai (41)" if other or not name else "Sesuai (100)"}


def tax_number(data: Mapping[str, Any]) -> dict[str, Any]:
    digits = "".join(sign for sign in str(data.get("npwp") or "") if sign.isdigit())
    known = len(digits) in (15, 16) and digits[-1] != "9"
    return {"status": "AKTIF" if known else "TIDAK TERDAFTAR"}


def land_tax(data: Mapping[str, Any]) -> dict[str, Any]:
    """Answers land tax: a NOP whose last number but one is odd owes the year before."""
    digits, year = "".join(sign for sign in str(data.get("nop") or "") if sign.isdigit()), int(data.get("tahun") or 0)
    if len(digits) != 18:
        return {"lunas": None, "tunggakan": []}
    owes = int(digits[-2]) % 2 == 1
    return {"lunas": not owes, "tunggakan": [year - 1] if owes else []}


REGISTERS: dict[str, tuple[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "penduduk": ("Register penduduk (SIAK)", population),
    "npwp": ("Nomor pokok wajib pajak", tax_number),
    "pbb": ("PBB (SISMIOP)", land_tax),
}


def create_registries(*, key: str) -> Flask:
    app, log = Flask("demo", template_folder="templates"), list[dict[str, Any]]()
    moods = dict.fromkeys(REGISTERS, "baik")

    @app.post("/<register>")
    def ask(register: str) -> Response | tuple[str, int]:
        body = request.get_data(cache=False)
        if register not in REGISTERS:
            abort(404)
        if not signed_by(
            key, request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", ""), body, MachineClock().now(None)
        ):
            abort(401)
        asked = json.loads(body)
        log.insert(
            0, {"register": register, "case": asked["case"], "purpose": asked["purpose"], "request": request.headers.get("X-Request-Id")}
        )
        del log[SHOWN:]
        _label, seconds, way = MOODS[moods[register]]
        time.sleep(seconds)
        if way != "answer":
            return ("<html>maaf", 200) if way == "babble" else ("tidak tersedia", 503)
        return jsonify(REGISTERS[register][1](asked["data"]))

    @app.get("/")
    def page() -> str:
        return render_template("demo/registries.html", registers=REGISTERS, moods=MOODS, now=moods, log=log)

    @app.post("/suasana/<register>")
    def mood(register: str) -> AnyResponse:
        chosen = request.form.get("suasana", "")
        if register not in REGISTERS or chosen not in MOODS:
            abort(404)
        moods[register] = chosen
        return redirect("/")

    return app


def main() -> None:
    settings = read_settings()
    serve(create_registries(key=settings.registry_key), next(iter(settings.registries.values())))


if __name__ == "__main__":
    main()
