"""What the registry says of devices and of erased revisions, as frozen values, and why it refuses an entry."""

from dataclasses import dataclass

from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import DeviceCert, ErasedBody
from mvl_desktop.protocol.roles import KEYLESS


class RegistryRefusedError(ProtocolError):
    """An entry that breaks a rule of the registry; `code` names the rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the registry knows it. `roles` lists (entry number, role), oldest first.

    `limits` lists (entry number, cut) of the times when it ceased to seal without being closed.
    """

    id: bytes
    cert: DeviceCert
    poste: bytes
    added_at: int
    roles: tuple[tuple[int, str], ...]
    closed_at: int | None = None
    cut: int | None = None
    successor: bytes | None = None
    limits: tuple[tuple[int, int], ...] = ()

    @property
    def role(self) -> str:
        """The role it has, or had when it was closed."""
        return self.roles[-1][1]

    @property
    def holds_key(self) -> bool:
        """Whether its role is one that holds the key of the espace."""
        return self.role not in KEYLESS

    @property
    def is_limited(self) -> bool:
        """Whether some of its commits may lie beyond a cut."""
        return self.cut is not None or bool(self.limits)

    def is_beyond(self, seq: int, regn: int) -> bool:
        """Whether a commit of it lies beyond the cut of its end, or claims a right to seal that it no longer had."""
        if self.cut is not None and seq > self.cut:
            return True
        return any(regn < n and seq > cut for n, cut in self.limits)

    def is_active_at(self, n: int) -> bool:
        """Whether it was a member once entry n had been applied."""
        return self.added_at <= n and (self.closed_at is None or n < self.closed_at)

    def role_at(self, n: int) -> str | None:
        """Return its role once entry n had been applied, None when it was no member."""
        if not self.is_active_at(n):
            return None
        return next(role for at, role in reversed(self.roles) if at <= n)


@dataclass(frozen=True, slots=True)
class ErasedPlace:
    """A revision erased singly: its place in the graph, and the record it belonged to."""

    rec: bytes
    body: ErasedBody


def read_cert(data: bytes) -> DeviceCert:
    """Decode a device certificate."""
    try:
        return decode(data, DeviceCert, 4096)
    except ProtocolError as error:
        raise RegistryRefusedError("cert") from error
