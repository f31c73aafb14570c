"""Takes the bank's callback for a payment, signed with a shared key; a repeated callback changes nothing."""

from __future__ import annotations

import json

from flask import Blueprint, current_app, jsonify, request
from werkzeug.wrappers import Response

from casework.payments.commands.record_payment import RecordPayment
from casework.payments.connectors.bank import read_payment
from engine.connectors.signed_http import signed_by
from engine.model.actor import SYSTEM
from engine.queries.jobs.current_time import CurrentTime
from webui.access import public
from webui.door import engine, execute_as_platform

blueprint = Blueprint("bank", __name__)
#: bytes of a callback
LARGEST = 10_000
#: under which the application keeps the key
KEY = "BANK_KEY"


@blueprint.post("/api/bank/pembayaran")
@public
def paid() -> tuple[Response, int] | Response:
    """Takes `{"ref", "va", "amount", "paid_at"}`; answers the verdict with 200, so that the bank does not send it again."""
    body = request.get_data(cache=False)
    if len(body) > LARGEST:
        return jsonify(error="too large"), 413
    given = request.headers
    now = engine().ask(CurrentTime(), actor=SYSTEM)
    if not given.get("X-Signature"):
        return jsonify(error="X-Timestamp and X-Signature are missing"), 400
    if not signed_by(current_app.config[KEY], given.get("X-Timestamp", ""), given["X-Signature"], body, now):
        return jsonify(error="the signature does not fit, or is older than five minutes"), 401
    try:
        payment = read_payment(json.loads(body))
    except (ValueError, RecursionError) as error:
        return jsonify(error=str(error)), 422
    command = RecordPayment(reference=payment.reference, va=payment.va, amount=payment.amount, paid_at=payment.paid_at)
    answer = execute_as_platform(command)
    return jsonify(verdict=answer["verdict"], repeated=answer["repeated"])
