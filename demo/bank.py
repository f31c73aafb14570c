"""A simulated bank: makes codes for bills, is paid on its page, and calls the platform back. Its behaviour (late, twice, silent, wrong) is
chosen on its page.

It listens on loopback only. Its books are a file, so that a restart loses no money.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from demo.serving import serve
from engine.connectors.clock import MachineClock
from engine.connectors.signed_http import post, signature, signed_by
from webui.settings import read_settings

#: how a payment can go: what is paid, what is told, how often, and after how many seconds
BEHAVIOURS: dict[str, dict[str, Any]] = {
    "sekali": {"label": "Bayar", "told": 1, "after": 0.0, "short": 0, "money": True},
    "dua-kali": {"label": "Bayar, kabar dikirim dua kali", "told": 2, "after": 0.0, "short": 0, "money": True},
    "terlambat": {"label": "Bayar, kabar terlambat 20 detik", "told": 1, "after": 20.0, "short": 0, "money": True},
    "diam": {"label": "Bayar, kabar tidak dikirim (hanya di mutasi)", "told": 0, "after": 0.0, "short": 0, "money": True},
    "kurang": {"label": "Bayar kurang Rp1.000", "told": 1, "after": 0.0, "short": 1000, "money": True},
    "sisa": {"label": "Bayar kekurangannya saja", "told": 1, "after": 0.0, "short": 0, "rest": True, "money": True},
    "lebih": {"label": "Bayar lebih Rp1.000", "told": 1, "after": 0.0, "short": -1000, "money": True},
    "bohong": {"label": "Kabar bohong: tidak ada uangnya", "told": 1, "after": 0.0, "short": 0, "money": False},
}


class BankLedger:
    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self.bills: dict[str, dict[str, Any]] = {}
        self.payments: list[dict[str, Any]] = []
        if path.exists():
            kept = json.loads(path.read_text())
            self.bills, self.payments = kept["bills"], kept["payments"]

    def bill(self, values: dict[str, Any]) -> dict[str, Any]:
        """Returns a bill, with the same codes each time."""
        with self._lock:
            known = next((bill for bill in self.bills.values() if bill["bill_id"] == values["bill_id"]), None)
            if known is None:
                va = f"8808{secrets.randbelow(10**12):012}"
                known = {**values, "va": va, "qris": f"00020101021226DEMO{va}5802ID"}
                self.bills[va] = known
                self._keep()
            return known

    def paid(self, payment: dict[str, Any]) -> None:
        with self._lock:
            self.payments.append(payment)
            self._keep()

    def _keep(self) -> None:
        temporary = self._path.with_suffix(".part")
        temporary.write_text(json.dumps({"bills": self.bills, "payments": self.payments}))
        temporary.replace(self._path)


def post_callback(address: str, key: str, payment: dict[str, Any], behaviour: dict[str, Any]) -> None:
    """Posts the callback, as often and as late as is set; a platform that does not answer is called again, as banks do."""

    def call() -> None:
        time.sleep(behaviour["after"])
        for _ in range(behaviour["told"]):
            for _attempt in range(10):
                body, timestamp = json.dumps(payment).encode(), MachineClock().now(None).isoformat()
                headers = {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature(key, timestamp, body)}
                try:
                    post(f"{address}/api/bank/pembayaran", body, headers)
                    break
                except OSError:
                    time.sleep(3)

    threading.Thread(target=call, daemon=True).start()


def create_bank(books: BankLedger, *, address: str, key: str, zone: ZoneInfo) -> Flask:
    """`address`: of the platform."""
    app = Flask("demo", template_folder="templates")

    def signed() -> dict[str, Any]:
        body, now = request.get_data(cache=False), MachineClock().now(None)
        if not signed_by(key, request.headers.get("X-Timestamp", ""), request.headers.get("X-Signature", ""), body, now):
            abort(401)
        return dict(json.loads(body))

    @app.post("/tagihan")
    def bill() -> Response:
        known = books.bill(signed())
        return jsonify(va=known["va"], qris=known["qris"])

    @app.post("/mutasi")
    def statement() -> Response:
        day = signed()["day"]
        return jsonify(
            payments=[item for item in books.payments if str(datetime.fromisoformat(item["paid_at"]).astimezone(zone).date()) == day]
        )

    @app.get("/")
    def page() -> str:
        wanted = request.args.get("va", "")
        bills = [item for item in reversed(books.bills.values()) if not wanted or item["va"] == wanted]
        paid = {item["va"] for item in books.payments}
        return render_template(
            "demo/bank.html", bills=bills[:50], ways=BEHAVIOURS, paid=paid, told=request.args.get("kabar", ""), platform=address
        )

    @app.post("/bayar/<va>")
    def pay(va: str) -> AnyResponse:
        known, behaviour = books.bills.get(va), BEHAVIOURS.get(request.form.get("cara", ""))
        if known is None or behaviour is None:
            abort(404)
        before = sum(item["amount"] for item in books.payments if item["va"] == va) if behaviour.get("rest") else 0
        payment = {
            "ref": f"DEMO{secrets.token_hex(6).upper()}",
            "va": va,
            "amount": max(1, known["amount"] - behaviour["short"] - before),
            "paid_at": datetime.now(UTC).isoformat(),  # noqa: TID251 (a bank's own clock)
        }
        if behaviour["money"]:
            books.paid(payment)
        post_callback(address, key, payment, behaviour)
        return redirect(f"/?va={va}&kabar=1")

    return app


def main() -> None:
    settings = read_settings()
    books = BankLedger(settings.data_folder / "bank.json")
    serve(create_bank(books, address=settings.address, key=settings.bank_key, zone=settings.zone), settings.bank_address)


if __name__ == "__main__":
    main()
