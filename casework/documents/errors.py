"""Refusals of documents: rejected, or not stored, rendered or signed."""

from __future__ import annotations

from engine.model.errors import CommandRefused, EngineError


class FileRejected(CommandRefused):
    """Expected a PDF or a picture that opens and does nothing by itself, but the file is not one, or is too large."""

    code = "FILE_REJECTED"


class TemplateFailed(CommandRefused):
    """Expected a template that gives a document, but it fails; `details["output"]` is what typst says."""

    code = "TEMPLATE_FAILED"


class PassphraseWrong(CommandRefused):
    """Expected the passphrase of the signer's certificate, but it does not open it."""

    code = "PASSPHRASE_WRONG"


class SignerUnknown(CommandRefused):
    """Expected somebody with a certificate, but this person has none."""

    code = "SIGNER_UNKNOWN"


class NoSigner(CommandRefused):
    """Expected a signing service, but none is set up here."""

    code = "NO_SIGNER"


class SignerAway(CommandRefused):
    """Expected the signing service to answer, but it does not; nothing was signed, and the step can be done again."""

    code = "SIGNER_AWAY"


class ScannerAway(CommandRefused):
    """Expected the virus scanner to look at the file, but it does not answer; the same file can be sent again in a while."""

    code = "SCANNER_AWAY"


class DecoderBusy(CommandRefused):
    """Expected a decoder for the file, but all look at other files; nothing was kept, and the same file can be sent again in a moment."""

    code = "DECODER_BUSY"


class StorageFull(CommandRefused):
    """Expected room for a file on the disk of the documents, but it is full; nothing was kept."""

    code = "STORAGE_FULL"


class StorageAway(EngineError):
    """Expected the store of documents to answer, but it does not; nothing was kept. Trying again helps."""

    code = "STORAGE_AWAY"
