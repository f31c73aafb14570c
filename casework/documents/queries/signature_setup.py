"""Tells how signatures are set up: whether they are tests, and the certificates with which anybody verifies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from casework.documents.parts import DocumentParts
from engine.core.context import QueryContext
from engine.core.query import Query


@dataclass(frozen=True, kw_only=True)
class SignatureSetupView:
    #: whether its signatures are for trying out, or there are none; every page says so
    is_test: bool
    #: the published certificates, as PEM
    roots: bytes


@dataclass(frozen=True, kw_only=True)
class SignatureSetup(Query):
    permission: ClassVar[str] = "public"

    def run(self, context: QueryContext) -> SignatureSetupView:
        parts = context.platform.part(DocumentParts)
        return SignatureSetupView(is_test=parts.signer is None or parts.signer.is_test, roots=parts.signatures.roots)
