"""Merging lots: each inspected whole, then all kept in one transaction; a dry run is the same, without the commit."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.exchange.lot_errors import LotError, LotPasPourCePosteError
from mvl_desktop.exchange.lot_flow import inspect, replay
from mvl_desktop.exchange.lot_numbers import missing_from, remember, sound
from mvl_desktop.exchange.lot_pages import pages
from mvl_desktop.exchange.lot_taking import LotOutcome, Taking
from mvl_desktop.exchange.plan import Counts
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import Cancel, LotMedium, MediumError, Progress, Step, never, silent, stop_if
from mvl_desktop.ports.store import LimitError, UnitOfWork
from mvl_desktop.protocol.lot_names import read_part

Settle = Callable[[UnitOfWork, tuple[LotOutcome, ...]], bool]
"""Looks at what lots come to, within their transaction, and says whether it is kept."""


def examine(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: frozenset[bytes] = frozenset(),
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotOutcome, ...]:
    """Say what merging these lots, in this order, would do; nothing is kept."""
    return settle_lots(
        ports, medium, sources, lambda _uow, _done: False, excluding=excluding, progress=progress, cancel=cancel
    )


def merge(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    *,
    excluding: frozenset[bytes] = frozenset(),
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotOutcome, ...]:
    """Merge lots in one transaction; the records or commits of `excluding` are set aside by choice.

    `recover`: of a lot that is cut or damaged, take what verified before the damage; by default nothing of it.
    A file that is refused says so in its outcome and does not stop the others. Raises Cancelled, StoreError.
    """
    return settle_lots(
        ports,
        medium,
        sources,
        lambda _uow, _done: True,
        excluding=excluding,
        recover=recover,
        progress=progress,
        cancel=cancel,
    )


def settle_lots(
    ports: Ports,
    medium: LotMedium,
    sources: Sequence[Path],
    settle: Settle,
    *,
    excluding: frozenset[bytes] = frozenset(),
    recover: bool = False,
    progress: Progress = silent,
    cancel: Cancel = never,
) -> tuple[LotOutcome, ...]:
    """Keep lots in one transaction, show `settle` what that comes to, and commit if it says so.

    A lot that fails half-way (hostile, its medium changed, too much waits) undoes the transaction, which begins again
    without it.
    """
    failed: dict[int, str] = {}
    while True:
        place = 0
        outcomes: list[LotOutcome] = []
        try:
            with ports.store.work(bulk=True) as uow:
                for place, source in enumerate(sources):
                    stop_if(cancel)
                    progress(Step("lot", place, len(sources)))
                    if place in failed:
                        outcomes.append(LotOutcome(source, motif=failed[place], counts=Counts(refuses=1)))
                    else:
                        outcomes.append(_one(uow, ports, medium, source, excluding, recover=recover, cancel=cancel))
                done = tuple(_with_missing(uow, outcome) for outcome in outcomes)
                if settle(uow, done) and not all(outcome.is_refused for outcome in done):
                    uow.commit()
                return done
        except (LimitError, LotError, MediumError) as error:
            if place in failed:
                raise
            failed[place] = error.code


def _one(
    uow: UnitOfWork,
    ports: Ports,
    medium: LotMedium,
    source: Path,
    excluding: frozenset[bytes],
    *,
    recover: bool,
    cancel: Cancel,
) -> LotOutcome:
    try:
        found = inspect(uow, ports, medium, source)
    except LotPasPourCePosteError as error:
        return LotOutcome(source, motif=error.code, counts=Counts(refuses=1), readers=error.readers)
    except (LotError, MediumError) as error:
        return LotOutcome(source, motif=error.code, counts=Counts(refuses=1))
    manifest = found.manifest
    # Its writer is a member of one of the espaces that it names: `inspect` has seen to it.
    espace = next((head.id for head in manifest.espaces if uow.espaces.get(head.id) is not None), b"")
    outcome = LotOutcome(source, manifest.lid, manifest.seq, manifest.by, espace, part=read_part(manifest.lid))
    if found.motif is not None and not recover:
        return replace(outcome, counts=Counts(refuses=1), motif=found.motif)
    work = Taking(uow, ports, excluding, replace(outcome, read=found.frames, announced=manifest.frames), found.key)
    is_whole = found.motif is None
    # What breaks the rules only now, or is no longer what the medium gave, undoes the whole transaction.
    work.take(pages(replay(ports, medium, found), whole=is_whole), cancel)
    remember(uow, manifest, found.head.header, espace, ports.clock.ms(), whole=is_whole)
    uow.exchange.bring(work.brought, manifest.lid)
    return replace(work.result(), motif=found.motif, recovered=not is_whole)


def _with_missing(uow: UnitOfWork, outcome: LotOutcome) -> LotOutcome:
    """Say which lots of its sender never came, once all those at hand have been read."""
    if outcome.is_refused or outcome.by is None or outcome.number == 0:
        return outcome
    sound(uow, outcome.by, outcome.espace)
    return replace(outcome, missing=missing_from(uow, outcome.by))
