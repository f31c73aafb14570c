"""The parts of documents, which the composition root gives."""

from __future__ import annotations

from dataclasses import dataclass

from casework.documents.ports import DocumentRenderer, DocumentStore, Scanner, SignatureCheck, SignatureProvider


@dataclass(frozen=True, kw_only=True)
class DocumentParts:
    documents: DocumentStore
    scanner: Scanner
    renderer: DocumentRenderer
    signatures: SignatureCheck
    #: None: nobody can sign here
    signer: SignatureProvider | None
    #: where the regency's documents are signed: its seat
    place: str = ""
