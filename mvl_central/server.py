"""The running service: sockets, TLS, signals. One process; start several over one database to share the work."""

import contextlib
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn

from mvl_central import upkeep
from mvl_central.app import make_app
from mvl_central.database import Database, open_postgresql, open_sqlite
from mvl_central.errors import HostError
from mvl_central.events import note
from mvl_central.patience import ImpatientProtocol
from mvl_central.service import Service
from mvl_central.settings import LOOPBACK, Settings, bracketed
from mvl_central.signing import load_key

WILDCARDS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - named to be refused
GRACE = 20


def open_database(settings: Settings) -> Database:
    """Open the database that the settings name: PostgreSQL by its URL, else SQLite in the data folder."""
    if settings.database is not None:
        return open_postgresql(settings.database)
    if settings.data is None:
        raise HostError(
            "Indiquez où sont les données\u00a0: «\u00a0--data DOSSIER\u00a0» ou «\u00a0--database URL\u00a0».", 2
        )
    return open_sqlite(settings.data)


def check_settings(settings: Settings) -> None:
    """Refuse what would expose the service in clear, or make signatures impossible to check."""
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise HostError("«\u00a0--tls-cert\u00a0» et «\u00a0--tls-key\u00a0» vont ensemble.", 2)
    if settings.tls_cert is None and not settings.is_loopback:
        raise HostError(
            "En clair, le service n’écoute que sur cette machine (127.0.0.1)\u00a0: "
            "donnez un certificat, ou placez un mandataire devant lui.",
            2,
        )
    if settings.host in WILDCARDS and settings.public_url is None:
        raise HostError("Pour écouter sur toutes les interfaces, indiquez «\u00a0--public-url\u00a0».", 2)
    if settings.public_url is not None and not _is_safe(settings.public_url):
        raise HostError("L’adresse publique doit commencer par «\u00a0https://\u00a0».", 2)
    if settings.is_open and not (
        settings.is_loopback and (settings.public_url is None or _is_local(settings.public_url))
    ):
        raise HostError("«\u00a0--open\u00a0» n’est permis que sur cette machine (127.0.0.1).", 2)


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and _is_local(url)))


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in LOOPBACK


def make_service(settings: Settings, database: Database) -> Service:
    """Make an instance over a database, whose tables are made if there are none."""
    upkeep.create(database)
    upkeep.require_current(database)
    return Service(database, load_key(database), settings.limits, is_open=settings.is_open)


class Server(uvicorn.Server):
    """Says where it listens, once, when it accepts."""

    announced: str = ""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on SIGTERM and SIGINT, and end with code 0: the signal is not raised again once all is closed."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then write the one line that scripts wait for."""
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"prêt {self.announced}\n")
            sys.stdout.flush()
            note("ready")


def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    check_settings(settings)
    with contextlib.closing(open_database(settings)) as database:
        service = make_service(settings, database)
        with listening(settings) as listener:
            port = int(listener.getsockname()[1])
            app = make_app(service, settings.bases(port), is_proxied=settings.public_url is not None)
            config = make_config(app, settings)
            server = Server(config)
            server.announced = f"{settings.scheme}://{bracketed(settings.host)}:{port}"
            server.run([listener])
            note("stopped")
            return 0 if server.started else 1


def make_config(app: Any, settings: Settings) -> uvicorn.Config:
    """Configure uvicorn: our logs, no names in headers, TLS 1.3 only."""
    config = uvicorn.Config(
        app,
        http=ImpatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        ws="none",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=400,
        backlog=256,
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise HostError("Le certificat ou sa clé ne se lisent pas.", 2) from error
    if config.ssl is not None:
        config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
    return config


@contextlib.contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Bind the address; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # The protocol is named: asyncio answers without delay only on sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise HostError("Cette adresse est déjà prise, ou n’est pas à cette machine.") from error
    with listener:
        yield listener


def data_folder(given: Path | None, database: str | None) -> Path | None:
    """Return the data folder: the one given, or the usual one when no database is named."""
    if given is None and database is None:
        return Path("mvl-central-data")
    return given
