"""What arrives, and what will be done with it: values only. `receiving` makes plans and carries them out.

A plan is the same whether the bytes came from the service or from a lot, and whether it is shown or applied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mvl_desktop.ports.store import KeptCommit, OpenedBody, StoredCommit
from mvl_desktop.protocol.objects import AnyAct, KeySlot, Receipt
from mvl_desktop.protocol.registry import Registry

TECHNICAL = frozenset({"poste", "export"})
"""Kinds that people do not count as fiches."""


@dataclass(frozen=True, slots=True)
class IncomingCommit:
    """A commit as received, and the sealed bodies that came with it, by the hash that was computed on arrival."""

    data: bytes = field(repr=False)
    bodies: Mapping[bytes, bytes] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """What came for one espace, unverified. `late`: bodies, by hash, of commits kept before."""

    espace: bytes
    registry: Sequence[bytes] = ()
    grants: Sequence[tuple[int, bytes, bytes]] = ()
    slots: Sequence[bytes] = ()
    commits: Sequence[IncomingCommit] = ()
    late: Mapping[bytes, bytes] = field(repr=False, default_factory=dict)
    receipts: Sequence[bytes] = ()
    acks: Sequence[bytes] = ()
    checkpoints: Sequence[bytes] = ()
    from_service: bool = False


class Fate(StrEnum):
    """What becomes of a record, of a revision, or of a whole commit."""

    NOUVEAU = "nouveau"
    CONNU = "connu"
    FUSIONNE = "fusionne"
    A_ARBITRER = "a_arbitrer"
    EN_ATTENTE = "en_attente"
    QUARANTAINE = "quarantaine"
    ECARTE = "ecarte"
    EFFACE = "efface"
    REFUSE = "refuse"


RANK = (
    Fate.CONNU,
    Fate.EFFACE,
    Fate.ECARTE,
    Fate.QUARANTAINE,
    Fate.EN_ATTENTE,
    Fate.FUSIONNE,
    Fate.NOUVEAU,
    Fate.A_ARBITRER,
    Fate.REFUSE,
)
"""What is the more telling of two fates of one record: the later in this order."""


@dataclass(frozen=True, slots=True)
class RecordFate:
    """What a plan does to one record: `revisions` new ones, and the fields that they leave to decide."""

    rec: bytes
    kind: str
    fate: Fate
    revisions: int = 0
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that is not taken, and why. `what`: `registre`, `commit`, `cle`, `corps`, `recepisse`…"""

    what: str
    code: str
    device: bytes | None = None
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """An alarm to raise."""

    code: str
    device: bytes | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """A plan in figures, by record; `envoyes` and the like count revisions elsewhere."""

    nouveaux: int = 0
    connus: int = 0
    fusionnes: int = 0
    a_arbitrer: int = 0
    doublons_probables: int = 0
    en_attente: int = 0
    quarantaine: int = 0
    ecartes: int = 0
    effaces: int = 0
    refuses: int = 0
    hors_perimetre: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__dataclass_fields__))

    def as_dict(self) -> dict[str, int]:
        """Return the figures under the names of the command line."""
        return {name: getattr(self, name) for name in Counts.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class AttestedReceipt:
    """A receipt whose signature held: by the service (`by` None) or by a post."""

    by: bytes | None
    receipt: Receipt
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Filled:
    """A body for a header that was kept before: it came late, or its key did."""

    commit: bytes
    device: bytes
    rec: bytes
    bhash: bytes
    body: OpenedBody = field(repr=False)
    quarantined: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was verified and opened of one arrival, ready to be kept. Nothing is written yet.

    `after` is the registry once the entries are taken. `frozen` says why nothing of this espace may be exchanged any
    more (two registries, two histories).
    """

    espace: bytes
    after: Registry | None = field(repr=False, default=None)
    entries: tuple[bytes, ...] = field(repr=False, default=())
    acts: tuple[AnyAct, ...] = field(repr=False, default=())
    accepted: tuple[bytes, ...] = field(repr=False, default=())
    grants: tuple[tuple[int, bytes, bytes], ...] = field(repr=False, default=())
    epoch_keys: tuple[tuple[int, bytes], ...] = field(repr=False, default=())
    slots: tuple[tuple[KeySlot, bytes], ...] = field(repr=False, default=())
    record_keys: tuple[tuple[bytes, int, bytes, bytes], ...] = field(repr=False, default=())
    keep: tuple[KeptCommit, ...] = field(repr=False, default=())
    hold: tuple[StoredCommit, ...] = field(repr=False, default=())
    release: tuple[bytes, ...] = field(repr=False, default=())
    known: tuple[tuple[bytes, bytes], ...] = field(repr=False, default=())
    fill: tuple[Filled, ...] = field(repr=False, default=())
    receipts: tuple[AttestedReceipt, ...] = field(repr=False, default=())
    acks: tuple[bytes, ...] = field(repr=False, default=())
    records: Mapping[bytes, RecordFate] = field(repr=False, default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Caution, ...] = ()
    waiting: int = 0
    frozen: str | None = None
    witness: bytes | None = field(repr=False, default=None)
    from_service: bool = False
    clock: tuple[int, int] = (0, 0)

    @property
    def revisions(self) -> int:
        """How many revisions are new here, readable and applied."""
        return sum(record.revisions for record in self.records.values())

    def without(self, excluding: frozenset[bytes]) -> "Plan":
        """Return the plan that leaves these records, or the bodies of these commits, aside by choice."""
        if not excluding:
            return self
        keep = tuple(
            replace(
                commit,
                bodies=tuple(
                    OpenedBody("set_aside", body.sealed)
                    if (entry.rec in excluding or commit.id in excluding) and body.sealed is not None
                    else body
                    for entry, body in zip(commit.header.entries, commit.bodies, strict=True)
                ),
            )
            for commit in self.keep
        )
        named = {entry.rec for commit in self.keep if commit.id in excluding for entry in commit.header.entries}
        chosen = excluding | named
        records = {
            rec: replace(record, fate=Fate.ECARTE, conflicts=()) if rec in chosen else record
            for rec, record in self.records.items()
        }
        fill = tuple(late for late in self.fill if late.rec not in excluding and late.commit not in excluding)
        return replace(self, keep=keep, fill=fill, records=records)

    def counts(self) -> Counts:
        """Return the plan in figures."""
        found = dict.fromkeys(Fate, 0)
        for record in self.records.values():
            if record.kind not in TECHNICAL:
                found[record.fate] += 1
        return Counts(
            nouveaux=found[Fate.NOUVEAU],
            connus=found[Fate.CONNU],
            fusionnes=found[Fate.FUSIONNE],
            a_arbitrer=found[Fate.A_ARBITRER],
            en_attente=found[Fate.EN_ATTENTE] + self.waiting,
            quarantaine=found[Fate.QUARANTAINE],
            ecartes=found[Fate.ECARTE],
            effaces=found[Fate.EFFACE],
            refuses=found[Fate.REFUSE] + len(self.refusals),
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: the plan in figures, the revisions taken, and the commits attested for the first time."""

    counts: Counts = field(default_factory=Counts)
    revisions: int = 0
    attested: int = 0
    touched: frozenset[bytes] = frozenset()
    orders: int = 0
    frozen: str | None = None
