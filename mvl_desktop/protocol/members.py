"""What the registry says of devices and of erased revisions, as frozen values, and why it refuses an entry."""

from dataclasses import dataclass

from mvl_desktop.protocol.encoding import ProtocolError, decode
from mvl_desktop.protocol.objects import DeviceCert, ErasedBody


class RegistryRefusedError(ProtocolError):
    """An entry that breaks a rule of the registry; `code` names the rule."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Device:
    """A device as the registry knows it. `roles` lists (entry number, role), oldest first."""

    id: bytes
    cert: DeviceCert
    poste: bytes
    added_at: int
    roles: tuple[tuple[int, str], ...]
    closed_at: int | None = None
    cut: int | None = None
    successor: bytes | None = None

    @property
    def role(self) -> str:
        """The role it has, or had when it was closed."""
        return self.roles[-1][1]

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
