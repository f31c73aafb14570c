"""Tells what each revision of a PDF added: the content, a signature, data for checking it later, notes, something else.

Runs in the decoding child only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NullObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel, SuspiciousModification
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

#: revisions after the first signature that are told one by one
MAX_REVISIONS = 50
#: entries of the dictionary about a file (ISO 32000-2, 14.3.3), which every program writes anew
_ABOUT = frozenset("/Title /Author /Subject /Keywords /Creator /Producer /CreationDate /ModDate /Trapped".split())
_FAULTS = (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
_KINDS = {
    ModificationLevel.NONE: "nothing",
    ModificationLevel.LTA_UPDATES: "long_term",
    ModificationLevel.FORM_FILLING: "forms",
    ModificationLevel.ANNOTATIONS: "notes",
    ModificationLevel.OTHER: "other",
}


@dataclass(frozen=True, kw_only=True)
class LongTerm:
    """What a document carries for being checked in years (PAdES LTV: its document security store)."""

    certificates: list[Certificate]
    crls: list[CertificateList]
    ocsps: list[OCSPResponse]


def read_long_term(reader: PdfFileReader) -> LongTerm:
    try:
        store = DocumentSecurityStore.read_dss(reader)
        crls = [CertificateList.load(_data(item)) for item in store.crls]
        ocsps = [OCSPResponse.load(_data(item)) for item in store.ocsps]
        return LongTerm(certificates=list(store.load_certs()), crls=crls, ocsps=ocsps)
    except NoDSSFoundError:
        return LongTerm(certificates=[], crls=[], ocsps=[])


def _data(item: Any) -> bytes:
    return bytes(item.get_object().data)


def revisions_of(reader: PdfFileReader, signatures: Sequence[EmbeddedPdfSignature], content: bytes) -> list[dict[str, Any]]:
    """Returns {number, kind, signature}: all up to the first signature as one, then each by itself; none of a file without a signature.

    `signature` is the place of the one that closes the revision, in the order of the signatures.
    """
    total = reader.xrefs.total_revisions
    closing = {signature.signed_revision: place for place, signature in enumerate(signatures)}
    if not closing:
        return []
    first = min(closing)
    found = [{"number": first + 1, "kind": "content", "signature": closing[first]}]
    for number in range(first + 1, min(total, first + 1 + MAX_REVISIONS)):
        place = closing.get(number)
        kind = _kind(reader, number)
        if place is not None and kind in ("nothing", "long_term", "forms"):
            kind = "time_stamp" if signatures[place].sig_object_type == "/DocTimeStamp" else "signature"
        found.append({"number": number + 1, "kind": kind, "signature": place})
    if _trailing(content, signatures):
        found.append({"number": total + 1, "kind": "trailing", "signature": None})
    return found


def _trailing(content: bytes, signatures: Sequence[EmbeddedPdfSignature]) -> bool:
    """Whether bytes stand behind the last revision that belong to none: another program might read them."""
    signed = max(int(one.byte_range[-2]) + int(one.byte_range[-1]) for one in signatures)
    end = content.find(b"%%EOF", content.rfind(b"startxref")) + len(b"%%EOF")
    return bool(content[max(signed, end) :].strip(b"\r\n\t \0"))


def _kind(reader: PdfFileReader, number: int) -> str:
    old, new = reader.get_historical_resolver(number - 1), reader.get_historical_resolver(number)
    try:
        return _KINDS[DEFAULT_DIFF_POLICY.apply(old, new).modification_level]
    except SuspiciousModification:
        return "notes" if _adds_notes_only(old, new, reader.xrefs.explicit_refs_in_revision(number)) else "other"
    except _FAULTS:
        return "other"


def _adds_notes_only(old: HistoricalResolver, new: HistoricalResolver, written: Iterable[Reference]) -> bool:
    """Whether each object that a revision writes is new, or is a page or a list that has gained notes and nothing else."""
    try:
        return all(_gained_notes(_before(old, one), new.get_object(one)) for one in written)
    except _FAULTS:
        return False


def _before(old: HistoricalResolver, reference: Reference) -> Any:
    """Returns an object as it was; None where it is new."""
    try:
        found = old.get_object(reference)
    except PdfError:
        return None
    return None if isinstance(found, NullObject) else found


def _gained_notes(before: Any, after: Any) -> bool:
    if before is None:
        return True
    if isinstance(before, ArrayObject) and isinstance(after, ArrayObject):
        added = [item.get_object() for item in list.__iter__(after)][len(before) :]
        return list(list.__iter__(after))[: len(before)] == list(list.__iter__(before)) and all("/Subtype" in item for item in added)
    if isinstance(before, StreamObject) and isinstance(after, StreamObject):
        return before.get("/Type") == after.get("/Type") == "/Metadata" or bool(before == after and before.data == after.data)
    if not isinstance(before, DictionaryObject) or not isinstance(after, DictionaryObject):
        return bool(before == after)
    if _ABOUT.issuperset(before) and _ABOUT.issuperset(after):
        return True
    names = {*before, *after} - {"/Annots"}
    return all(name in before and name in after and before.raw_get(name) == after.raw_get(name) for name in names)
