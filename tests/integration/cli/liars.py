"""A server that answers every request with the same bytes."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def babbling(answer: bytes) -> Iterator[str]:
    """Listen on loopback; answer `answer` to whoever connects, whatever they say."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                peer, _ = listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(2)
                try:
                    peer.recv(65536)
                    peer.sendall(answer)
                except OSError:
                    continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        stop.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=5)
