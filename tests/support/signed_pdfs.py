"""An authority of tests, its signers and its time stamps, and PDFs that they have signed in every way."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from casework.documents.connectors.signature_thread import run_in_new_thread
from tests.support.files import pdf

NOW = datetime.now(UTC).replace(microsecond=0)  # noqa: TID251 (signatures tell the machine's time)
YEARS = timedelta(days=365)


class Authority:
    def __init__(self, name="CA Uji"):
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = common(name)
        self._certificate = self._issued(self._name, self._key.public_key(), NOW - 20 * YEARS, NOW + 20 * YEARS, ca=True)
        # the stamps of pyHanko's own stamping authority for tests are RSA's only
        stamping = rsa.generate_private_key(65537, 2048)
        self._stamping = self._issued(common("TSA Uji"), stamping.public_key(), NOW - 10 * YEARS, NOW + 10 * YEARS, stamps=True)
        self._stamping_key = stamping

    @property
    def roots(self):
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def signer(self, name, *, begins=NOW - YEARS, ends=NOW + YEARS):
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issued(common(name), key.public_key(), begins, ends)
        packed = pkcs12.serialize_key_and_certificates(b"x", key, certificate, [self._certificate], serialization.NoEncryption())
        return signers.SimpleSigner.load_pkcs12_data(packed, other_certs=(), passphrase=None)

    def stamper(self, at=None):
        store = SimpleCertificateStore()
        store.register(asn1(self._certificate))
        key = self._stamping_key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return DummyTimeStamper(asn1(self._stamping), keys.PrivateKeyInfo.load(key), certs_to_embed=store, fixed_dt=at)

    def context(self):
        return ValidationContext(trust_roots=[asn1(self._certificate)], allow_fetching=False)

    def _issued(self, subject, key, begins, ends, *, ca=False, stamps=False):
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage(ca=ca), critical=True)
        )
        if stamps:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return builder.sign(self._key, hashes.SHA256())


def sign(content, signer, *, field="TTD1", stamper=None, **more):
    """Returns the file with one more signature. `stamper`: its time is stamped."""
    metadata = signers.PdfSignatureMetadata(field_name=field, subfilter=fields.SigSeedSubFilter.PADES, **more)
    return run_in_new_thread(
        lambda: signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content)), metadata, signer=signer, timestamper=stamper).getvalue()
    )


def stamp(content, stamper, context=None):
    """Returns the file with a time stamp over the document."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    return run_in_new_thread(lambda: signers.PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256", context).getvalue())


def note(content):
    """Returns the file with a reader's note on its first page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    entries = {"/Type": "/Annot", "/Subtype": "/Text"}
    value = generic.DictionaryObject({generic.pdf_name(key): generic.pdf_name(one) for key, one in entries.items()})
    value["/Rect"] = generic.ArrayObject([generic.NumberObject(number) for number in (10, 10, 30, 30)])
    value["/Contents"] = generic.pdf_string("Setuju, bayar saja")
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Annots"] = generic.ArrayObject([*(page.get("/Annots") or []), writer.add_object(value)])
    writer.update_container(page)
    return written(writer)


def other_page(content):
    """Returns the file with a page that looks otherwise, written behind what was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(number) for number in (0, 0, 300, 300)])
    writer.update_container(page)
    return written(writer)


def altered(content):
    """Returns the file with one other byte inside of what was signed first."""
    changed = bytearray(content)
    changed[content.index(b"/MediaBox") + len(b"/MediaBox[0 0 ")] ^= 1
    return bytes(changed)


def plain():
    return pdf()


def written(writer):
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def asn1(certificate):
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def common(name):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Kabupaten Uji"), x509.NameAttribute(NameOID.COMMON_NAME, name)])


def usage(*, ca):
    return x509.KeyUsage(
        digital_signature=not ca,
        content_commitment=not ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=ca,
        crl_sign=ca,
        encipher_only=False,
        decipher_only=False,
    )
