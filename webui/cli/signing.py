"""`alur verify` checks a signed document offline; `alur signer enrol` makes a certificate for trials."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from casework.documents.parts import DocumentParts


def add_signing_commands(commands: Any) -> None:
    verify = commands.add_parser(
        "verify", help="what each signature of a PDF says, and whether the file is as it was signed: offline, by the published certificates"
    )
    verify.add_argument("file", type=Path, help="the file")
    verify.add_argument("--roots", type=Path, help="certificates as PEM (/verifikasi/sertifikat.pem); else those of this installation")
    verify.set_defaults(run=_verify)
    signer = commands.add_parser("signer", help="certificates for trials").add_subparsers(dest="what", required=True)
    enrol = signer.add_parser("enrol", help="make a key and a certificate for somebody; asks for the passphrase")
    enrol.add_argument("email", help="the person's address")
    enrol.set_defaults(run=_enrol)
    revoke = commands.add_parser("revoke", help="an issued document no longer holds")
    revoke.add_argument("code", help="the code under its QR")
    revoke.add_argument("--reason", required=True, help="public: whoever verifies reads it")
    revoke.set_defaults(run=_revoke)


def _verify(options: argparse.Namespace) -> None:
    from casework.documents.connectors.pdf_signatures import PdfSignatureCheck
    from engine.connectors.clock import MachineClock
    from webui.bootstrap import roots_of
    from webui.cli.signature_lines import signature_lines
    from webui.settings import read_settings

    try:
        content = options.file.read_bytes()
        roots = options.roots.read_bytes() if options.roots else roots_of(read_settings())
    except OSError as error:
        sys.exit(f"alur: {error}")
    report = PdfSignatureCheck(roots).check(content, MachineClock().now(None))
    for line in signature_lines(report):
        print(line)
    sys.exit(0 if report.state == "valid" else 1)


def _enrol(options: argparse.Namespace) -> None:
    from casework.documents.connectors.local_signer import LocalSigner
    from engine.model.actor import SYSTEM
    from engine.model.errors import EngineError
    from engine.queries.people.person_by_email import PersonByEmail
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    engine = build_platform(read_settings())
    signer = engine.platform.part(DocumentParts).signer
    if not isinstance(signer, LocalSigner):
        sys.exit("alur: there is no local authority here; set ALUR_SIGNING=local")
    passphrase = getpass.getpass("Passphrase: ")
    try:
        person = engine.ask(PersonByEmail(email=options.email), actor=SYSTEM)
        signer.enrol(person.id, person.name, passphrase)
    except EngineError as refusal:
        sys.exit(f"alur: {refusal}")
    print(f"{person.name} can sign now")


def _revoke(options: argparse.Namespace) -> None:
    from casework.documents.commands.revoke_document import RevokeDocument
    from casework.documents.queries.document_of_code import DocumentOfCode
    from engine.model.actor import SYSTEM
    from engine.model.errors import EngineError
    from webui.bootstrap import build_platform
    from webui.settings import read_settings

    engine = build_platform(read_settings())
    try:
        document = engine.ask(DocumentOfCode(code=options.code), actor=SYSTEM)
        engine.execute(RevokeDocument(document=document, reason=options.reason), actor=SYSTEM)
    except EngineError as refusal:
        sys.exit(f"alur: {refusal}")
    print("revoked")
