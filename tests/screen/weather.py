"""The network between posts and their service, in every weather: a proxy on loopback, that can fail as networks do."""

import contextlib
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

FINE, DOWN, CUT, SILENT, BROKEN, PORTAL = "fine", "down", "cut", "silent", "broken", "portal"
"""It passes; nobody answers; the answer is cut; nothing ever comes; the service fails; a hotel asks for a password."""
_PAGES = {
    BROKEN: (b"503 Service Unavailable", b"<html>down for maintenance</html>"),
    PORTAL: (b"200 OK", b"<html>Bienvenue \xc3\xa0 l'h\xc3\xb4tel</html>"),
}
_SOME = 40
"""Bytes of an answer before it is cut."""


class Weather:
    """A way to a service. `address` stays the same whatever happens behind it."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self.service = 0
        """The port of the service behind."""
        self._sky, self._passing, self._asked = FINE, 0, 0
        self._changed = threading.Condition()
        self._open()

    def turn(self, sky: str, after: int = 0) -> None:
        """Change the weather, after so many requests more."""
        with self._changed:
            was, self._sky, self._passing, self._asked = self._sky, sky, after, 0
            self._changed.notify_all()
        if DOWN in (was, sky) and was != sky:
            self._close()
        if was == DOWN != sky:
            self._listener = socket.create_server(("127.0.0.1", self._port))
            self._open()

    @property
    def asked(self) -> int:
        """How many requests came since the weather changed."""
        return self._asked

    def close(self) -> None:
        """Take the way down."""
        self.turn(DOWN)

    def _open(self) -> None:
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def _close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _now(self) -> str:
        """Return the weather that the next request meets."""
        with self._changed:
            self._asked += 1
            if self._passing > 0:
                self._passing -= 1
                return FINE
            return self._sky

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _address = listener.accept()
                threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        with peer, contextlib.suppress(OSError):
            while asked := _message(peer):
                sky = self._now()
                if sky == SILENT:
                    sky = self._wait_for_a_change()
                if sky == DOWN:
                    return
                if sky in _PAGES:
                    peer.sendall(_page(*_PAGES[sky]))
                    return
                with socket.create_connection(("127.0.0.1", self.service)) as service:
                    service.sendall(asked)
                    answer = _message(service)
                if sky == CUT:
                    peer.sendall(answer[:-_SOME])
                    return
                peer.sendall(answer)

    def _wait_for_a_change(self) -> str:
        with self._changed:
            self._changed.wait(timeout=120)
            return self._sky


@contextlib.contextmanager
def service(folder: Path, weather: Weather, shift_days: int = 0) -> Iterator[None]:
    """Run the service behind a weather; `shift_days`: how wrong its clock is."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, str(Path(__file__).with_name("late_service.py")), str(shift_days)]
    words = ["serve", "--data", str(folder), "--listen", "127.0.0.1:0", "--open", "--public-url", weather.address]
    with (folder.parent / f"{folder.name}.journal").open("a") as log:
        process = subprocess.Popen([*command, *words], stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        if process.stdout is None:
            raise OSError
        before, weather.service = weather.service, int(process.stdout.readline().rpartition(":")[2])
        yield
        weather.service = before
    finally:
        process.terminate()
        process.wait(60)
        if process.stdout is not None:
            process.stdout.close()


def _message(source: socket.socket) -> bytes:
    """Read a message of HTTP/1.1 whole: its head, then as many bytes as it announces."""
    held = b""
    while b"\r\n\r\n" not in held:
        data = source.recv(65536)
        if not data:
            return b""
        held += data
    head = held.partition(b"\r\n\r\n")[0]
    lengths = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    whole = len(head) + 4 + (int(lengths[0]) if lengths else 0)
    parts = [held]
    seen = len(held)
    while seen < whole and (data := source.recv(65536)):
        parts.append(data)
        seen += len(data)
    return b"".join(parts)


def _page(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\nContent-Length: "
    return head + str(len(body)).encode() + b"\r\n\r\n" + body
