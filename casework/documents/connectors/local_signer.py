"""A certificate authority of our own, for trying things out: its signatures are valid where its certificate is trusted, and nowhere else
(docs/law/electronic-signature.md#trial-signer).

Each signer has a key of their own, kept in a file that only their passphrase opens (PKCS#12). The passphrase is asked per signing; it is
kept nowhere.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from casework.documents.connectors.signature_thread import run_in_new_thread
from casework.documents.errors import PassphraseWrong, SignerUnknown
from casework.documents.ports import SignerIdentity
from engine.connectors.clock import MachineClock

TEST_CERTIFICATE_NOTE = "Sertifikat UJI, tidak berlaku hukum"
_CA_YEARS, _SIGNER_YEARS = 10, 2
#: characters of a passphrase
SHORTEST = 8


class LocalSigner:
    is_test = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def roots(self) -> bytes:
        """Returns the certificate that verifies, as PEM; the first call makes it."""
        return self._authority()[0].public_bytes(serialization.Encoding.PEM)

    def enrol(self, person: UUID, name: str, passphrase: str) -> None:
        """Makes a key and a certificate for a person. Raises PassphraseWrong for a passphrase that is too short."""
        if len(passphrase) < SHORTEST:
            raise PassphraseWrong(f"Expected a passphrase of at least {SHORTEST} characters, but it is shorter.")
        authority, authority_key = self._authority()
        key = ec.generate_private_key(ec.SECP256R1())
        begins = MachineClock().now(None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(name))
            .issuer_name(authority.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(min(begins + timedelta(days=365 * _SIGNER_YEARS), authority.not_valid_after_utc))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_documents=True), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        )
        certificate = builder.sign(authority_key, hashes.SHA256())
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
        content = pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, [authority], encryption)
        self._write(self._path(person), content)

    def sign(self, pdf: bytes, *, signer: SignerIdentity, passphrase: str, reason: str) -> bytes:
        """Signs as PAdES, baseline B. Raises PassphraseWrong, SignerUnknown."""
        path = self._path(signer.person)
        if not path.exists():
            raise SignerUnknown("Expected somebody with a certificate, but this person has none.")
        return run_in_new_thread(partial(_signed, pdf, path.read_bytes(), passphrase, signer.name, reason))

    def _authority(self) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        path = self._folder / "ca.pem"
        if not path.exists():
            self._write(path, _new_authority(), first=True)
        content = path.read_bytes()
        key = serialization.load_pem_private_key(content, password=None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return x509.load_pem_x509_certificate(content), key

    def _path(self, person: UUID) -> Path:
        return self._folder / f"{person}.p12"

    def _write(self, path: Path, content: bytes, *, first: bool = False) -> None:
        """Writes a file. `first`: where several processes write it at once, the first one's stays."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=self._folder)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if first:
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(temporary)
            Path(temporary).unlink()
        else:
            Path(temporary).replace(path)


def _signed(pdf: bytes, certificate: bytes, passphrase: str, name: str, reason: str) -> bytes:
    try:
        own = signers.SimpleSigner.load_pkcs12_data(certificate, other_certs=(), passphrase=passphrase.encode())
    except ValueError:
        own = None
    if own is None:
        raise PassphraseWrong("Expected the passphrase of the certificate, but it does not open it.")
    metadata = signers.PdfSignatureMetadata(
        field_name="TandaTangan", subfilter=fields.SigSeedSubFilter.PADES, reason=reason, name=name, location=TEST_CERTIFICATE_NOTE
    )
    return bytes(signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), metadata, signer=own).getvalue())


def _new_authority() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    begins = MachineClock().now(None)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name("Otoritas Sertifikat UJI Alur"))
        .issuer_name(_name("Otoritas Sertifikat UJI Alur"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=365 * _CA_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_documents=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return certificate.public_bytes(serialization.Encoding.PEM) + private


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, TEST_CERTIFICATE_NOTE),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _usage(*, signs_documents: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs_documents,
        content_commitment=signs_documents,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs_documents,
        crl_sign=not signs_documents,
        encipher_only=False,
        decipher_only=False,
    )
