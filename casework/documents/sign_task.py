"""Signs the document of a task. The signature is made between two transactions, and none is open while the signing service works.

The passphrase goes to the signing service and nowhere else: no command carries it, so that no audit and no key can keep it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from casework.documents.commands.begin_signing import BeginSigning
from casework.documents.commands.finish_signing import FinishSigning
from casework.documents.errors import NoSigner
from casework.documents.parts import DocumentParts
from casework.documents.ports import SignerIdentity
from casework.documents.queries.document_to_sign import DocumentToSign
from engine.core.engine import Engine
from engine.model.actor import Actor


def sign_task(engine: Engine, *, actor: Actor, task: UUID, answers: Mapping[str, Any], passphrase: str) -> None:
    """Raises the refusals of BeginSigning and FinishSigning, NoSigner, and of the service PassphraseWrong, SignerUnknown, SignerAway."""
    parts = engine.platform.part(DocumentParts)
    if parts.signer is None:
        raise NoSigner
    begun = engine.execute(BeginSigning(task=task, answers=dict(answers)), actor=actor)
    identity = SignerIdentity(person=UUID(begun["person"]), name=begun["name"], title=begun["title"])
    written = engine.ask(DocumentToSign(task=task), actor=actor)
    if written is None:
        content = parts.documents.get(begun["sha256"])
    else:
        content = parts.renderer.render(written.template, written.data, link=written.link, at=written.now)
    signed = parts.signer.sign(content, signer=identity, passphrase=passphrase, reason=begun["reason"])
    engine.execute(FinishSigning(task=task, lease=UUID(begun["lease"]), content=signed, answers=dict(answers)), actor=actor)
