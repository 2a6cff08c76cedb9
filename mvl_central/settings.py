"""How a service is run: where its data is, how it is reached, and what it accepts. Frozen; nothing is read later."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from mvl_desktop.protocol.wire import REQUEST_LIMIT

DAY_MS = 86_400_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one device, one espace and one request may ask (security 6.4); a policy may raise the first two."""

    requests_per_minute: int = 600
    bytes_per_day: int = 4 << 30
    espace_bytes: int = 200 << 30
    request_bytes: int = REQUEST_LIMIT
    open_per_minute: int = 60
    enrol_pending: int = 64
    enrol_days: int = 7
    sender_grace: float = 10.0
    sender_floor: int = 500
    sender_seconds: float = 300.0
    large_at_once: int = 32
    nonce_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """One running service."""

    data: Path | None = None
    database: str | None = field(default=None, repr=False)
    host: str = "127.0.0.1"
    port: int = 8443
    public_url: str | None = None
    is_open: bool = False
    tls_cert: Path | None = None
    tls_key: Path | None = None
    limits: Limits = Limits()

    @property
    def scheme(self) -> str:
        """The scheme it listens with."""
        return "https" if self.tls_cert else "http"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in LOOPBACK

    def bases(self, port: int) -> dict[str, str]:
        """Return the URLs that requests may be signed for, by authority; the public URL is the only one when given."""
        if self.public_url is not None:
            return {authority(self.public_url): self.public_url.rstrip("/")}
        hosts = LOOPBACK if self.is_loopback else {self.host}
        urls = (f"{self.scheme}://{bracketed(host)}:{port}" for host in hosts)
        return {authority(url): url for url in urls}


def authority(url: str) -> str:
    """Return the `@authority` of a URL: host in lower case, and the port unless it is the scheme's own."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = bracketed((parts.hostname or "").lower())
    return host if parts.port in (None, usual) else f"{host}:{parts.port}"


def bracketed(host: str) -> str:
    """Write a host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
