"""Use cases on lots: write one, say what some would change, merge them, hand back a récépissé."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.lots import LotOutcome
from mvl_desktop.exchange.older import refuse_older
from mvl_desktop.exchange.orders import destroy_old_epochs
from mvl_desktop.exchange.revoked import wipe
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, LotMedium, Progress, never, silent
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.audit import note_alarms, standing_alarms
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.members import find_post
from mvl_desktop.services.offers import offer, take_offers
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import parse_id
from mvl_desktop.services.refusals import RefusError


@dataclass(frozen=True, slots=True)
class LotExport:
    """A lot that left, maybe in several files."""

    files: tuple[Path, ...]
    number: int
    revisions: int
    size: int


@dataclass(frozen=True, slots=True)
class LotReport:
    """What a lot would do, or did. `missing`: numbers of its sender's lots that never came.

    `motif`: why it was refused, or the first of `reasons` why something in it was laid aside.
    `recovered`: the file is cut or damaged, and what verified before that was taken: `read` objects of `announced`.
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
    missing: tuple[int, ...] = ()
    lines: tuple[Mapping[str, object], ...] = field(default=(), repr=False)
    doublons_probables: int = 0
    reasons: tuple[str, ...] = ()
    recovered: bool = False
    read: int = 0
    announced: int = 0


def export_lot(
    ports: Ports,
    medium: LotMedium,
    espaces: Sequence[str],
    pour: str,
    target: Path,
    *,
    max_size: int | None = None,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> LotExport:
    """Write what the recipients have not attested. Raises RefusError, LotError, MediumError, Cancelled."""
    with ports.store.read() as uow:
        refuse_older(uow)
        known = uow.espaces.all()
        chosen = [choose_espace(uow, name).id for name in espaces] or [espace.id for espace in known]
        recipient = None if pour == lots.EVERYBODY else find_post(uow, pour)
    if not chosen:
        raise RefusError("aucun_espace")
    with ports.store.work() as uow:
        offer(uow, ports, chosen)
        uow.commit()
    made = lots.export(
        ports, medium, target, chosen, recipient=recipient, max_size=max_size, progress=progress, cancel=cancel
    )
    ports.journal.note("lot_exporte", lots=len(made))
    return LotExport(
        files=tuple(each.path for each in made),
        number=made[0].number,
        revisions=sum(each.revisions for each in made),
        size=sum(each.size for each in made),
    )


def _keep_house(uow: UnitOfWork, ports: Ports) -> bool:
    """Forget the keys that what was merged tells to forget: those of a closed post, those of epochs that are over."""
    known = [espace.id for espace in uow.espaces.all()]
    wiped = [wipe(uow, ports, espace) for espace in known]
    gone = [destroy_old_epochs(uow, ports, espace) for espace in known]
    return any(wiped) or any(gone)


def examine_lots(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotReport, ...]:
    """Say what merging these lots in this order would change; nothing is kept. Raises MediumError, Cancelled."""
    outcomes = lots.examine(ports, medium, sources, progress=progress, cancel=cancel)
    with ports.store.read() as uow:
        return tuple(_report(uow, outcome) for outcome in outcomes)


def merge_lots(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: Iterable[str] = (),
    receipt: Path | None = None,
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotReport, ...]:
    """Merge lots, each in one transaction, and write the récépissé. Raises MediumError, Cancelled, RefusError.

    `recover`: of a lot that is cut or damaged, take what verifies before the damage; no récépissé answers for it.
    """
    left_out = frozenset(_identifier(text) for text in excluding)
    alarms = standing_alarms(ports)
    outcomes = lots.merge(ports, medium, sources, excluding=left_out, recover=recover, progress=progress, cancel=cancel)
    with ports.store.work() as uow:
        taken = take_offers(uow, ports)
        if _keep_house(uow, ports) or taken:
            uow.commit()
    ports.store.checkpoint()
    if receipt is not None:
        lots.write_receipt(ports, medium, receipt, outcomes)
    ports.journal.note("lot_fusionne", lots=len(outcomes))
    note_alarms(ports, alarms)
    with ports.store.read() as uow:
        return tuple(_report(uow, outcome) for outcome in outcomes)


def _identifier(text: str) -> bytes:
    """Read the id of a record (32 digits) or of a commit (64)."""
    raw = parse_id(text)
    if raw is not None:
        return raw
    try:
        raw = bytes.fromhex(text.strip())
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise RefusError("fiche_inconnue")
    return raw


def _report(uow: UnitOfWork, outcome: LotOutcome) -> LotReport:
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
        en_attente=counts.en_attente,
        refuses=counts.refuses,
        motif=outcome.motif or next(iter(outcome.reasons), ""),
        reasons=outcome.reasons,
        refused=outcome.is_refused,
        attested=outcome.attested,
        missing=outcome.missing,
        lines=lines,
        recovered=outcome.recovered,
        read=outcome.read,
        announced=outcome.announced,
    )


def _sender(uow: UnitOfWork, device: bytes | None) -> str:
    if device is None:
        return ""
    for espace in uow.espaces.all():
        if device in uow.espaces.registry(espace.id).devices:
            return names_of(uow, espace.id).of(device)
    return device.hex()[:8]
