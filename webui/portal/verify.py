"""Verifies a document for anybody: by its QR, its code or number, or the file itself. No account, nothing is stored."""

from __future__ import annotations

from flask import Response as FlaskResponse
from flask import render_template, request
from werkzeug.wrappers import Response

from casework.documents.file_check import MAX_BYTES
from casework.documents.queries.signature_setup import SignatureSetup, SignatureSetupView
from casework.documents.queries.verification import Verification, VerifyCode, VerifyFile
from webui.access import public
from webui.limits import rate_limit
from webui.portal.blueprint import blueprint
from webui.portal.public_door import ask

#: characters of a code or number that are looked at
MAX_CODE_LENGTH = 100


@blueprint.route("/verifikasi", methods=["GET", "POST"])
@public
@rate_limit("600 per hour", reads=True)
def verify() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        if code := request.args.get("kode", "").strip()[:MAX_CODE_LENGTH]:
            return _page(ask(VerifyCode(code=code)), code)
        return render_template("portal/verify.html", found=None, code="", trial=_setup().is_test, missing=False)
    sent = request.files.get("berkas")
    content = sent.read(MAX_BYTES + 1) if sent and sent.filename else b""
    if not content:
        return render_template("portal/verify.html", found=None, code="", trial=_setup().is_test, missing=True), 422
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


def _page(found: Verification, code: str) -> str:
    return render_template("portal/verify.html", found=found, code=code, trial=_setup().is_test, missing=False)


def _setup() -> SignatureSetupView:
    found: SignatureSetupView = ask(SignatureSetup())
    return found
