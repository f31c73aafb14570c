"""Verifies a document for anybody: by its QR, its code or number, or the file itself. No account, nothing is stored."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import render_template, request
from werkzeug.wrappers import Response

from casework.documents.file_check import MAX_BYTES
from casework.documents.queries.signature_setup import SignatureSetup, SignatureSetupView
from casework.documents.queries.verification import Verification, VerifyCode, VerifyFile
from casework.services.queries.service_catalogue import ServiceCatalogue
from webui.access import public
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask

#: characters of a code or number that are looked at
MAX_CODE_LENGTH = 100
#: the life event of services by which people report something
REPORTS = "community"


@blueprint.route("/verifikasi", methods=["GET", "POST"])
@public
@rate_limit("600 per hour", reads=True)
def verify() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        if code := request.args.get("kode", "").strip()[:MAX_CODE_LENGTH]:
            return _page(ask(VerifyCode(code=code)), code)
        return _page(None, "")
    sent = request.files.get("berkas")
    content = sent.read(MAX_BYTES + 1) if sent and sent.filename else b""
    if not content:
        return _page(None, "", missing=True), 422
    return _page(ask(VerifyFile(content=content)), "")


@blueprint.get("/verifikasi/<code>")
@public
@rate_limit("600 per hour", reads=True)
def verify_code(code: str) -> str | Response:
    """Shows the verification that the QR code links to."""
    return _page(ask(VerifyCode(code=code[:MAX_CODE_LENGTH])), "")


@blueprint.get("/verifikasi/sertifikat.pem")
@public
def certificates() -> Response:
    """Sends the certificates by which anybody verifies offline (`alur verify FILE --roots`)."""
    return FlaskResponse(_setup().roots, mimetype="application/x-pem-file")


def _page(found: Verification | None, code: str, *, missing: bool = False) -> str:
    shown = {"found": found, "code": code, "missing": missing, "trial": _setup().is_test}
    return render_template("portal/verify.html", **shown, reporting=_reporting_service())


def _reporting_service() -> str:
    """Returns the key of the service with which people report what is wrong; empty: none is offered."""
    return next((item.service.key for item in ask(ServiceCatalogue()) if REPORTS in item.service.events), "")


def _setup() -> SignatureSetupView:
    found: SignatureSetupView = ask(SignatureSetup())
    return found
