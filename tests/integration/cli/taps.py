"""A service behind a tap: a proxy on loopback that keeps every byte of both directions."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.cli.places import central


@contextmanager
def tapped_central(folder: Path) -> Iterator[tuple[str, list[bytes]]]:
    """Run the service; give the proxy's address, and the list that grows with everything that passes."""
    captured: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with central(folder, "--public-url", address) as url:
        port = int(url.rpartition(":")[2])
        thread = threading.Thread(target=_accept, args=(listener, port, captured), daemon=True)
        thread.start()
        try:
            yield address, captured
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join(timeout=5)


def _accept(listener: socket.socket, port: int, captured: list[bytes]) -> None:
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_relay, args=(peer, port, captured), daemon=True).start()


def _relay(peer: socket.socket, port: int, captured: list[bytes]) -> None:
    with peer, socket.create_connection(("127.0.0.1", port)) as service:
        back = threading.Thread(target=_pump, args=(service, peer, captured), daemon=True)
        back.start()
        _pump(peer, service, captured)
        back.join()


def _pump(source: socket.socket, target: socket.socket, captured: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            captured.append(data)
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
