"""The HTTP client: TLS 1.3 at least, no redirect, no compression, no setting taken from the environment."""

import hmac
import ssl
import sys
from pathlib import Path

import httpx2

from mvl_desktop.crypto.certificates import key_name
from mvl_desktop.exchange.carriers.address import pins_of
from mvl_desktop.ports.crypto import CryptoError

TIMEOUT = httpx2.Timeout(30.0, connect=15.0)
AGENT = "mvl/1"
_BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem")
"""Where the families of Linux keep the authorities that their administrator trusts."""


def make_client(address: str, authority_file: str | None = None) -> httpx2.Client:
    """Make a client that keeps its connection. Building the TLS context takes some 40 ms: do it beside the screen.

    An address that names keys is answered by one of them only, whatever an authority has signed.
    """
    is_tls = address.strip().lower().startswith("https:")
    return httpx2.Client(
        verify=tls_context(authority_file, pins_of(address)) if is_tls else False,
        http2=False,
        follow_redirects=False,
        trust_env=False,
        timeout=TIMEOUT,
        limits=httpx2.Limits(max_connections=2, max_keepalive_connections=1),
        headers={"accept-encoding": "identity", "user-agent": AGENT, "accept": "*/*"},
    )


def tls_context(authority_file: str | None = None, pins: frozenset[bytes] = frozenset()) -> ssl.SSLContext:
    """Trust the system's authorities, and those of a file when an operator allowed it; TLS 1.3 only.

    What the environment would have OpenSSL trust was dropped when the program began (decision 0132).
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    bundle = _elsewhere()
    if bundle is not None:
        context.load_verify_locations(cafile=bundle)
    if authority_file is not None:
        context.load_verify_locations(cafile=authority_file)
    if pins:
        context.sslsocket_class = type("PinnedSocket", (_PinnedSocket,), {"pins": pins})
    return context


def _elsewhere() -> str | None:
    """Return the authorities of this system where OpenSSL, made on another one, looks for them in vain."""
    looked = ssl.get_default_verify_paths()
    if sys.platform != "linux" or looked.cafile is not None or looked.capath is not None:
        return None
    return next((path for path in _BUNDLES if Path(path).is_file()), None)


class _PinnedSocket(ssl.SSLSocket):
    """A connection that ends before anything was said, when the key of the other side is not one of those named."""

    pins: frozenset[bytes] = frozenset()

    def do_handshake(self, block: bool = False) -> None:
        """Shake hands, then look at the key."""
        super().do_handshake(block)
        try:
            name = key_name(self.getpeercert(binary_form=True) or b"")
        except CryptoError as error:
            raise ssl.SSLCertVerificationError from error
        if not any(hmac.compare_digest(name, pin) for pin in self.pins):
            raise ssl.SSLCertVerificationError
