"""The HTTP client: TLS 1.3 at least, no redirect, no compression, no setting taken from the environment."""

import ssl

import httpx2

TIMEOUT = httpx2.Timeout(30.0, connect=15.0)
AGENT = "mvl/1"


def make_client(address: str, authority_file: str | None = None) -> httpx2.Client:
    """Make a client that keeps its connection. Building the TLS context takes some 40 ms: do it beside the screen."""
    return httpx2.Client(
        verify=tls_context(authority_file) if address.strip().lower().startswith("https:") else False,
        http2=False,
        follow_redirects=False,
        trust_env=False,
        timeout=TIMEOUT,
        limits=httpx2.Limits(max_connections=2, max_keepalive_connections=1),
        headers={"accept-encoding": "identity", "user-agent": AGENT, "accept": "*/*"},
    )


def tls_context(authority_file: str | None = None) -> ssl.SSLContext:
    """Trust the system's authorities, and those of a file when an operator allowed it; TLS 1.3 only."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    if authority_file is not None:
        context.load_verify_locations(cafile=authority_file)
    return context
