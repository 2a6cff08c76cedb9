"""Use cases on lots: write one, say what some would change, merge them, hand back a récépissé."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.exchange import lots
from mvl_desktop.exchange.older import refuse_older
from mvl_desktop.exchange.orders import destroy_old_epochs
from mvl_desktop.exchange.revoked import wipe
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, LotMedium, Progress, never, silent
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.audit import note_alarms, standing_alarms
from mvl_desktop.services.espaces import choose_espace
from mvl_desktop.services.lot_plans import Verdicts, apply_plan, plan_lots
from mvl_desktop.services.lot_reports import LotPlan
from mvl_desktop.services.members import find_post
from mvl_desktop.services.offers import offer, take_offers
from mvl_desktop.services.records import parse_id
from mvl_desktop.services.refusals import RefusError


@dataclass(frozen=True, slots=True)
class LotExport:
    """A lot that left, maybe in several files."""

    files: tuple[Path, ...]
    number: int
    revisions: int
    size: int
    larger: int = 0
    """How many files are above the size asked: one record, or one part of an attachment, is not cut."""


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
        larger=0 if max_size is None else sum(each.size > max_size for each in made),
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
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> LotPlan:
    """Say what merging these lots in this order would change; nothing is kept. Raises MediumError, Cancelled."""
    return plan_lots(ports, medium, sources, recover=recover, progress=progress, cancel=cancel)


def merge_lots(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: Iterable[str] = (),
    receipt: Path | None = None,
    recover: bool = False,
    expecting: Verdicts | None = None,
    likely: bool = True,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> LotPlan:
    """Merge lots in one transaction, and write the récépissé. Raises MediumError, Cancelled, RefusError.

    `recover`: of a lot that is cut or damaged, take what verifies before the damage; no récépissé answers for it.
    `expecting`: what was shown of each record; PlanDepasseError when it is so no more. `likely`: say what probably
    repeats something, once more.
    """
    left_out = frozenset(_identifier(text) for text in excluding)
    alarms = standing_alarms(ports)
    plan, outcomes = apply_plan(
        ports,
        medium,
        sources,
        excluding=left_out,
        recover=recover,
        expecting=expecting,
        likely=likely,
        progress=progress,
        cancel=cancel,
    )
    with ports.store.work() as uow:
        taken = take_offers(uow, ports)
        if _keep_house(uow, ports) or taken:
            uow.commit()
    ports.store.checkpoint()
    if receipt is not None:
        lots.write_receipt(ports, medium, receipt, outcomes)
    ports.journal.note("lot_fusionne", lots=len(outcomes))
    note_alarms(ports, alarms)
    return plan


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
