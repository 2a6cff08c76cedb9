"""The name of the key that a TLS certificate carries: what a pinned address of a service is held against."""

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mvl_desktop.ports.crypto import CryptoError


def key_name(certificate: bytes) -> bytes:
    """Return the SHA-256 of a DER certificate's SubjectPublicKeyInfo; CryptoError when it is no certificate."""
    try:
        public = x509.load_der_x509_certificate(certificate).public_key()
        return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    except (ValueError, TypeError) as error:
        raise CryptoError from error
