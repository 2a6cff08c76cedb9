"""What lots would do, or did, as values: figures of each lot, and one line for each record that they speak of."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.exchange.lot_numbers import MissingLot
from mvl_desktop.exchange.lot_taking import LotOutcome
from mvl_desktop.exchange.plan import TECHNICAL
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.protocol.lot_names import Part
from mvl_desktop.protocol.objects import LotForDevice
from mvl_desktop.services.comparing import Raison
from mvl_desktop.services.people import names_of


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot would do, or did. `missing`: lots of its sender that never came; `part`: which of several files it is.

    `motif`: why it was refused, or the first of `reasons` why something in it was laid aside.
    `recovered`: the file is cut or damaged, and what verified before that was taken: `read` objects of `announced`.
    `readers`: for whom a lot that does not open here is closed, as far as this post knows them.
    """

    path: Path
    number: int
    emetteur: str
    nouveaux: int
    connus: int
    fusionnes: int
    a_arbitrer: int
    en_attente: int
    refuses: int
    motif: str
    refused: bool
    attested: int
    missing: tuple[MissingLot, ...] = ()
    lines: tuple[Mapping[str, object], ...] = field(default=(), repr=False)
    doublons_probables: int = 0
    hors_perimetre: int = 0
    reasons: tuple[str, ...] = ()
    recovered: bool = False
    read: int = 0
    announced: int = 0
    part: Part | None = None
    readers: tuple[str, ...] = ()
    quarantaine: int = 0


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that probably tells the same as one that comes. `autre` is empty when it comes too."""

    autre: str
    titre: str = field(repr=False)
    score: float
    raisons: tuple[Raison, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One record that lots speak of, and what would become of it, or became. `lots`: their places among the lots.

    `sort` is a fate, `refuse` for what is not taken (`motif` says why), `hors_perimetre` for `nombre` records of an
    espace that this post is not in. `champs`: the fields left to decide.
    """

    id: str
    kind: str
    sort: str
    titre: str = field(default="", repr=False)
    espace: str = ""
    lots: tuple[int, ...] = ()
    champs: tuple[str, ...] = ()
    motif: str = ""
    doublons: tuple[Likely, ...] = ()
    nombre: int = 1

    def is_in(self, sorts: Collection[str]) -> bool:
        """Whether it is in one of these states."""
        return self.sort in sorts or (bool(self.doublons) and "doublon_probable" in sorts)

    @property
    def verdict(self) -> tuple[str, tuple[str, ...]]:
        """What must be the same when a plan is applied."""
        return self.sort, self.champs


@dataclass(frozen=True, slots=True)
class LotPlan:
    """What some lots would do together, or did: each lot in figures, each record on a line."""

    lots: tuple[LotReport, ...]
    lines: tuple[PlanLine, ...] = field(repr=False)

    def states(self) -> dict[str, int]:
        """Return how many records are in each state, those that probably repeat another one counted once more."""
        found: dict[str, int] = {}
        for line in self.lines:
            found[line.sort] = found.get(line.sort, 0) + line.nombre
        likely = sum(bool(line.doublons) for line in self.lines)
        return {**found, **({"doublon_probable": likely} if likely else {})}


def report_of(uow: UnitOfWork, outcome: LotOutcome, likely: frozenset[bytes] = frozenset()) -> LotReport:
    """Say what a lot comes to. `likely`: the records that probably repeat another one."""
    counts = outcome.counts
    lines = tuple(
        {"id": rec.hex(), "sort": str(fate.fate), "kind": fate.kind} for rec, fate in sorted(outcome.records.items())
    )
    return LotReport(
        path=outcome.path,
        number=outcome.number,
        emetteur=_sender(uow, outcome.by),
        nouveaux=counts.nouveaux,
        connus=counts.connus,
        fusionnes=counts.fusionnes,
        a_arbitrer=counts.a_arbitrer,
        doublons_probables=len(likely & outcome.records.keys()),
        en_attente=counts.en_attente,
        refuses=counts.refuses,
        hors_perimetre=counts.hors_perimetre,
        motif=outcome.motif or next(iter(outcome.reasons), ""),
        reasons=outcome.reasons,
        refused=outcome.is_refused,
        attested=outcome.attested,
        missing=outcome.missing,
        lines=lines,
        recovered=outcome.recovered,
        read=outcome.read,
        announced=outcome.announced,
        part=outcome.part,
        readers=_readers(uow, outcome),
        quarantaine=counts.quarantaine,
    )


def wordings(line: PlanLine) -> tuple[str, ...]:
    """Return how the fields that a line leaves to decide are called."""
    declared = declaration(line.kind)
    return tuple(dict.fromkeys(declared.wording(key) for key in line.champs)) if declared is not None else ()


def is_counted(kind: str) -> bool:
    """Whether people count records of this kind."""
    return kind not in TECHNICAL


def _sender(uow: UnitOfWork, device: bytes | None) -> str:
    return "" if device is None else _known(uow, device) or device.hex()[:8]


def _known(uow: UnitOfWork, device: bytes) -> str:
    for espace in uow.espaces.all():
        if device in uow.espaces.registry(espace.id).devices:
            return names_of(uow, espace.id).of(device)
    return ""


def _readers(uow: UnitOfWork, outcome: LotOutcome) -> tuple[str, ...]:
    """Name whom a lot is closed for, where this post knows them: other posts, or the members of an espace."""
    found: dict[str, None] = {}
    for reader in outcome.readers:
        if isinstance(reader, LotForDevice):
            found[_known(uow, reader.device)] = None
        else:
            espace = uow.espaces.get(reader.espace)
            found[espace.name if espace else ""] = None
    return tuple(name for name in found if name)
