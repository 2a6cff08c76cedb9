"""A plan while it is being made: what every step of the verification adds to, and reads from."""

from dataclasses import dataclass, field

from mvl_desktop.exchange.plan import AttestedReceipt, Caution, Filled, Incoming, Plan, RecordFate, Refusal
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import KeptCommit, StoredCommit, UnitOfWork
from mvl_desktop.protocol.objects import AnyAct, KeySlot
from mvl_desktop.protocol.registry import Registry


@dataclass
class DraftPlan:
    """The state of one examination. Steps run in the order of security 4.6."""

    uow: UnitOfWork
    ports: Ports
    incoming: Incoming
    after: Registry
    me: bytes
    entries: list[bytes] = field(default_factory=list)
    acts: list[AnyAct] = field(default_factory=list)
    accepted: list[bytes] = field(default_factory=list)
    grants: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    epoch_keys: dict[int, bytes] = field(default_factory=dict)
    slots: list[tuple[KeySlot, bytes]] = field(default_factory=list)
    record_keys: dict[bytes, tuple[bytes, int, bytes, bytes]] = field(default_factory=dict)
    keep: list[KeptCommit] = field(default_factory=list)
    hold: list[StoredCommit] = field(default_factory=list)
    release: list[bytes] = field(default_factory=list)
    known: dict[bytes, StoredCommit] = field(default_factory=dict)
    fill: list[Filled] = field(default_factory=list)
    receipts: list[AttestedReceipt] = field(default_factory=list)
    acks: list[bytes] = field(default_factory=list)
    records: dict[bytes, RecordFate] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    warnings: dict[tuple[str, bytes | None], int] = field(default_factory=dict)
    frozen: str | None = None
    witness: bytes | None = None
    clock: tuple[int, int] = (0, 0)

    @property
    def espace(self) -> bytes:
        """The espace that this arrival is about."""
        return self.incoming.espace

    def warn(self, code: str, device: bytes | None = None, count: int = 1) -> None:
        """Add an alarm; the same one again adds to its count."""
        self.warnings[code, device] = self.warnings.get((code, device), 0) + count

    def refuse(self, what: str, code: str, device: bytes | None = None, id_: bytes | None = None) -> None:
        """Note what is not taken."""
        self.refusals.append(Refusal(what, code, device, id_))

    def is_erased(self, rec: bytes, bhash: bytes) -> bool:
        """Whether an erase order covers a body."""
        return rec in self.after.erased_records or bhash in self.after.erased_hashes

    def finish(self) -> Plan:
        """Return the plan."""
        return Plan(
            espace=self.espace,
            after=self.after,
            entries=tuple(self.entries),
            acts=tuple(self.acts),
            accepted=tuple(self.accepted),
            grants=tuple(self.grants),
            epoch_keys=tuple(self.epoch_keys.items()),
            slots=tuple(self.slots),
            record_keys=tuple(self.record_keys.values()),
            keep=tuple(self.keep),
            hold=tuple(self.hold),
            release=tuple(self.release),
            known=tuple((id_, stored.header.device) for id_, stored in self.known.items()),
            fill=tuple(self.fill),
            receipts=tuple(self.receipts),
            acks=tuple(self.acks),
            records=self.records,
            refusals=tuple(self.refusals),
            warnings=tuple(Caution(code, device, count) for (code, device), count in self.warnings.items()),
            waiting=len(self.hold),
            frozen=self.frozen,
            witness=self.witness,
            from_service=self.incoming.from_service,
            clock=self.clock,
        )
