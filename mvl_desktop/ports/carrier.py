"""How bytes leave and arrive: the service over HTTP, and sealed files on a medium. Adapters are in `exchange/carriers`.

Everything that a carrier gives is unverified. Errors come in two families: `CarrierError` (the service or the network:
not our fault, exit 5) and `MediumError` (a file or the medium it is on).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from mvl_desktop.protocol.wire import (
    BlobState,
    Done,
    EnrolWaiting,
    Info,
    PushAnswer,
    RegistryAnswer,
    SyncAnswer,
    SyncAsk,
)


class CarrierError(Exception):
    """The service, or the way to it, did not do what was asked. `code`: what a person reads of it."""

    code = "service_refuse"

    def saying(self, code: str | None) -> Self:
        """Return this failure under the code that says best why, when there is one."""
        if code is not None:
            self.code = code
        return self


class ServiceUnreachableError(CarrierError):
    """Nobody answers: no network, wrong address, service stopped."""

    code = "service_injoignable"


class ServiceSlowError(CarrierError):
    """The answer did not come in time."""

    code = "service_lent"


class ServiceLiesError(CarrierError):
    """The answer is not what the protocol allows: too long, malformed, wrong type, wrong signature."""

    code = "service_menteur"


class ServiceTooOldError(CarrierError):
    """The service does not speak our version of the protocol."""

    code = "service_trop_ancien"


class QuotaError(CarrierError):
    """The service takes no more from this post for now."""

    code = "quota_depasse"


class CertificateRefusedError(CarrierError):
    """The service's certificate is not one that we trust."""

    code = "certificat_refuse"


class ClockSkewError(CarrierError):
    """The service refuses this post's clock, even after its own was taken into account."""

    code = "horloge_decalee"


class UnknownEspaceError(CarrierError):
    """The service does not know this espace, or this post is not a member of it there."""

    code = "espace_inconnu_du_service"


class TokenRefusedError(CarrierError):
    """The service wants a token to publish an espace, and this is not one."""

    code = "jeton_refuse"


class NotThereError(CarrierError):
    """What was asked for is not at the service (yet)."""

    code = "absent_du_service"


class RegistryMovedError(CarrierError):
    """Another entry took the number of ours (rule 10): fetch from `expect`, then sign anew."""

    code = "registre_depasse"

    def __init__(self, expect: int) -> None:
        super().__init__(expect)
        self.expect = expect


class RevokedError(CarrierError):
    """The service says that this post is revoked. `entries` are registry entries, to verify before believing it."""

    code = "poste_revoque"

    def __init__(self, espace: bytes | None, entries: Sequence[bytes]) -> None:
        super().__init__()
        self.espace = espace
        self.entries = tuple(entries)


class ServiceRefusesError(CarrierError):
    """The service refuses for a reason of its own; `reason` is its code."""

    code = "service_refuse"

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


class ServiceFailsError(CarrierError):
    """The service met a fault of its own; it says so, and nothing was taken."""

    code = "service_en_erreur"


class AddressRefusedError(CarrierError):
    """The address is not one that may be used: https, or http on this very machine."""

    code = "adresse_refusee"


class MediumError(Exception):
    """A file could not be read or written."""

    code = "support_illisible"


class MediumFullError(MediumError):
    """No room is left on the medium; nothing was left there."""

    code = "support_plein"


class MediumGoneError(MediumError):
    """The medium was removed, or the folder vanished."""

    code = "support_retire"


class MediumAltersError(MediumError):
    """What was read back is not what was written."""

    code = "support_defectueux"


class Cancelled(Exception):  # noqa: N818 (no error: a person asked for it)
    """A person stopped the exchange; what was kept so far stays."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an exchange is: a stage (`registre`, `reception`, `pieces`, `envoi`, `lot`), and counts of it."""

    stage: str
    done: int
    total: int
    espace: bytes | None = None


Progress = Callable[[Step], None]
Cancel = Callable[[], bool]


def silent(_step: Step) -> None:
    """Show nothing."""


def never() -> bool:
    """Never cancel."""
    return False


def stop_if(cancel: Cancel) -> None:
    """Raise Cancelled when a person asked to stop."""
    if cancel():
        raise Cancelled


@dataclass(frozen=True, slots=True)
class Page:
    """Frames of one page (type, payload), and where to go on."""

    frames: Sequence[tuple[int, bytes]] = field(repr=False)
    next: int
    more: bool


class Carrier(Protocol):
    """The central service, as this post. Every method is one request, safe to repeat; raises CarrierError."""

    @property
    def address(self) -> str:
        """Return the service's address."""

    def request_size(self) -> int:
        """Return how many bytes a push should hold: adapted to the link, 32 KiB at least."""

    def close(self) -> None:
        """Give the connection back."""

    def info(self) -> Info:
        """Ask what the service says of itself."""

    def sync(self, ask: SyncAsk) -> SyncAnswer:
        """Ask whether there is anything at all to exchange."""

    def registry(self, espace: bytes, start: int) -> Page:
        """Fetch registry entries from number `start`."""

    def send_registry(self, espace: bytes, frames: Sequence[bytes], token: str | None = None) -> RegistryAnswer:
        """Send registry and grant frames; RegistryMovedError when another entry came first."""

    def grants(self, espace: bytes, epoch: int | None = None) -> Page:
        """Fetch the grants addressed to this post, or all those of an epoch."""

    def send_grants(self, espace: bytes, frames: Sequence[bytes]) -> RegistryAnswer:
        """Send grants that the registry names."""

    def escrows(self, espace: bytes) -> Page:
        """Fetch the epoch keys kept for custodians; none from a service that keeps none."""

    def feed(self, espace: bytes, after: int) -> Page:
        """Fetch what was numbered after `after`: markers, bodies, commits, then a checkpoint."""

    def restorations(self, espace: bytes) -> Page:
        """Fetch what the service signed of itself each time that it was brought back to a backup."""

    def slots(self, espace: bytes, after: int) -> Page:
        """Fetch the keyslots numbered after `after`."""

    def push(self, espace: bytes, frames: Sequence[bytes]) -> PushAnswer:
        """Send keyslots, bodies and commits, in the order of the frames."""

    def blob_state(self, espace: bytes, blob: bytes) -> BlobState:
        """Ask which parts of a blob the service holds; NotThereError."""

    def blob_part(self, espace: bytes, blob: bytes, index: int) -> bytes:
        """Fetch one part of a blob; NotThereError."""

    def send_blob_part(self, espace: bytes, blob: bytes, index: int, size: int, data: bytes) -> BlobState:
        """Send one part of a blob of `size` bytes."""

    def acks(self, espace: bytes, after: int) -> Page:
        """Fetch signed acknowledgements."""

    def send_acks(self, espace: bytes, acks: Sequence[bytes]) -> Done:
        """Send signed acknowledgements."""

    def journal(self, espace: bytes, after: int) -> Page:
        """Fetch sealed segments of the access register (auditors only); ServiceTooOldError where there are none."""

    def send_journal(self, espace: bytes, segments: Sequence[bytes]) -> Done:
        """Send sealed segments of the access register; ServiceTooOldError where none are kept."""

    def enrolments(self, espace: bytes) -> EnrolWaiting:
        """Fetch the enrolment requests that wait for an operator."""

    def ask_enrolment(self, espace: bytes, iid: bytes, request: bytes) -> Done:
        """Leave an enrolment request (before this post is a member)."""

    def answer_enrolment(self, espace: bytes, iid: bytes, answer: bytes) -> Done:
        """Leave the answer to an enrolment request."""

    def enrolment_answer(self, espace: bytes, iid: bytes) -> bytes:
        """Fetch the answer to one's enrolment request; NotThereError until it is there."""


class LotWriter(Protocol):
    """A file being written beside its final name; it takes that name by `publish` only."""

    def write(self, data: bytes) -> None:
        """Add bytes; MediumError."""

    def settle(self) -> None:
        """Make what was written durable on the medium (fsync)."""

    def read_back(self) -> Iterator[bytes]:
        """Give what the medium now holds, from its beginning."""

    def publish(self) -> None:
        """Give the file its name."""

    def abandon(self) -> None:
        """Remove what was written; nothing happens when it is gone already."""


class LotMedium(Protocol):
    """Where sealed files are written and read."""

    def create(self, target: Path) -> LotWriter:
        """Begin a file; MediumError."""

    def read(self, source: Path) -> Iterator[bytes]:
        """Give the bytes of a file, in pieces; MediumError."""

    def size(self, source: Path) -> int:
        """Return the length of a file; MediumError."""
